package dev.tideline.events;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;

/** What a purge reaches. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "scope")
@JsonSubTypes({
    @JsonSubTypes.Type(value = Scope.Resource.class, name = "resource"),
    @JsonSubTypes.Type(value = Scope.Url.class, name = "url"),
    @JsonSubTypes.Type(value = Scope.Tag.class, name = "tag"),
    @JsonSubTypes.Type(value = Scope.Prefix.class, name = "prefix"),
    @JsonSubTypes.Type(value = Scope.Everything.class, name = "everything")
})
public sealed interface Scope {

    /**
     * Every stored answer for one resource: all its URLs and variants.
     *
     * @param version entries of this very resource at this version or above are spared; 0 spares none
     */
    record Resource(ResourceKey key, long version) implements Scope {
        public Resource {
            requireNonNull(key, "key");
            if (version < 0) {
                throw new IllegalArgumentException("version must not be negative: " + version);
            }
        }
    }

    /** Every variant of one URL: path and query, with scheme and host to reach one host only. */
    record Url(String url) implements Scope {
        public Url {
            requireNonNull(url, "url");
        }
    }

    /** Every answer that carries this tag. */
    record Tag(String tag) implements Scope {
        public Tag {
            requireNonNull(tag, "tag");
        }
    }

    /** Every answer whose path is this one or lies below it, on segment boundaries: {@code /a} reaches {@code /a/b}, not {@code /ab}. */
    record Prefix(String prefix) implements Scope {
        public Prefix {
            requireNonNull(prefix, "prefix");
        }
    }

    /** Every answer there is. */
    record Everything() implements Scope {}
}

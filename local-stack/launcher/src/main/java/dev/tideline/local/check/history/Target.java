package dev.tideline.local.check.history;

import dev.tideline.events.ResourceKey;
import dev.tideline.events.Scope;
import java.util.Set;

/** What is read. */
public sealed interface Target {

    /** The path under which gateways serve it. */
    String path();

    /** The tags the origin gives it. */
    Set<String> tags();

    /** One document. */
    record Item(ResourceKey key) implements Target {
        @Override
        public String path() {
            return "/api/" + key;
        }

        @Override
        public Set<String> tags() {
            return Set.of(key.collection(), key.toString());
        }
    }

    /** All documents of a collection. */
    record Listing(String collection) implements Target {
        @Override
        public String path() {
            return "/api/" + collection;
        }

        @Override
        public Set<String> tags() {
            return Set.of(collection, collection + ":list");
        }
    }

    /** Whether a purge of this scope reaches it. The checker's URLs are in normal form already. */
    default boolean isReachedBy(Scope scope) {
        return switch (scope) {
            case Scope.Resource(ResourceKey key, long version) ->
                this instanceof Item item && item.key().equals(key) && version >= 0;
            case Scope.Url(String url) -> path().equals(url);
            case Scope.Tag(String tag) -> tags().contains(tag);
            case Scope.Prefix(String prefix) -> isBelow(prefix);
            case Scope.Everything() -> true;
        };
    }

    private boolean isBelow(String prefix) {
        String whole = prefix.endsWith("/") ? prefix.substring(0, prefix.length() - 1) : prefix;
        return path().equals(whole) || path().startsWith(whole + "/");
    }
}

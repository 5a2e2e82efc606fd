package dev.tideline.events;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The name of one resource: a collection and an id in it, written {@code collection/id}.
 *
 * @param collection a lower-case letter, then up to 62 lower-case letters, digits or hyphens
 * @param id 1 to 256 unreserved characters of RFC 3986 section 2.3 (letters, digits, {@code - . _ ~}), but neither
 *     {@code .} nor {@code ..}, which a URL path would swallow
 */
public record ResourceKey(String collection, String id) implements Comparable<ResourceKey> {

    private static final Pattern COLLECTION = Pattern.compile("[a-z][a-z0-9-]{0,62}");
    private static final Pattern ID = Pattern.compile("(?!\\.{1,2}$)[A-Za-z0-9._~-]{1,256}");

    /** @throws IllegalArgumentException if either part breaks its rule */
    public ResourceKey {
        if (!isCollection(collection)) {
            throw new IllegalArgumentException("not a collection name: '" + collection + "'");
        }
        if (!isId(id)) {
            throw new IllegalArgumentException("not a resource id: '" + id + "'");
        }
    }

    public static boolean isCollection(String text) {
        return COLLECTION.matcher(text).matches();
    }

    public static boolean isId(String text) {
        return ID.matcher(text).matches();
    }

    /** Reads {@code collection/id}; empty where the text is not of that form. */
    public static Optional<ResourceKey> parse(String text) {
        int slash = text.indexOf('/');
        if (slash < 0 || !isCollection(text.substring(0, slash)) || !isId(text.substring(slash + 1))) {
            return Optional.empty();
        }
        return Optional.of(new ResourceKey(text.substring(0, slash), text.substring(slash + 1)));
    }

    @JsonCreator
    static ResourceKey fromJson(String text) {
        return parse(text).orElseThrow(() -> new IllegalArgumentException("not a resource key: '" + text + "'"));
    }

    @Override
    public int compareTo(ResourceKey other) {
        int byCollection = collection.compareTo(other.collection);
        return byCollection != 0 ? byCollection : id.compareTo(other.id);
    }

    @JsonValue
    @Override
    public String toString() {
        return collection + '/' + id;
    }
}

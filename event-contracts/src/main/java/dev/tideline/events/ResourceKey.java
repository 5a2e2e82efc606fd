package dev.tideline.events;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Optional;

/**
 * The name of one resource: a collection and an id in it, written {@code collection/id}.
 *
 * @param collection a lower-case letter, then up to 62 lower-case letters, digits or hyphens
 * @param id 1 to 256 unreserved characters of RFC 3986 section 2.3 (letters, digits, {@code - . _ ~}), but neither
 *     {@code .} nor {@code ..}, which a URL path would swallow
 */
public record ResourceKey(String collection, String id) implements Comparable<ResourceKey> {

    private static final int LONGEST_COLLECTION = 63;
    private static final int LONGEST_ID = 256;

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
        if (text.isEmpty() || text.length() > LONGEST_COLLECTION || !isLower(text.charAt(0))) {
            return false;
        }
        for (int i = 1; i < text.length(); i++) {
            char c = text.charAt(i);
            if (!isLower(c) && !isDigit(c) && c != '-') {
                return false;
            }
        }
        return true;
    }

    public static boolean isId(String text) {
        if (text.isEmpty() || text.length() > LONGEST_ID || text.equals(".") || text.equals("..")) {
            return false;
        }
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (!isLower(c) && !isDigit(c) && !(c >= 'A' && c <= 'Z') && "-._~".indexOf(c) < 0) {
                return false;
            }
        }
        return true;
    }

    private static boolean isLower(char c) {
        return c >= 'a' && c <= 'z';
    }

    private static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
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

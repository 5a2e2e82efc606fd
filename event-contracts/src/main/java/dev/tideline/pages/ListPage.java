package dev.tideline.pages;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * One page of a list.
 *
 * @param body {@code {"items":[{"id":...,"version":...,"updatedAt":...,"document":...}],"next":...}}
 * @param next where the next page is, as a path; null on the last one
 */
public record ListPage(String body, @Nullable String next) {

    /**
     * Makes the page.
     *
     * @param found up to one more than the page has
     * @param more of the query of the next page, such as {@code &home=eu}; empty where there is nothing
     */
    public static ListPage of(String collection, List<Item> found, int limit, String more) {
        List<Item> items = found.subList(0, Math.min(limit, found.size()));
        String next = found.size() > limit
                ? "/api/" + collection + "?limit=" + limit + "&after="
                        + PageRules.cursor(items.getLast().id()) + more
                : null;
        String body = items.stream()
                .map(ListPage::item)
                .collect(Collectors.joining(
                        ",", "{\"items\":[", "],\"next\":" + (next == null ? "null" : '"' + next + '"') + "}"));
        return new ListPage(body, next);
    }

    /** Postgres's text of a document is JSON, and ids have no character that JSON would escape. */
    private static String item(Item item) {
        return "{\"id\":\"" + item.id() + "\",\"version\":" + item.version() + ",\"updatedAt\":\"" + item.updatedAt()
                + "\",\"document\":" + item.body() + "}";
    }

    /** A digest of the page: two that are equal have the same. */
    public String entityTag() {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(body.getBytes(UTF_8));
            return "\"l" + HexFormat.of().formatHex(digest, 0, 12) + '"';
        } catch (NoSuchAlgorithmException everyJavaHasIt) {
            throw new IllegalStateException(everyJavaHasIt);
        }
    }
}

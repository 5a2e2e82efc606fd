package dev.tideline.gateway.policy;

import java.util.Set;

/**
 * The tags an origin gives a response so that it can be purged by them.
 *
 * @param tags the tags from {@code Cache-Tag} (comma-separated) and {@code Surrogate-Key} (space-separated)
 * @param groups the groups from {@code Cache-Groups} (RFC 9875 §2), which are scoped to the origin
 * @param overflow more or longer tags were sent than are kept: the response cannot be purged reliably, so the shell must
 *     not store it
 */
public record SurrogateTags(Set<String> tags, Set<String> groups, boolean overflow) {

    /** The most tags of one response. */
    public static final int MOST = 256;

    /** The longest tag in characters. */
    public static final int LONGEST = 256;

    /** Reads all tag fields of a response. Never throws. */
    public static SurrogateTags of(Fields fields) {
        return TagParser.parse(fields);
    }
}

package dev.tideline.gateway.hit;

import org.jspecify.annotations.Nullable;

/**
 * A plain read: {@code GET} without content, conditions, ranges, wishes about age or credentials.
 *
 * <p>Valid until its event loop reads the next request.
 */
public interface Read {

    /** The request target as it was sent, in origin form, and the authority it is for, with a space between. */
    String url();

    /** The values of all lines of a name, joined by a comma and a space (RFC 9110 section 5.2), or null without any. */
    @Nullable
    String combined(String lowerCaseName);

    /** {@link #url()} of a request that was read elsewhere. */
    static String url(String target, String authority) {
        return target + ' ' + authority;
    }
}

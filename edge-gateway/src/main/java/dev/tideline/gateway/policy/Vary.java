package dev.tideline.gateway.policy;

import java.util.List;

/**
 * The selecting fields named by a response's {@code Vary} (RFC 9110 §12.5.5, RFC 9111 §4.1).
 *
 * @param names lower-cased field names, sorted, each once
 * @param any {@code *} was listed or a line was unreadable: no request ever matches
 */
public record Vary(List<String> names, boolean any) {

    /** Every request matches. */
    public static final Vary NONE = new Vary(List.of(), false);

    /** No request matches. */
    public static final Vary ANY = new Vary(List.of(), true);

    /** Reads all {@code Vary} lines of a response. Never throws. */
    public static Vary of(Fields responseFields) {
        return VaryMatching.parse(responseFields);
    }

    /** Whether nothing but the URI selects. */
    public boolean isEmpty() {
        return !any && names.isEmpty();
    }

    /**
     * The secondary key of a request: the normalised values of the selecting fields, each length-prefixed; empty when
     * nothing selects. Two requests match (§4.1) exactly if their variants are equal.
     */
    public String variant(Fields requestFields) {
        return VaryMatching.variant(names, requestFields);
    }
}

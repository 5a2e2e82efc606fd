package dev.tideline.gateway.policy;

import java.util.Set;

/**
 * Which differences of the query do not matter for reuse ({@code No-Vary-Search}).
 *
 * @param keyOrder whether the order of parameters does not matter
 * @param allVary whether parameters matter unless named in {@code names}; if false, none matters except {@code names}
 * @param names the parameters that do not matter ({@code params=(...)}), or the only ones that do ({@code except=(...)})
 */
public record NoVarySearch(boolean keyOrder, boolean allVary, Set<String> names) {

    /** Every difference matters. */
    public static final NoVarySearch DEFAULT = new NoVarySearch(false, true, Set.of());

    /** Copies the set. */
    public NoVarySearch {
        names = Set.copyOf(names);
    }

    /** Reads the field of a response; anything malformed means that every difference matters. Never throws. */
    public static NoVarySearch of(Fields fields) {
        return NoVarySearchParser.parse(fields);
    }

    /** Whether nothing is relaxed. */
    public boolean isDefault() {
        return !keyOrder && allVary && names.isEmpty();
    }

    /** The query reduced to what matters, so that two raw queries are equivalent exactly if they reduce to equal text. */
    public String reduce(String rawQuery) {
        return NoVarySearchParser.reduce(this, rawQuery);
    }
}

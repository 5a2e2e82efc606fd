package dev.tideline.gateway.policy;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Tags and groups of responses, within bounds. */
final class TagParser {

    private TagParser() {}

    static SurrogateTags parse(Fields fields) {
        Set<String> tags = new LinkedHashSet<>();
        boolean overflow = false;
        for (String line : fields.all("Cache-Tag")) {
            overflow |= !add(line, ",", tags);
        }
        for (String line : fields.all("Surrogate-Key")) {
            overflow |= !add(line, " ", tags);
        }
        Set<String> groups = groups(fields, "Cache-Groups");
        return new SurrogateTags(Set.copyOf(tags), groups, overflow);
    }

    /**
     * RFC 9875 §2: a list of strings, each with parameters that are ignored. Implementations have to hold at least 128
     * members of 128 characters; a field that does not parse is ignored (RFC 9651 §4.2).
     */
    static Set<String> groups(Fields fields, String name) {
        List<String> lines = fields.all(name);
        List<StructuredFields.Member> members = lines.isEmpty() ? null : StructuredFields.list(lines);
        if (members == null) {
            return Set.of();
        }
        Set<String> groups = new LinkedHashSet<>();
        for (StructuredFields.Member member : members) {
            if (!(member instanceof StructuredFields.Item(StructuredFields.Text(String group), var ignored))) {
                return Set.of();
            }
            if (group.length() <= SurrogateTags.LONGEST && groups.size() < SurrogateTags.MOST) {
                groups.add(group);
            }
        }
        return Set.copyOf(groups);
    }

    /** Adds the tags of a line; false if one was too long or there were too many. */
    private static boolean add(String line, String separator, Set<String> tags) {
        boolean fits = true;
        for (String part : line.split(separator, -1)) {
            String tag = part.strip();
            if (tag.length() > SurrogateTags.LONGEST || (!tag.isEmpty() && tags.size() == SurrogateTags.MOST)) {
                fits = false;
            } else if (!tag.isEmpty()) {
                tags.add(tag);
            }
        }
        return fits;
    }
}

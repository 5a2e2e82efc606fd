package dev.tideline.gateway.policy;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The header (or trailer) section of one message: field lines in their order, names without regard to case, several
 * lines of one name kept apart (RFC 9110 §5.2, §5.3). Immutable. Backed by one flat array, since a section has few
 * lines and is read more often than built.
 */
public final class Fields {

    private static final Fields EMPTY = new Fields(new String[0]);
    private static final NameTable NAMES = new NameTable();
    private static final ValueTable VALUES = new ValueTable();

    /** Names at even indexes, values at odd ones. */
    private final String[] lines;

    private Fields(String[] lines) {
        this.lines = lines;
    }

    /** The section without lines. */
    public static Fields empty() {
        return EMPTY;
    }

    /** A section from alternating names and values. */
    public static Fields of(String... namesAndValues) {
        if (namesAndValues.length % 2 != 0) {
            throw new IllegalArgumentException("a field name without a value");
        }
        return namesAndValues.length == 0 ? EMPTY : new Fields(namesAndValues.clone());
    }

    /** A builder without lines. */
    public static Builder builder() {
        return new Builder(16);
    }

    /** The number of field lines. */
    public int size() {
        return lines.length / 2;
    }

    /** The name of line {@code index}, spelled as received. */
    public String name(int index) {
        return lines[2 * index];
    }

    /** The value of line {@code index}. */
    public String value(int index) {
        return lines[2 * index + 1];
    }

    /** The value of the first line of that name, or null. */
    public @Nullable String first(String name) {
        for (int i = 0; i < lines.length; i += 2) {
            if (same(lines[i], name)) {
                return lines[i + 1];
            }
        }
        return null;
    }

    /** Whether at least one line has that name. */
    public boolean has(String name) {
        return first(name) != null;
    }

    /** The values of all lines of that name, in order. */
    public List<String> all(String name) {
        List<String> found = List.of();
        for (int i = 0; i < lines.length; i += 2) {
            if (same(lines[i], name)) {
                if (found.isEmpty()) {
                    found = new ArrayList<>(2);
                }
                found.add(lines[i + 1]);
            }
        }
        return found;
    }

    /** The number of lines of that name. */
    public int count(String name) {
        int count = 0;
        for (int i = 0; i < lines.length; i += 2) {
            if (same(lines[i], name)) {
                count++;
            }
        }
        return count;
    }

    /** All lines of that name as one value joined by a comma and a space (RFC 9110 §5.2), or null without any. */
    public @Nullable String combined(String name) {
        List<String> found = all(name);
        return found.isEmpty() ? null : found.size() == 1 ? found.getFirst() : String.join(", ", found);
    }

    /** Calls {@code line} with name and value of each line, in order. */
    public void forEach(BiConsumer<String, String> line) {
        for (int i = 0; i < lines.length; i += 2) {
            line.accept(lines[i], lines[i + 1]);
        }
    }

    /** This section with all lines of that name replaced by one. */
    public Fields with(String name, String value) {
        return toBuilder().remove(name).add(name, value).build();
    }

    /** This section without the lines of these names. */
    public Fields without(String... names) {
        return withoutIf(name -> {
            for (String unwanted : names) {
                if (same(name, unwanted)) {
                    return true;
                }
            }
            return false;
        });
    }

    /** This section without the lines whose name matches. */
    public Fields withoutIf(Predicate<String> unwanted) {
        Builder kept = new Builder(lines.length);
        for (int i = 0; i < lines.length; i += 2) {
            if (!unwanted.test(lines[i])) {
                kept.add(lines[i], lines[i + 1]);
            }
        }
        return kept.count == lines.length ? this : kept.build();
    }

    /** An equal section, to be kept: it shares strings with others. */
    Fields shared() {
        String[] shared = lines.clone();
        for (int i = 0; i < shared.length; i += 2) {
            shared[i] = NAMES.shared(shared[i]);
            shared[i + 1] = VALUES.shared(shared[i + 1]);
        }
        return shared.length == 0 ? EMPTY : new Fields(shared);
    }

    /** A builder that starts with these lines. */
    public Builder toBuilder() {
        Builder builder = new Builder(lines.length + 8);
        System.arraycopy(lines, 0, builder.lines, 0, lines.length);
        builder.count = lines.length;
        return builder;
    }

    /** Names are compared without regard to ASCII case (RFC 9110 §5.1). */
    static boolean same(String left, String right) {
        return left.length() == right.length() && left.equalsIgnoreCase(right);
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Fields that && Arrays.equals(lines, that.lines);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(lines);
    }

    @Override
    public String toString() {
        StringBuilder text = new StringBuilder();
        forEach((name, value) -> text.append(name).append(": ").append(value).append('\n'));
        return text.toString();
    }

    /** Collects lines. Not safe for use by several threads. */
    public static final class Builder {

        private String[] lines;
        private int count;

        private Builder(int capacity) {
            lines = new String[Math.max(capacity, 2)];
        }

        /** Appends a line. */
        public Builder add(String name, String value) {
            if (count + 2 > lines.length) {
                lines = Arrays.copyOf(lines, lines.length * 2);
            }
            lines[count++] = name;
            lines[count++] = value;
            return this;
        }

        /** Appends every line of a section. */
        public Builder addAll(Fields fields) {
            fields.forEach(this::add);
            return this;
        }

        /** Drops the lines of that name. */
        public Builder remove(String name) {
            int kept = 0;
            for (int i = 0; i < count; i += 2) {
                if (!same(lines[i], name)) {
                    lines[kept++] = lines[i];
                    lines[kept++] = lines[i + 1];
                }
            }
            count = kept;
            return this;
        }

        /** Replaces all lines of that name by one. */
        public Builder set(String name, String value) {
            return remove(name).add(name, value);
        }

        /** The section collected so far. */
        public Fields build() {
            return count == 0 ? EMPTY : new Fields(Arrays.copyOf(lines, count));
        }
    }
}

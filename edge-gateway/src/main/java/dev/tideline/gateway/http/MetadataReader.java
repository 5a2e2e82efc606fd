package dev.tideline.gateway.http;

import dev.tideline.settings.WrongSetting;
import java.time.Duration;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.convert.DurationStyle;
import org.springframework.util.unit.DataSize;

/** Typed values out of a route's metadata; whatever is wrong is told with its whole key. */
final class MetadataReader {

    private final String route;
    private final Map<?, ?> values;

    /** @param values a map, or null for none */
    MetadataReader(String route, @Nullable Object values) {
        this.route = route;
        if (values != null && !(values instanceof Map)) {
            throw new WrongSetting(key(null), values, "a group of keys");
        }
        this.values = values == null ? Map.of() : (Map<?, ?>) values;
    }

    String key(@Nullable String name) {
        return "metadata.cache" + (name == null ? "" : "." + name) + " of route '" + route + "'";
    }

    void onlyKnows(Set<String> names) {
        for (Object name : values.keySet()) {
            if (!names.contains(String.valueOf(name))) {
                throw new WrongSetting(key(String.valueOf(name)), "unknown", String.join(", ", new TreeSet<>(names)));
            }
        }
    }

    boolean has(String name) {
        return values.get(name) != null;
    }

    private @Nullable String text(String name) {
        Object value = values.get(name);
        return value == null ? null : value.toString().strip();
    }

    /** The value, which is one of those named; the first is the default. */
    String oneOf(String name, String first, String... others) {
        String text = text(name);
        if (text == null) {
            return first;
        }
        if (text.equals(first) || List.of(others).contains(text)) {
            return text;
        }
        String allowed = (first.isEmpty() ? "" : first + ", ") + String.join(", ", others);
        throw new WrongSetting(key(name), text, allowed);
    }

    boolean flag(String name, boolean otherwise) {
        String text = text(name);
        if (text == null) {
            return otherwise;
        }
        return switch (text) {
            case "true" -> true;
            case "false" -> false;
            default -> throw new WrongSetting(key(name), text, "true, false");
        };
    }

    @Nullable
    Duration duration(String name) {
        String text = text(name);
        if (text == null) {
            return null;
        }
        try {
            Duration value = DurationStyle.detectAndParse(text);
            if (!value.isNegative() && value.toDays() <= 3650) {
                return value;
            }
        } catch (IllegalArgumentException e) {
            // Told below, like a duration that is out of bounds.
        }
        throw new WrongSetting(key(name), text, "a duration such as 30s, 5m, 1d; 0s to 3650d");
    }

    long size(String name, long otherwise) {
        String text = text(name);
        if (text == null) {
            return otherwise;
        }
        try {
            return DataSize.parse(text).toBytes();
        } catch (IllegalArgumentException e) {
            throw new WrongSetting(key(name), text, "a size such as 64KB or 1MB");
        }
    }

    /** A list, or names with commas between them. */
    Set<String> names(String name) {
        Object value = values.get(name);
        Collection<?> parts =
                switch (value) {
                    case null -> List.of();
                    case Collection<?> list -> list;
                    case Map<?, ?> indexed -> indexed.values();
                    default -> List.of(value.toString().split(",", -1));
                };
        Set<String> names = new LinkedHashSet<>();
        for (Object part : parts) {
            String text = part.toString().strip();
            if (text.isEmpty()) {
                throw new WrongSetting(key(name), value, "names with commas between them");
            }
            names.add(text);
        }
        return names;
    }

    Set<String> lowerNames(String name) {
        Set<String> lower = new LinkedHashSet<>();
        names(name).forEach(one -> lower.add(one.toLowerCase(Locale.ROOT)));
        return lower;
    }
}

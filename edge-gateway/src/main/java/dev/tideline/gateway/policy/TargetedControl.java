package dev.tideline.gateway.policy;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Cache directives aimed at this cache (RFC 9213), which replace Cache-Control and Expires when they are valid. */
final class TargetedControl {

    private static final String SURROGATE_CONTROL = "Surrogate-Control";

    /** The device token in {@code Surrogate-Capability}, by which an origin can aim at this cache alone. */
    static final String DEVICE = "tideline";

    private TargetedControl() {}

    /** Whether {@code Surrogate-Control} is among the targets. */
    static boolean readsSurrogate(List<String> targets) {
        return targets.stream().anyMatch(SURROGATE_CONTROL::equalsIgnoreCase);
    }

    /** Tells the origin by which name it can aim a directive at this cache (Edge Architecture note §3.2). */
    static Fields announce(Fields request) {
        return request.toBuilder()
                .add("Surrogate-Capability", DEVICE + "=\"Surrogate/1.0\"")
                .build();
    }

    /** The directives of the first target that is there and valid (§2.2), or null if Cache-Control decides. */
    static @Nullable ResponseDirectives of(Fields fields, List<String> targets) {
        for (String target : targets) {
            List<String> lines = fields.all(target);
            ResponseDirectives found = lines.isEmpty()
                    ? null
                    : target.equalsIgnoreCase(SURROGATE_CONTROL) ? surrogate(lines) : structured(lines);
            if (found != null) {
                return found;
            }
        }
        return null;
    }

    /** "If a targeted field [...] is empty, or a parsing error is encountered, that field MUST be ignored" (§2.1). */
    private static @Nullable ResponseDirectives structured(List<String> lines) {
        Map<String, StructuredFields.Member> members = StructuredFields.dictionary(lines);
        if (members == null || members.isEmpty()) {
            return null;
        }
        DirectiveCollector collector = new DirectiveCollector();
        members.forEach((name, member) -> {
            if (!(member instanceof StructuredFields.Item(StructuredFields.Bool(boolean set), var ignored))) {
                collector.add(name, argument(member));
            } else if (set) {
                collector.add(name, null);
            }
        });
        return collector.build();
    }

    /** The member's value as an argument; text that is no number where one is needed makes a lifetime stale. */
    private static String argument(StructuredFields.Member member) {
        return switch (member) {
            case StructuredFields.Item(StructuredFields.Bare value, var ignored) -> text(value);
            case StructuredFields.InnerList(List<StructuredFields.Item> items, var ignored) ->
                items.stream().map(item -> text(item.value())).collect(Collectors.joining(","));
        };
    }

    private static String text(StructuredFields.Bare value) {
        return switch (value) {
            case StructuredFields.Int(long number) -> Long.toString(number);
            // A string is the wrong type for a number ("3600" is not 3600), and right for field names.
            case StructuredFields.Text(String string) -> isNumber(string) ? '"' + string + '"' : string;
            case StructuredFields.Token(String token) -> token;
            case StructuredFields.Bool(boolean bool) -> bool ? "?1" : "?0";
            case StructuredFields.Other(String other) -> other;
        };
    }

    private static boolean isNumber(String text) {
        return DirectiveCollector.deltaMs(text) >= 0;
    }

    /** Edge Architecture note §2.2: directives like Cache-Control's, each optionally {@code ;device}. */
    private static @Nullable ResponseDirectives surrogate(List<String> lines) {
        DirectiveCollector collector = new DirectiveCollector();
        boolean any = false;
        for (String line : lines) {
            for (String member : FieldSyntax.members(line)) {
                int semicolon = member.indexOf(';');
                String device = semicolon < 0 ? DEVICE : FieldSyntax.trim(member.substring(semicolon + 1));
                if (device.equals(DEVICE)) {
                    String directive = semicolon < 0 ? member : FieldSyntax.trim(member.substring(0, semicolon));
                    CacheControl.collect(directive, collector);
                    any = true;
                }
            }
        }
        ResponseDirectives found = collector.build();
        return any && (found.hasLifetime() || found.noStore()) ? found : null;
    }
}

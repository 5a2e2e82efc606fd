package dev.tideline.placement;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tools.jackson.core.JsonPointer;
import tools.jackson.databind.JsonNode;

/**
 * A template for a cache tag, such as {@code category:{/category}}: each JSON Pointer in braces stands for the document's
 * value there. A document that lacks one of them, or has no string, number or boolean there, gets no tag from the rule.
 */
public final class TagRule {

    /** A tag travels in a header field, whose list is split at commas and spaces. */
    private static final Pattern UNSAFE = Pattern.compile("[^\\x21-\\x2b\\x2d-\\x7e]+");

    private static final Pattern POINTER = Pattern.compile("\\{([^{}]*)}");
    private static final int MAX_LENGTH = 256;

    private final String template;
    private final List<String> literals = new ArrayList<>();
    private final List<JsonPointer> pointers = new ArrayList<>();

    /** @throws IllegalArgumentException if a pointer is malformed or a literal part could not stand in a header field */
    TagRule(String template) {
        this.template = template;
        Matcher braces = POINTER.matcher(template);
        int end = 0;
        while (braces.find()) {
            literals.add(template.substring(end, braces.start()));
            pointers.add(JsonPointer.compile(braces.group(1)));
            end = braces.end();
        }
        literals.add(template.substring(end));
        for (String literal : literals) {
            if (UNSAFE.matcher(literal).find() || literal.contains("{") || literal.contains("}")) {
                throw new IllegalArgumentException("'" + literal + "' cannot stand in a tag");
            }
        }
    }

    /** The tag of one document; empty where the rule does not apply, or the tag would exceed 256 characters. */
    public Optional<String> tag(JsonNode document) {
        StringBuilder tag = new StringBuilder(literals.getFirst());
        for (int i = 0; i < pointers.size(); i++) {
            JsonNode value = document.at(pointers.get(i));
            if (!value.isValueNode() || value.isNull()) {
                return Optional.empty();
            }
            tag.append(UNSAFE.matcher(value.asString()).replaceAll("-")).append(literals.get(i + 1));
        }
        return tag.isEmpty() || tag.length() > MAX_LENGTH ? Optional.empty() : Optional.of(tag.toString());
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof TagRule rule && rule.template.equals(template);
    }

    @Override
    public int hashCode() {
        return template.hashCode();
    }

    @Override
    public String toString() {
        return template;
    }
}

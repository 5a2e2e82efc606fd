package dev.tideline.writer.decide;

import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * Increments: each number in the patch is added to the number of the same name, which counts as 0 where it is missing.
 * Addition commutes, so regions may increment one document in any order and get the same sum. Removing or replacing would
 * not, so nulls, strings, booleans and arrays are refused.
 */
final class CounterPatch {

    // Far above any count, and keeps "1e999999999" from becoming a gigabyte of digits.
    private static final int MAX_DIGITS = 60;

    private CounterPatch() {}

    static Patched apply(@Nullable JsonNode target, JsonNode patch) {
        if (!(patch instanceof ObjectNode increments)) {
            return new Patched.Malformed(Problem.notACounter("The increments must be an object of numbers.", ""));
        }
        return target == null || target instanceof ObjectNode
                ? add((ObjectNode) target, increments, "")
                : new Patched.Unfit(Problem.notACounter("The document is not an object of numbers.", ""));
    }

    private static Patched add(@Nullable ObjectNode target, ObjectNode increments, String at) {
        ObjectNode sum = JsonNodeFactory.instance.objectNode();
        if (target != null) {
            sum.setAll(target);
        }
        for (var increment : increments.properties()) {
            String pointer = at + '/' + Pointer.escape(increment.getKey());
            Patched member = addMember(sum.get(increment.getKey()), increment.getValue(), pointer);
            if (!(member instanceof Patched.To to)) {
                return member;
            }
            sum.set(increment.getKey(), to.tree());
        }
        return new Patched.To(sum);
    }

    private static Patched addMember(@Nullable JsonNode current, JsonNode increment, String pointer) {
        if (increment instanceof ObjectNode nested) {
            return current == null || current instanceof ObjectNode
                    ? add((ObjectNode) current, nested, pointer)
                    : new Patched.Unfit(Problem.notACounter("The document has no object here.", pointer));
        }
        if (!increment.isNumber() || !isSmall(increment.decimalValue())) {
            return new Patched.Malformed(
                    Problem.notACounter("An increment is a number of at most " + MAX_DIGITS + " digits.", pointer));
        }
        if (current == null) {
            return new Patched.To(increment);
        }
        if (!current.isNumber() || !isSmall(current.decimalValue())) {
            return new Patched.Unfit(Problem.notACounter("The document has no number to add to here.", pointer));
        }
        return new Patched.To(number(current.decimalValue().add(increment.decimalValue())));
    }

    private static boolean isSmall(BigDecimal number) {
        return number.precision() <= MAX_DIGITS && Math.abs(number.scale()) <= MAX_DIGITS;
    }

    /** A sum that is a whole number is written as one, whatever its parts were: 0.5 + 0.5 is 1 in either order. */
    private static JsonNode number(BigDecimal sum) {
        BigDecimal plain = sum.stripTrailingZeros();
        return plain.scale() <= 0
                ? JsonNodeFactory.instance.numberNode(plain.toBigInteger())
                : JsonNodeFactory.instance.numberNode(plain);
    }
}

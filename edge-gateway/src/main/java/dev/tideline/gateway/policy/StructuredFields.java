package dev.tideline.gateway.policy;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A strict reader of structured fields (RFC 9651 §4.2). It succeeds as a whole or not at all, as the RFC demands; null
 * means that the text does not parse. Never throws.
 */
final class StructuredFields {

    /** A bare item; the kinds that cache fields do not use keep only their text. */
    sealed interface Bare {}

    record Int(long value) implements Bare {}

    record Text(String value) implements Bare {}

    record Token(String value) implements Bare {}

    record Bool(boolean value) implements Bare {}

    /** A decimal, byte sequence, date or display string. */
    record Other(String text) implements Bare {}

    /** An item or an inner list, each with parameters. */
    sealed interface Member {}

    record Item(Bare value, Map<String, Bare> parameters) implements Member {}

    record InnerList(List<Item> items, Map<String, Bare> parameters) implements Member {}

    /** Thrown and caught within this reader only; without a stack trace it costs next to nothing. */
    private static final class Malformed extends RuntimeException {
        private Malformed() {
            super("malformed", null, false, false);
        }
    }

    private final BareItems in;

    private StructuredFields(String text) {
        this.in = new BareItems(text);
    }

    /** A dictionary (§4.2.2) out of the lines of a field, joined. Empty text is an empty dictionary. */
    static @Nullable Map<String, Member> dictionary(List<String> lines) {
        StructuredFields parser = new StructuredFields(String.join(", ", lines));
        try {
            return parser.dictionary();
        } catch (Malformed malformed) {
            return null;
        }
    }

    /** A list (§4.2.1) out of the lines of a field, joined. */
    static @Nullable List<Member> list(List<String> lines) {
        StructuredFields parser = new StructuredFields(String.join(", ", lines));
        try {
            return parser.list();
        } catch (Malformed malformed) {
            return null;
        }
    }

    static RuntimeException malformed() {
        return new Malformed();
    }

    private Map<String, Member> dictionary() {
        Map<String, Member> members = new LinkedHashMap<>();
        in.skipSpaces();
        while (!in.atEnd()) {
            String key = in.key();
            // A repeated key replaces the earlier member and its place.
            members.remove(key);
            members.put(key, in.take('=') ? member() : new Item(new Bool(true), parameters()));
            if (!nextMember()) {
                return members;
            }
        }
        return members;
    }

    private List<Member> list() {
        List<Member> members = new ArrayList<>();
        in.skipSpaces();
        while (!in.atEnd()) {
            members.add(member());
            if (!nextMember()) {
                return members;
            }
        }
        return members;
    }

    /** Steps over a comma; false at the end; a trailing comma is an error. */
    private boolean nextMember() {
        in.skipBlanks();
        if (in.atEnd()) {
            return false;
        }
        in.expect(',');
        in.skipBlanks();
        if (in.atEnd()) {
            throw malformed();
        }
        return true;
    }

    private Member member() {
        return in.take('(') ? innerList() : item();
    }

    private InnerList innerList() {
        List<Item> items = new ArrayList<>();
        while (true) {
            in.skipSpaces();
            if (in.take(')')) {
                return new InnerList(List.copyOf(items), parameters());
            }
            items.add(item());
            if (!in.peekIs(' ') && !in.peekIs(')')) {
                throw malformed();
            }
        }
    }

    private Item item() {
        return new Item(in.bareItem(), parameters());
    }

    private Map<String, Bare> parameters() {
        if (!in.peekIs(';')) {
            return Map.of();
        }
        Map<String, Bare> parameters = new LinkedHashMap<>();
        while (in.take(';')) {
            in.skipSpaces();
            String key = in.key();
            parameters.put(key, in.take('=') ? in.bareItem() : new Bool(true));
        }
        return parameters;
    }
}

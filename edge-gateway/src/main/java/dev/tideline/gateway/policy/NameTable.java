package dev.tideline.gateway.policy;

import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/**
 * One string for each field name, because every stored response has about the same few, and each own copy of a name takes
 * more memory than a pointer by an order of magnitude. Bounded: names beyond the first {@value #MOST} and longer than
 * {@value #LONGEST} characters are not shared.
 */
final class NameTable {

    private static final int MOST = 1024;
    private static final int LONGEST = 64;

    private final ConcurrentMap<String, String> names = new ConcurrentHashMap<>();

    /** An equal string, mostly the same for all who ask. */
    String shared(String name) {
        String known = names.get(name);
        if (known != null) {
            return known;
        }
        if (name.length() > LONGEST || names.size() >= MOST) {
            return name;
        }
        String first = names.putIfAbsent(name, name);
        return first == null ? name : first;
    }
}

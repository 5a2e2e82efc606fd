package dev.tideline.events;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * What a client has written and seen, so that it can be shown nothing older: the value of {@code X-Tideline-Session}, for
 * example {@code 1.Mk3OEYBSD34fcwNTJENDM2.3:17,5:200}. The first number is the format's version, then comes the identity of
 * the topic the offsets count in, then {@code partition:offset} of the last write in each partition. On an answer with data
 * it names the writes that the answer shows; a gateway gives a session back both its own and those.
 *
 * <p>It is not signed and needs no secrecy: all it can do is ask for newer data. One with made-up positions makes its own
 * bearer wait, within the limits set for waiting, and then be refused.
 *
 * @param log Kafka's topic id of {@link Topics#WRITES}
 * @param positions offset of the last write by partition; 1 to {@value #MAX_POSITIONS}
 */
public record SessionTicket(String log, Map<Integer, Long> positions) {

    public static final String HEADER = "X-Tideline-Session";
    public static final int MAX_POSITIONS = 256;
    /** Longer header values are malformed, whatever they say. In characters; as many positions as there can be fit. */
    public static final int MAX_LENGTH = 8192;

    private static final Pattern LOG = Pattern.compile("[A-Za-z0-9_-]{1,64}");
    private static final Pattern POSITION = Pattern.compile("(0|[1-9][0-9]{0,5}):(0|[1-9][0-9]{0,17})");

    /** What became of a header's value. */
    public sealed interface Parsed {}

    /** It is a ticket, though perhaps of another log. */
    @SuppressWarnings("JavaLangClash") // always named with its outer class
    public record Readable(SessionTicket ticket) implements Parsed {}

    /** It is none, and answering as if it were absent could break the promise that its bearer relies on. */
    public record Malformed(String reason) implements Parsed {}

    /** @throws IllegalArgumentException if there is no position, or too many, or the log's name could not be written */
    public SessionTicket {
        positions = Map.copyOf(positions);
        if (!LOG.matcher(log).matches()) {
            throw new IllegalArgumentException("not a log's identity: '" + log + "'");
        }
        if (positions.isEmpty() || positions.size() > MAX_POSITIONS) {
            throw new IllegalArgumentException("a ticket has 1 to " + MAX_POSITIONS + " positions");
        }
    }

    public static SessionTicket of(String log, WritePosition write) {
        return new SessionTicket(log, Map.of(write.partition(), write.offset()));
    }

    /** Reads a header's value. */
    public static Parsed parse(String text) {
        if (text.length() > MAX_LENGTH) {
            return new Malformed("longer than " + MAX_LENGTH + " characters");
        }
        String[] parts = text.strip().split("\\.", -1);
        if (parts.length != 3 || !parts[0].equals("1") || !LOG.matcher(parts[1]).matches()) {
            return new Malformed("not of the form 1.<log>.<partition>:<offset>,...");
        }
        Map<Integer, Long> positions = new HashMap<>();
        for (String position : parts[2].split(",", -1)) {
            if (!POSITION.matcher(position).matches()) {
                return new Malformed("not a position: expected <partition>:<offset>");
            }
            int colon = position.indexOf(':');
            positions.merge(
                    Integer.valueOf(position.substring(0, colon)),
                    Long.valueOf(position.substring(colon + 1)),
                    Math::max);
        }
        return positions.size() > MAX_POSITIONS
                ? new Malformed("more than " + MAX_POSITIONS + " positions")
                : new Readable(new SessionTicket(parts[1], positions));
    }

    /** This ticket and one more write of the same log. */
    public SessionTicket with(WritePosition write) {
        Map<Integer, Long> merged = new HashMap<>(positions);
        merged.merge(write.partition(), write.offset(), Math::max);
        return new SessionTicket(log, merged);
    }

    /**
     * Whatever either asks for. One of another log, or one that would make this too large, is left out.
     *
     * @return this very one if the other adds nothing
     */
    public SessionTicket and(SessionTicket other) {
        if (!log.equals(other.log) || covers(other)) {
            return this;
        }
        Map<Integer, Long> merged = new HashMap<>(positions);
        other.positions.forEach((partition, offset) -> merged.merge(partition, offset, Math::max));
        return merged.size() > MAX_POSITIONS ? this : new SessionTicket(log, merged);
    }

    /** Whether it asks for no less than the other does; one of another log asks for something else. */
    public boolean covers(SessionTicket other) {
        return log.equals(other.log)
                && other.positions.entrySet().stream()
                        .allMatch(one -> positions.getOrDefault(one.getKey(), -1L) >= one.getValue());
    }

    public List<WritePosition> writes() {
        return positions.entrySet().stream()
                .map(position -> new WritePosition(position.getKey(), position.getValue()))
                .toList();
    }

    /** How the text of every ticket of a log begins. */
    public static String prefix(String log) {
        return "1." + log + ".";
    }

    /** The header's value. */
    @Override
    public String toString() {
        return new TreeMap<>(positions)
                .entrySet().stream()
                        .map(position -> position.getKey() + ":" + position.getValue())
                        .collect(Collectors.joining(",", prefix(log), ""));
    }
}

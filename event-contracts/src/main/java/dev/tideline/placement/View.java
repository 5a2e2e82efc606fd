package dev.tideline.placement;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Optional;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import tools.jackson.core.JsonPointer;

/**
 * For which region a residency-bound collection is read, and by which rules: {@code us.1f0c…}. A gateway sends it with every such
 * request in {@link #HEADER}, and the origin sends it back with the answer that it made by the same rules. So an origin
 * never answers for a region that nobody named, a gateway never takes an answer that was made for another region, and two
 * services that read different files find out before any data move.
 *
 * @param rules a digest of the collection's name and the rules of the data's home
 */
public record View(String region, String rules) {

    /** Of requests and answers between a gateway and an origin; answers vary on it (RFC 9110 section 12.5.5). */
    public static final String HEADER = "X-Tideline-Placement";

    private static final Pattern FORM = Pattern.compile("([a-z][a-z0-9-]{0,30})\\.([0-9a-f]{16})");
    private static final int DIGEST_BYTES = 8;

    /** The view that one region has of a home's data, by the rules as they are now. */
    public static View of(CollectionPlacement collection, HomeRule rule, String region) {
        return new View(region, digest(collection, rule));
    }

    /**
     * As {@link #of(CollectionPlacement, HomeRule, String)}.
     *
     * @throws IllegalArgumentException if the collection has no such home
     */
    public static View of(CollectionPlacement collection, String home, String region) {
        Residency residency = collection.residency();
        return Stream.ofNullable(residency)
                .flatMap(bound -> bound.homes().stream())
                .filter(rule -> rule.home().equals(home))
                .findFirst()
                .map(rule -> of(collection, rule, region))
                .orElseThrow(() -> new IllegalArgumentException(collection.name() + " is not at home in " + home));
    }

    /** Reads the header field; empty where it is not one. */
    public static Optional<View> parse(String text) {
        Matcher parts = FORM.matcher(text);
        return parts.matches() ? Optional.of(new View(parts.group(1), parts.group(2))) : Optional.empty();
    }

    private static String digest(CollectionPlacement collection, HomeRule rule) {
        String canonical = String.join(
                "\n",
                collection.name(),
                rule.home(),
                String.join(",", new TreeSet<>(rule.cacheIn())),
                String.join(",", new TreeSet<>(rule.serveIn())),
                rule.redact().stream().map(JsonPointer::toString).sorted().collect(Collectors.joining("\n")));
        // Last, and only where there is one: so the digests of collections with one home are what they were.
        if (collection.residency() instanceof Residency.HomePerRecord each) {
            canonical += "\nhome-field " + each.field().pointer();
        }
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(canonical.getBytes(UTF_8));
            return HexFormat.of().formatHex(digest, 0, DIGEST_BYTES);
        } catch (NoSuchAlgorithmException everyJavaHasIt) {
            throw new IllegalStateException(everyJavaHasIt);
        }
    }

    @Override
    public String toString() {
        return region + '.' + rules;
    }
}

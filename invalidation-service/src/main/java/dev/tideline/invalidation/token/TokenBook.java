package dev.tideline.invalidation.token;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

/**
 * Callers by the SHA-256 of their token. A plain digest is enough where tokens are 256 random bits: there is nothing to
 * guess, so nothing to slow down.
 */
public final class TokenBook {

    /**
     * One caller.
     *
     * @param hash lower-case hex SHA-256 of the token
     */
    public record Entry(String hash, Caller caller) {}

    private static final int MAX_LENGTH = 512;

    private final List<Entry> entries;

    public TokenBook(List<Entry> entries) {
        this.entries = List.copyOf(entries);
    }

    /** Compares with every entry, in a time that does not depend on where they differ. */
    public Optional<Caller> find(String token) {
        if (token.isEmpty() || token.length() > MAX_LENGTH) {
            return Optional.empty();
        }
        byte[] hash = hash(token).getBytes(UTF_8);
        Optional<Caller> found = Optional.empty();
        for (Entry entry : entries) {
            if (MessageDigest.isEqual(hash, entry.hash().getBytes(UTF_8))) {
                found = Optional.of(entry.caller());
            }
        }
        return found;
    }

    /** Lower-case hex SHA-256. */
    public static String hash(String token) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(token.getBytes(UTF_8)));
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}

package dev.tideline.writer.deadletter;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.tideline.writer.WriterSettings.OperatorSettings;
import dev.tideline.writer.WriterSettings.Role;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;

/** Who is asking, by bearer token (RFC 6750). Only digests of tokens are known here. */
public final class Operators {

    private static final String SCHEME = "Bearer ";

    private final List<OperatorSettings> known;

    /** Whether someone may do something. */
    private sealed interface Access {
        record Granted(String operator) implements Access {}

        /** No token, or one that nobody has. */
        record Unknown() implements Access {}

        /** A known operator without that role. */
        record Forbidden() implements Access {}
    }

    public Operators(List<OperatorSettings> known) {
        this.known = List.copyOf(known);
    }

    /** Lets the action be done, in the operator's name, or answers why not. */
    ResponseEntity<Object> admit(
            @Nullable String authorization, Role role, Function<String, ResponseEntity<Object>> action) {
        return switch (check(authorization, role)) {
            case Access.Granted(String operator) -> action.apply(operator);
            case Access.Unknown unknown ->
                Problem.of(401, "unauthorized", "Who are you?", "Send an operator's token as a bearer token.");
            case Access.Forbidden forbidden ->
                Problem.of(403, "forbidden", "Not with this role", "This needs the role 'act'.");
        };
    }

    private Access check(@Nullable String authorization, Role needed) {
        if (authorization == null || !authorization.regionMatches(true, 0, SCHEME, 0, SCHEME.length())) {
            return new Access.Unknown();
        }
        byte[] digest = sha256(authorization.substring(SCHEME.length()).strip());
        OperatorSettings found = null;
        // Every one is compared, in constant time: how long it takes must not tell how near a guess is.
        for (OperatorSettings operator : known) {
            if (MessageDigest.isEqual(digest, HexFormat.of().parseHex(operator.tokenSha256()))) {
                found = operator;
            }
        }
        if (found == null) {
            return new Access.Unknown();
        }
        return found.role().compareTo(needed) >= 0 ? new Access.Granted(found.name()) : new Access.Forbidden();
    }

    private static byte[] sha256(String token) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(token.getBytes(UTF_8));
        } catch (NoSuchAlgorithmException everyJavaHasIt) {
            throw new IllegalStateException(everyJavaHasIt);
        }
    }
}

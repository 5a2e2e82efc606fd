package dev.tideline.writer.testbed;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.tideline.events.Operation;
import dev.tideline.events.Precondition;
import dev.tideline.events.ResourceKey;
import dev.tideline.events.WriteRequested;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.HexFormat;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Writes as a gateway would make them. */
public final class Writes {

    private Writes() {}

    public static WriteRequested put(String resource, String payload) {
        return write(UUID.randomUUID(), resource, Operation.PUT, payload, Precondition.NONE);
    }

    public static WriteRequested mergePatch(String resource, String payload) {
        return write(UUID.randomUUID(), resource, Operation.MERGE_PATCH, payload, Precondition.NONE);
    }

    public static WriteRequested delete(String resource) {
        return write(UUID.randomUUID(), resource, Operation.DELETE, null, Precondition.NONE);
    }

    public static WriteRequested write(
            UUID id, String resource, Operation operation, @Nullable String payload, Precondition precondition) {
        return new WriteRequested(
                id,
                ResourceKey.parse(resource).orElseThrow(),
                operation,
                payload,
                precondition,
                "caller",
                sha256(operation + " " + payload + " " + precondition),
                Instant.now(),
                "eu");
    }

    private static String sha256(String text) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(text.getBytes(UTF_8)));
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}

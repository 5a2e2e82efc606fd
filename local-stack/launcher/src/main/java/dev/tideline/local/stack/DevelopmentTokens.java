package dev.tideline.local.stack;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Properties;

/**
 * The operators of a local stack, the same for every service: their tokens are made at its first start and stand in a file
 * for its owner alone; services are told the hashes.
 */
public final class DevelopmentTokens {

    /**
     * One operator.
     *
     * @param roles at invalidation-service
     * @param role at write-processor
     */
    private record Operator(String name, String roles, String role) {}

    private static final List<Operator> OPERATORS = List.of(
            new Operator("operator", "purge,purge-all,read,erase,replay", "act"),
            new Operator("purger", "purge,read", "view"),
            new Operator("reader", "read", "view"));

    private final Map<String, String> byName;

    private DevelopmentTokens(Map<String, String> byName) {
        this.byName = Map.copyOf(byName);
    }

    /** {@code name=token} a line. */
    public static Path file(Path directory) {
        return directory.resolve("data").resolve("tokens").resolve("development");
    }

    /**
     * Reads the tokens of the stack in this directory, or makes them.
     *
     * @throws StackException if that cannot be done
     */
    public static DevelopmentTokens open(Path directory) {
        Path file = file(directory);
        Properties read = new Properties();
        try {
            read.load(new StringReader(SecretFile.open(file, DevelopmentTokens::lines)));
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        Map<String, String> tokens = new HashMap<>();
        for (Operator operator : OPERATORS) {
            String token = read.getProperty(operator.name());
            if (token == null) {
                throw new StackException(file + " has no token of " + operator.name() + "; delete it for new ones");
            }
            tokens.put(operator.name(), token);
        }
        return new DevelopmentTokens(tokens);
    }

    private static String lines() {
        StringBuilder lines = new StringBuilder();
        SecureRandom random = new SecureRandom();
        for (Operator operator : OPERATORS) {
            byte[] bits = new byte[32];
            random.nextBytes(bits);
            String token = Base64.getUrlEncoder().withoutPadding().encodeToString(bits);
            lines.append(operator.name()).append("=tideline_").append(token).append('\n');
        }
        return lines.toString();
    }

    /** Of whoever may do everything. */
    public String operator() {
        return byName.getOrDefault("operator", "");
    }

    /** {@code tideline.tokens} of invalidation-service, as environment variables. */
    Map<String, String> callers() {
        Map<String, String> settings = new HashMap<>();
        for (int i = 0; i < OPERATORS.size(); i++) {
            String prefix = "TIDELINE_TOKENS_" + i;
            settings.put(prefix + "_NAME", OPERATORS.get(i).name());
            settings.put(prefix + "_ROLES", OPERATORS.get(i).roles());
            settings.put(prefix + "_HASH", hash(OPERATORS.get(i)));
        }
        return settings;
    }

    /** {@code tideline.operators} of write-processor, likewise. */
    Map<String, String> operators() {
        Map<String, String> settings = new HashMap<>();
        for (int i = 0; i < OPERATORS.size(); i++) {
            String prefix = "TIDELINE_OPERATORS_" + i;
            settings.put(prefix + "_NAME", OPERATORS.get(i).name());
            settings.put(prefix + "_ROLE", OPERATORS.get(i).role());
            settings.put(prefix + "_TOKENSHA256", hash(OPERATORS.get(i)));
        }
        return settings;
    }

    private String hash(Operator operator) {
        try {
            byte[] token = byName.getOrDefault(operator.name(), "").getBytes(UTF_8);
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(token));
        } catch (NoSuchAlgorithmException everyJavaHasIt) {
            throw new IllegalStateException(everyJavaHasIt);
        }
    }
}

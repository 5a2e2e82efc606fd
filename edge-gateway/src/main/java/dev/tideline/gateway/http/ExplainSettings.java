package dev.tideline.gateway.http;

import static dev.tideline.settings.WrongSetting.unless;

import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;

/**
 * Who may ask what is stored and why.
 *
 * @param tokenHash lower-case hex SHA-256 of the operators' token; without one nobody may
 */
@ConfigurationProperties("tideline.explain")
record ExplainSettings(@Nullable String tokenHash) {

    private static final Pattern HASH = Pattern.compile("[0-9a-f]{64}");

    ExplainSettings {
        unless(
                tokenHash == null || HASH.matcher(tokenHash).matches(),
                "tideline.explain.token-hash",
                "...",
                "the SHA-256 of a token, 64 lower-case hex digits");
    }
}

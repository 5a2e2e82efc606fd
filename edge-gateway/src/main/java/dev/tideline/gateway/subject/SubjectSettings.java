package dev.tideline.gateway.subject;

import static dev.tideline.settings.WrongSetting.between;
import static dev.tideline.settings.WrongSetting.unless;

import dev.tideline.settings.WrongSetting;
import dev.tideline.subjects.MasterKey;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Keys of data subjects. A wrong value stops the start with one line.
 *
 * @param masterKey {@link MasterKey#FORM}, the same at write-processor; needed where residency-bound data are written or kept
 * @param memory how long a key that was fetched is used without asking again, also after its subject's erasure
 * @param maxKeys kept in memory; the least used go first
 * @param timeout of one question to the origin
 */
@ConfigurationProperties("tideline.subjects")
public record SubjectSettings(
        @Nullable String masterKey,
        @DefaultValue("5m") Duration memory,
        @DefaultValue("10000") int maxKeys,
        @DefaultValue("1s") Duration timeout) {

    private static final Duration LONGEST_MEMORY = Duration.ofHours(1);

    public SubjectSettings {
        unless(
                memory.isPositive() && memory.compareTo(LONGEST_MEMORY) <= 0,
                "tideline.subjects.memory",
                memory,
                "a duration above zero, at most 1h");
        between(maxKeys, 1, 10_000_000, "tideline.subjects.max-keys");
        WrongSetting.positive(timeout, 1, "tideline.subjects.timeout");
        master(masterKey);
    }

    /** Null where none is set. */
    @Nullable
    MasterKey master() {
        return master(masterKey);
    }

    private static @Nullable MasterKey master(@Nullable String text) {
        try {
            return text == null ? null : MasterKey.of(text);
        } catch (IllegalArgumentException malformed) {
            throw new WrongSetting("tideline.subjects.master-key", malformed.getMessage(), MasterKey.FORM);
        }
    }
}

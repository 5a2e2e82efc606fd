package dev.tideline.writer.decide;

import dev.tideline.events.WriteSealed;

/**
 * What is known of a write id from before.
 *
 * @param fingerprint of the first write under this id; {@link WriteSealed#NO_FINGERPRINT} where that could not be opened
 * @param decided whether it has its outcome; one that was parked or dead-lettered may still be tried
 */
public record EarlierWrite(String fingerprint, boolean decided) {

    boolean mayRun(PositionedWrite again) {
        return !decided
                && (fingerprint.equals(WriteSealed.NO_FINGERPRINT)
                        || fingerprint.equals(again.write().fingerprint()));
    }
}

package dev.tideline.writer.intake;

/** The writes topic was deleted and made again: its offsets start over, so everything that reads it begins anew. */
final class LogReplacedException extends RuntimeException {

    LogReplacedException() {
        super("the topic of the writes is another one now; reading begins anew");
    }
}

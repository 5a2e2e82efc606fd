package dev.tideline.local.demo;

/** A step of the scenario did not hold. The message says what was seen and what was expected. */
final class StepFailed extends RuntimeException {

    private static final long serialVersionUID = 1L;

    StepFailed(String message) {
        super(message);
    }

    static void unless(boolean held, String seen) {
        if (!held) {
            throw new StepFailed(seen);
        }
    }
}

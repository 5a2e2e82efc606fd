package dev.tideline.failures;

/** Where a failure began. What is above it often says no more than that something was not to be had. */
public final class RootCause {

    private RootCause() {}

    /** What the last of a failure's causes says, in one line. */
    public static String line(Throwable failure) {
        Throwable root = failure;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        return root.toString().lines().findFirst().orElse("");
    }
}

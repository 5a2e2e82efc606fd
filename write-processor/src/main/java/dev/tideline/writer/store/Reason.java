package dev.tideline.writer.store;

/** What a failure says in one line. */
final class Reason {

    private Reason() {}

    /** Of its last cause: the pool tells that there is no connection, and only Postgres why. */
    static String of(Throwable failure) {
        Throwable root = failure;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        return root.toString().lines().findFirst().orElse("");
    }
}

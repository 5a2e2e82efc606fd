package dev.tideline.backends;

/** Where the test backends come from. Each method is called at most once. */
sealed interface BackendSource extends AutoCloseable permits EmbeddedSource, ContainerSource {
    TestBackends.Kafka kafka();

    TestBackends.Redis redis();

    TestBackends.Postgres postgres();

    /** Stops what was started and forgets its data. */
    @Override
    void close();
}

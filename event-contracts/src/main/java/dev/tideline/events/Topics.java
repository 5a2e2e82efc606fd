package dev.tideline.events;

import java.util.Map;

/** Each Kafka topic, who writes it, and by which key. */
public final class Topics {

    /**
     * Gateways to write-processor: {@link WriteLogRecord}, keyed by resource so that its writes keep their order. An erasure
     * comes from invalidation-service.
     */
    public static final String WRITES = "tideline.writes";

    /**
     * Write-processor to invalidation-service: {@link ChangeLogRecord}. A change goes to the partition its write came
     * from, so both topics have the same number of partitions.
     */
    public static final String CHANGES = "tideline.changes";

    /** Invalidation-service to every gateway instance: {@link PurgeLogRecord}. One partition: its offset orders all purges. */
    public static final String PURGES = "tideline.purges";

    /** Every gateway instance to invalidation-service: {@link GatewayStatus}, keyed by instance. One partition. */
    public static final String GATEWAY_STATUS = "tideline.gateway-status";

    /**
     * Write-processor to every gateway instance: {@link ReplicaLogRecord}, the current states of collections of tier
     * replicated. Compacted; partitioned as {@link #WRITES}.
     */
    public static final String REPLICAS = "tideline.replicas";

    /** Writes that could not be applied, with their cause in headers; partitioned and keyed as {@link #WRITES}. */
    public static final String DEAD_LETTERS = "tideline.writes.dlt";

    /** Invalidation-service for itself: {@link ErasureReceipt}, keyed by the erasure. Compacted, never deleted. One partition. */
    public static final String ERASURES = "tideline.erasures";

    /** Partitions of {@link #WRITES}, {@link #CHANGES}, {@link #REPLICAS} and {@link #DEAD_LETTERS} where Tideline creates them itself. */
    public static final int DEFAULT_WRITE_PARTITIONS = 12;

    /** The consumer group of write-processor: its lag is the length of the write queue. */
    public static final String WRITER_GROUP = "tideline.write-processor";

    /** How {@link #REPLICAS} is kept: the last record of each key, in segments small enough to be compacted soon. */
    public static final Map<String, String> REPLICAS_CONFIGURATION =
            Map.of("cleanup.policy", "compact", "segment.bytes", "16777216", "segment.ms", "3600000");

    private Topics() {}
}

package dev.tideline.writer.intake;

import dev.tideline.events.AppliedThrough;
import dev.tideline.events.ReplicaState;
import dev.tideline.events.ReplicasThrough;
import dev.tideline.events.ResourceChanged;
import dev.tideline.events.ResourceKey;
import dev.tideline.writer.store.RecordFault;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import org.apache.kafka.clients.producer.internals.BuiltInPartitioner;
import org.jspecify.annotations.Nullable;

/**
 * Keeps one partition of the replicas topic equal to what Postgres has of the collections of tier replicated. States are read
 * after the commit and sent by the partition's only thread, so a key's versions go up in the topic; a processor that lost the
 * partition unawares may still put one older state behind a newer, which readers tell by the purge log's versions.
 */
final class Replication {

    private static final int PAGE = 200;

    /** What surely fits into a record of a megabyte, as JSON in JSON. */
    private static final int LARGEST = 480 * 1024;

    private final int partition;
    private final Set<String> collections;
    private final Lane.Tools tools;
    private final CountDownLatch stop;
    private final Set<String> given = ConcurrentHashMap.newKeySet();

    Replication(int partition, Lane.Tools tools, CountDownLatch stop) {
        this.partition = partition;
        this.collections = tools.store().replicated();
        this.given.addAll(collections);
        this.tools = tools;
        this.stop = stop;
    }

    /**
     * Sends all there is of the partition: a collection may be replicated only since this start, and the topic may be new.
     * What is in the topic already is only repeated.
     */
    void everything() throws RecordFault {
        if (collections.isEmpty()) {
            // What was replicated once is not any more, whatever the topic has.
            tools.announcer()
                    .marker(new ReplicasThrough(partition, 0, tools.clock().instant(), Set.of()));
            return;
        }
        int partitions = tools.log().partitions(stop);
        for (String collection : collections) {
            String after = "";
            List<ReplicaState> page;
            do {
                String last = after;
                page = tools.gate().call(() -> tools.store().replicas(collection, last, PAGE), stop);
                send(page.stream()
                        .filter(state -> partitionOf(state.resource(), partitions) == partition)
                        .toList());
                after = page.isEmpty() ? "" : page.getLast().resource().id();
            } while (page.size() == PAGE);
        }
    }

    /** Where the gateways' producers put a resource's writes. */
    private static int partitionOf(ResourceKey resource, int partitions) {
        return BuiltInPartitioner.partitionForKey(resource.toString().getBytes(StandardCharsets.UTF_8), partitions);
    }

    /** Sends the states that these changes have led to. */
    void changed(List<ResourceChanged> changes) throws RecordFault {
        List<ResourceKey> keys = changes.stream()
                .map(ResourceChanged::resource)
                .filter(resource -> collections.contains(resource.collection()))
                .distinct()
                .toList();
        if (!keys.isEmpty()) {
            send(tools.gate().call(() -> tools.store().replicas(keys), stop));
        }
    }

    private void send(List<ReplicaState> states) {
        List<ReplicaState> fitting = new ArrayList<>(states.size());
        for (ReplicaState state : states) {
            if (state.body() == null || state.body().length() <= LARGEST) {
                fitting.add(state);
            } else if (given.remove(state.resource().collection())) {
                tools.listener()
                        .waiting(
                                "the copy of " + state.resource().collection(),
                                "a document of more than " + LARGEST
                                        + " characters does not fit; readers use the cache instead");
            }
        }
        tools.announcer().replicas(partition, fitting, stop);
    }

    /** What is to be said of the replicas when this is said of the changes; null where nothing is replicated. */
    @Nullable
    ReplicasThrough through(AppliedThrough marker) {
        return collections.isEmpty() ? null : new ReplicasThrough(partition, marker.nextOffset(), marker.asOf(), given);
    }
}

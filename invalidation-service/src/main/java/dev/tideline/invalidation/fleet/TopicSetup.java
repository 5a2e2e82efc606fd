package dev.tideline.invalidation.fleet;

import dev.tideline.events.Topics;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.TopicExistsException;

/** Makes the topics this service is at home with, where they do not exist. Those that exist keep their settings. */
final class TopicSetup {

    /** Longer than any entry lives: what a gateway cannot replay, it must not trust. */
    private static final Duration PURGES_KEPT = Duration.ofDays(8);

    private static final Duration STATUS_KEPT = Duration.ofHours(1);
    private static final long PATIENCE_SECONDS = 10;

    private TopicSetup() {}

    static List<NewTopic> topics(short replicas) {
        return List.of(
                topic(Topics.PURGES, replicas, PURGES_KEPT, Duration.ofHours(6)),
                topic(Topics.GATEWAY_STATUS, replicas, STATUS_KEPT, Duration.ofMinutes(10)),
                // A proof is kept for good.
                new NewTopic(Topics.ERASURES, 1, replicas)
                        .configs(Map.of("cleanup.policy", "compact", "min.insync.replicas", inSync(replicas))));
    }

    /** One partition each: the offset of the first orders all purges. */
    private static NewTopic topic(String name, short replicas, Duration kept, Duration segment) {
        return new NewTopic(name, 1, replicas)
                .configs(Map.of(
                        "cleanup.policy",
                        "delete",
                        "retention.ms",
                        Long.toString(kept.toMillis()),
                        "segment.ms",
                        Long.toString(segment.toMillis()),
                        "min.insync.replicas",
                        inSync(replicas),
                        "unclean.leader.election.enable",
                        "false"));
    }

    private static String inSync(short replicas) {
        return replicas > 2 ? "2" : "1";
    }

    static void ensure(Admin admin, short replicas) {
        for (KafkaFuture<Void> made :
                admin.createTopics(topics(replicas)).values().values()) {
            try {
                made.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
            } catch (ExecutionException refused) {
                if (!(refused.getCause() instanceof TopicExistsException)) {
                    throw new KafkaException("cannot make the topics", refused.getCause());
                }
            } catch (TimeoutException silent) {
                throw new KafkaException("cannot make the topics", silent);
            } catch (InterruptedException stop) {
                throw new InterruptException(stop);
            }
        }
    }
}

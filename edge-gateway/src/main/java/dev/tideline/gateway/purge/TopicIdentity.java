package dev.tideline.gateway.purge;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.jspecify.annotations.Nullable;

/**
 * Watches a topic's id. A consumer alone does not notice that a topic was deleted and made again: its offsets might
 * happen to fit. Asked once a second in the background, so a recreation is noticed within about that time.
 */
final class TopicIdentity {

    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final Duration INTERVAL = Duration.ofSeconds(1);

    private final String topic;
    private final Admin admin;
    private @Nullable KafkaFuture<TopicDescription> question;
    private long askedAt = System.nanoTime() - INTERVAL.toNanos();
    private String latest = "";
    private boolean missing;

    /** @param admin stays the caller's to close */
    TopicIdentity(String topic, Admin admin) {
        this.topic = topic;
        this.admin = admin;
    }

    /** @throws KafkaException if there is no such topic, or no answer within 10 s */
    String ask() {
        try {
            return describe()
                    .get(PATIENCE.toSeconds(), TimeUnit.SECONDS)
                    .topicId()
                    .toString();
        } catch (ExecutionException | TimeoutException e) {
            throw new KafkaException("no answer about the topic " + topic, e);
        } catch (InterruptedException e) {
            throw new InterruptException(e);
        }
    }

    /** Does not wait: judges by the last answer. No answer means that nothing is known to have changed. */
    boolean isStill(String id) {
        refresh();
        return latest.isEmpty() ? !missing : latest.equals(id);
    }

    private void refresh() {
        KafkaFuture<TopicDescription> asked = question;
        if (asked == null) {
            if (System.nanoTime() - askedAt > INTERVAL.toNanos()) {
                question = describe();
            }
        } else if (asked.isDone()) {
            question = null;
            askedAt = System.nanoTime();
            learn(asked);
        }
    }

    private void learn(KafkaFuture<TopicDescription> answered) {
        try {
            latest = answered.get().topicId().toString();
            missing = false;
        } catch (ExecutionException unanswered) {
            missing = unanswered.getCause() instanceof UnknownTopicOrPartitionException;
            latest = missing ? "" : latest;
        } catch (InterruptedException e) {
            throw new InterruptException(e);
        }
    }

    private KafkaFuture<TopicDescription> describe() {
        return requireNonNull(
                admin.describeTopics(List.of(topic)).topicNameValues().get(topic));
    }
}

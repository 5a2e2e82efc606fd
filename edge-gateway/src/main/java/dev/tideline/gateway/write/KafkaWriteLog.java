package dev.tideline.gateway.write;

import dev.tideline.events.EventCodec;
import dev.tideline.events.ResourceKey;
import dev.tideline.events.Topics;
import dev.tideline.events.WriteLogRecord;
import dev.tideline.events.WritePosition;
import dev.tideline.events.WriteRequested;
import dev.tideline.traces.TraceHeader;
import io.opentelemetry.api.trace.SpanContext;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;

/**
 * {@link Topics#WRITES} with acks=all and idempotence. {@code Producer.send} may block, for metadata or for room, so it
 * is called by threads of this class only, with a bounded queue before them.
 */
final class KafkaWriteLog implements WriteLog, AutoCloseable {

    private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(5);

    private final Map<String, Object> properties;
    private final Duration deadline;
    private final EventCodec codec = new EventCodec();
    private final ThreadPoolExecutor senders;
    private @Nullable Producer<byte[], byte[]> producer;
    private boolean closed;

    /** @param kafka where the brokers are and how to log in; what this class relies on is not taken from there */
    KafkaWriteLog(Map<String, Object> kafka, WriteSettings.Log settings, int maxRequests) {
        this.properties = new HashMap<>(kafka);
        properties.put(ProducerConfig.KEY_SERIALIZER_CLASS_CONFIG, ByteArraySerializer.class);
        properties.put(ProducerConfig.VALUE_SERIALIZER_CLASS_CONFIG, ByteArraySerializer.class);
        properties.put(ProducerConfig.ACKS_CONFIG, "all");
        properties.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, true);
        properties.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, millis(settings.maxBlock()));
        properties.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, millis(settings.delivery()));
        properties.put(ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, millis(settings.requestTimeout()));
        properties.put(ProducerConfig.LINGER_MS_CONFIG, millis(settings.linger()));
        properties.put(ProducerConfig.BATCH_SIZE_CONFIG, 64 * 1024);
        properties.put(ProducerConfig.MAX_REQUEST_SIZE_CONFIG, 1024 * 1024);
        properties.put(ProducerConfig.RECONNECT_BACKOFF_MAX_MS_CONFIG, 500);
        this.deadline = settings.deadline();
        this.senders = new ThreadPoolExecutor(
                settings.threads(),
                settings.threads(),
                0,
                TimeUnit.SECONDS,
                new ArrayBlockingQueue<>(maxRequests),
                Thread.ofPlatform().daemon().name("tideline-writes-", 0).factory());
    }

    private static int millis(Duration duration) {
        return Math.toIntExact(duration.toMillis());
    }

    @Override
    public CompletableFuture<Appended> append(WriteRequested write, SpanContext trace) {
        return append(write.resource(), write, trace);
    }

    /** {@link WriteLog#append} of a write in whatever form. */
    CompletableFuture<Appended> append(ResourceKey resource, WriteLogRecord write, SpanContext trace) {
        Attempt attempt = new Attempt(resource, write, trace);
        try {
            senders.execute(attempt);
        } catch (RejectedExecutionException full) {
            return CompletableFuture.completedFuture(new NotStored("too many writes are waiting for Kafka"));
        }
        return attempt.done
                .orTimeout(deadline.toMillis(), TimeUnit.MILLISECONDS)
                .exceptionally(_ -> attempt.giveUp());
    }

    /** Built at first use: where the brokers' names do not resolve yet, that is a reason to refuse, not to die. */
    private synchronized Producer<byte[], byte[]> producer() {
        if (closed) {
            throw new KafkaException("the gateway stops");
        }
        Producer<byte[], byte[]> known = producer;
        if (known == null) {
            known = new KafkaProducer<>(properties);
            producer = known;
        }
        return known;
    }

    @Override
    public void close() {
        senders.shutdownNow();
        synchronized (this) {
            closed = true;
            if (producer != null) {
                producer.close(CLOSE_TIMEOUT);
            }
        }
    }

    private enum Phase {
        QUEUED,
        SENDING,
        GIVEN_UP
    }

    /** One append: sent at most once, and never after its client was told that it is not. */
    private final class Attempt implements Runnable {

        private final ResourceKey resource;
        private final WriteLogRecord write;
        private final SpanContext trace;
        private final AtomicReference<Phase> phase = new AtomicReference<>(Phase.QUEUED);
        final CompletableFuture<Appended> done = new CompletableFuture<>();

        Attempt(ResourceKey resource, WriteLogRecord write, SpanContext trace) {
            this.resource = resource;
            this.write = write;
            this.trace = trace;
        }

        @Override
        public void run() {
            if (!phase.compareAndSet(Phase.QUEUED, Phase.SENDING)) {
                return;
            }
            Thread sender = Thread.currentThread();
            try {
                var unused = producer()
                        .send(
                                record(),
                                (metadata, failure) -> completed(metadata, failure, Thread.currentThread() == sender));
            } catch (RuntimeException refused) {
                done.complete(new NotStored(refused.getClass().getSimpleName()));
            }
        }

        private ProducerRecord<byte[], byte[]> record() {
            byte[] key = resource.toString().getBytes(StandardCharsets.UTF_8);
            ProducerRecord<byte[], byte[]> record = new ProducerRecord<>(Topics.WRITES, key, codec.encode(write));
            if (trace.isSampled()) {
                record.headers().add(TraceHeader.NAME, TraceHeader.bytes(trace));
            }
            return record;
        }

        /** @param atOnce whether {@code send} itself failed, so that no broker can have the record */
        private void completed(RecordMetadata metadata, @Nullable Exception failure, boolean atOnce) {
            if (failure != null) {
                String reason = failure.getClass().getSimpleName();
                done.complete(atOnce ? new NotStored(reason) : new Uncertain(reason));
            } else if (metadata.hasOffset()) {
                done.complete(new Stored(new WritePosition(metadata.partition(), metadata.offset())));
            } else {
                // The broker has it, from an earlier try, and no longer knows where.
                done.complete(new Uncertain("stored without a position"));
            }
        }

        Appended giveUp() {
            return phase.compareAndSet(Phase.QUEUED, Phase.GIVEN_UP)
                    ? new NotStored("no answer in time")
                    : new Uncertain("no answer in time");
        }
    }
}

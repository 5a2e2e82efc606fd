package dev.tideline.invalidation.fleet;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.tideline.events.Decoded;
import dev.tideline.events.ErasureReceipt;
import dev.tideline.events.EventCodec;
import dev.tideline.events.SubjectErased;
import dev.tideline.events.Topics;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * Receipts of erasures, kept for good in {@link Topics#ERASURES}. On a thread of its own it reads all of them, and adds one
 * for each erasure that every live instance has confirmed. Two instances of this service may write the same one: the later
 * stands.
 */
public final class ErasureLedger implements AutoCloseable {

    private static final TopicPartition TOPIC = new TopicPartition(Topics.ERASURES, 0);
    /** More are in the topic; they are not told from here. */
    private static final int MOST = 100_000;

    private static final Duration POLL = Duration.ofMillis(500);
    private static final Duration PAUSE = Duration.ofMillis(500);

    private final RecentPurges purges;
    private final Fleet fleet;
    private final FleetFeed feed;
    private final Map<String, Object> consumerSettings;
    private final Map<String, Object> producerSettings;
    private final Clock clock;
    private final Consumer<Throwable> failures;
    private final EventCodec codec = new EventCodec();
    private final Latest<UUID, ErasureReceipt> receipts = new Latest<>(MOST);
    private final Thread thread = new Thread(this::run, "erasure-ledger");
    private volatile boolean closed;

    /** A ledger that has not started. */
    public ErasureLedger(
            RecentPurges purges,
            Fleet fleet,
            FleetFeed feed,
            Map<String, Object> consumerSettings,
            Map<String, Object> producerSettings,
            Clock clock,
            Consumer<Throwable> failures) {
        this.purges = purges;
        this.fleet = fleet;
        this.feed = feed;
        this.consumerSettings = consumerSettings;
        this.producerSettings = Map.copyOf(producerSettings);
        this.clock = clock;
        this.failures = failures;
        thread.setDaemon(true);
    }

    public void start() {
        thread.start();
    }

    /** Empty while not every live instance has confirmed it. */
    public Optional<ErasureReceipt> receipt(UUID erasureId) {
        return receipts.find(erasureId);
    }

    private void run() {
        while (!closed) {
            if (feed.log().isEmpty()) {
                // The feed makes the topics.
                pause();
                continue;
            }
            try (KafkaConsumer<byte[], byte[]> consumer = new KafkaConsumer<>(FleetFeed.settings(consumerSettings));
                    KafkaProducer<byte[], byte[]> producer = producer()) {
                consumer.assign(List.of(TOPIC));
                consumer.seekToBeginning(List.of(TOPIC));
                while (!closed) {
                    consumer.poll(POLL).forEach(this::read);
                    boolean readAll = consumer.position(TOPIC)
                            >= consumer.endOffsets(List.of(TOPIC)).getOrDefault(TOPIC, 0L);
                    if (readAll) {
                        purges.erasures().forEach(purge -> confirm(purge, producer));
                    }
                }
            } catch (InterruptException stopping) {
                return;
            } catch (RuntimeException away) {
                failures.accept(away);
                pause();
            }
        }
    }

    private void read(ConsumerRecord<byte[], byte[]> one) {
        if (codec.decode(one.value(), ErasureReceipt.class) instanceof Decoded.Value<ErasureReceipt>(var receipt)) {
            receipts.put(receipt.erased().erasureId(), receipt);
        }
    }

    private void confirm(RememberedPurge purge, KafkaProducer<byte[], byte[]> producer) {
        SubjectErased erased = purge.purge().erasure();
        if (erased == null || receipts.find(erased.erasureId()).isPresent() || !feed.knowsTheFleet()) {
            return;
        }
        Instant now = clock.instant();
        List<Member> members = fleet.members(now);
        boolean all = members.stream()
                .filter(Member::isLive)
                .allMatch(member -> member.hasApplied(purge.log(), purge.offset()));
        if (all) {
            ErasureReceipt receipt = new ErasureReceipt(
                    erased,
                    now,
                    members.stream()
                            .filter(member -> member.hasApplied(purge.log(), purge.offset()))
                            .map(Member::instance)
                            .collect(Collectors.toUnmodifiableSet()));
            // It counts once it is read back; until then it is sent again.
            var unused = producer.send(new ProducerRecord<>(
                    Topics.ERASURES, 0, erased.erasureId().toString().getBytes(UTF_8), codec.encode(receipt)));
        }
    }

    private KafkaProducer<byte[], byte[]> producer() {
        Map<String, Object> settings = new HashMap<>(producerSettings);
        settings.put(ProducerConfig.ACKS_CONFIG, "all");
        settings.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, 3_000);
        return new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer());
    }

    private void pause() {
        try {
            Thread.sleep(PAUSE);
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        closed = true;
        try {
            if (!thread.join(Duration.ofSeconds(5))) {
                thread.interrupt();
            }
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
        }
    }
}

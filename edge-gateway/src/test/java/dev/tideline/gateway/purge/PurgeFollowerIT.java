package dev.tideline.gateway.purge;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tideline.backends.EmbeddedKafka;
import dev.tideline.backends.KafkaTopics;
import dev.tideline.events.Event;
import dev.tideline.events.EventCodec;
import dev.tideline.events.Heartbeat;
import dev.tideline.events.Heartbeat.Watermark;
import dev.tideline.events.PurgeIssued;
import dev.tideline.events.PurgeIssued.Cause;
import dev.tideline.events.PurgeIssued.Mode;
import dev.tideline.events.Scope;
import dev.tideline.events.SessionTicket;
import dev.tideline.events.Topics;
import dev.tideline.events.WritePosition;
import dev.tideline.traces.TraceHeader;
import io.opentelemetry.api.trace.SpanContext;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Against a broker of its own, which it stops, starts and robs of its topic. */
class PurgeFollowerIT {

    private static final EntryScopes PAGE = EntryScopes.of("/page", null, List.of("news"));

    @TempDir
    Path directory;

    private EmbeddedKafka kafka;
    private KafkaProducer<byte[], byte[]> producer;
    private final EventCodec codec = new EventCodec();
    private final PurgeLog log = new PurgeLog("eu", 10_000);
    private final SessionGate gate = new SessionGate(log, 10);
    private final CountingListener counts = new CountingListener();

    static class CountingListener implements FollowerListener {
        final AtomicInteger unreadable = new AtomicInteger();

        final List<String> traced = new CopyOnWriteArrayList<>();

        @Override
        public void unreadable(long offset, String reason) {
            unreadable.incrementAndGet();
        }

        @Override
        public void traced(long offset, List<SpanContext> traces) {
            traces.forEach(trace -> traced.add(offset + " " + TraceHeader.write(trace)));
        }
    }

    @BeforeEach
    void startKafka() {
        kafka = EmbeddedKafka.start(directory, 0);
        createTopic();
        producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", kafka.bootstrapServers(), "linger.ms", 0),
                new ByteArraySerializer(),
                new ByteArraySerializer());
    }

    @AfterEach
    void stopKafka() {
        producer.close(Duration.ZERO);
        kafka.close();
    }

    @Test
    void itReplaysThenFollowsAndPassesOverWhatItCannotRead() throws Exception {
        send(purge(new Scope.Tag("old news")));
        sendBytes("{\"v\":99}");
        sendBytes("not JSON at all");
        try (PurgeFollower follower = follow()) {
            until(follower::isCaughtUp);
            assertThat(log.now().offset()).isEqualTo(2);
            assertThat(counts.unreadable).hasValue(2);
            Stamp before = log.now();

            send(purge(new Scope.Tag("news")));

            until(() -> log.check(PAGE, before, 0).equals(Verdict.Reason.PURGED.dead));
            assertThat(log.check(PAGE, log.now(), 0)).isEqualTo(Verdict.LIVE);
        }
    }

    @Test
    void itTellsOfTheTracesThatAPurgeIsAStepOfButNotOfThoseItReplays() throws Exception {
        String sampled = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01";
        send(purge(new Scope.Tag("old news")), sampled);
        try (PurgeFollower follower = follow()) {
            until(follower::isCaughtUp);
            send(purge(new Scope.Tag("news")), sampled, "nonsense", sampled.replaceAll("01$", "00"), sampled);
            send(purge(new Scope.Tag("news")));

            until(() -> log.now().offset() == 2);
            assertThat(counts.traced).containsExactly("1 " + sampled, "1 " + sampled);
        }
    }

    @Test
    void anEmptyLogIsCaughtUpAtOnce() {
        try (PurgeFollower follower = follow()) {
            until(follower::isCaughtUp);

            assertThat(log.now().offset()).isEqualTo(-1);
            assertThat(log.check(PAGE, log.now(), 0)).isEqualTo(Verdict.LIVE);
        }
    }

    @Test
    void itGoesOnWhereItWasAfterAnOutageOfKafka() throws Exception {
        send(purge(new Scope.Tag("old news")));
        try (PurgeFollower follower = follow()) {
            until(follower::isCaughtUp);
            Stamp before = log.now();
            int port = kafka.port();

            kafka.close();
            kafka = EmbeddedKafka.start(directory, port);
            send(purge(new Scope.Tag("news")));

            until(() -> log.check(PAGE, before, 0).equals(Verdict.Reason.PURGED.dead));
        }
    }

    @Test
    void aRecreatedTopicKillsEverythingThatWasStampedInTheOldOne() throws Exception {
        for (int i = 0; i < 3; i++) {
            send(purge(new Scope.Tag("old news")));
        }
        try (PurgeFollower follower = follow();
                Admin admin = Admin.create(Map.of("bootstrap.servers", (Object) kafka.bootstrapServers()))) {
            until(follower::isCaughtUp);
            Stamp before = log.now();

            admin.deleteTopics(List.of(Topics.PURGES)).all().get(30, TimeUnit.SECONDS);
            recreateTopic();

            until(() -> !log.now().log().equals(before.log()));
            assertThat(log.check(PAGE, before, 0)).isEqualTo(Verdict.Reason.OTHER_LOG.dead);
            assertThat(log.check(PAGE, log.now(), 0)).isEqualTo(Verdict.LIVE);
            Stamp inTheNew = log.now();
            send(purge(new Scope.Tag("news")));
            until(() -> log.check(PAGE, inTheNew, 0).equals(Verdict.Reason.PURGED.dead));
        }
    }

    @Test
    void recordsThatWereDeletedBeforeTheyWereReadKillWhatTheyMightHavePurged() throws Exception {
        send(purge(new Scope.Tag("old news")));
        Stamp before;
        try (PurgeFollower follower = follow()) {
            until(follower::isCaughtUp);
            before = log.now();
        }
        for (int i = 0; i < 5; i++) {
            send(purge(new Scope.Tag("other news")));
        }
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", (Object) kafka.bootstrapServers()))) {
            admin.deleteRecords(Map.of(new TopicPartition(Topics.PURGES, 0), RecordsToDelete.beforeOffset(4)))
                    .all()
                    .get(30, TimeUnit.SECONDS);
        }

        try (PurgeFollower again = follow()) {
            until(again::isCaughtUp);

            assertThat(log.check(PAGE, before, 0)).isEqualTo(Verdict.Reason.NOT_REPLAYED.dead);
        }
    }

    @Test
    void aReplayStartsNoEarlierThanItIsTold() throws Exception {
        send(purge(new Scope.Tag("old news")));
        Instant future = Instant.now().plus(Duration.ofHours(2));
        try (PurgeFollower follower = new PurgeFollower(
                log, settings(), Duration.ofHours(1), Clock.fixed(future, ZoneOffset.UTC), new FollowerListener() {})) {
            follower.start();
            until(follower::isCaughtUp);

            assertThat(log.size()).isZero();
            assertThat(log.now().offset()).isZero();
            assertThat(log.check(PAGE, new Stamp(log.now().log(), -1), 0)).isEqualTo(Verdict.Reason.NOT_REPLAYED.dead);
        }
    }

    @Test
    void aReaderWithATicketWaitsForTheWatermarkOfItsWrite() throws Exception {
        try (PurgeFollower follower = follow()) {
            SessionTicket ticket = SessionTicket.of("writes", new WritePosition(0, 41));
            until(follower::isCaughtUp);
            send(new Heartbeat(Instant.now(), "writes", 1, Map.of()));
            until(() -> gate.isOurs(ticket));
            assertThat(gate.await(ticket, Duration.ofMillis(1)).get(30, TimeUnit.SECONDS))
                    .isFalse();

            var waiting = gate.await(ticket, Duration.ofSeconds(60));
            send(new Heartbeat(Instant.now(), "writes", 1, Map.of(0, new Watermark(42, Instant.now()))));

            assertThat(waiting.get(30, TimeUnit.SECONDS)).isTrue();
            assertThat(gate.waiting()).isZero();
            assertThat(gate.hasReached(SessionTicket.of("another", new WritePosition(0, 1))))
                    .isFalse();
        }
    }

    private PurgeFollower follow() {
        PurgeFollower follower = new PurgeFollower(
                log, settings(), Duration.ofHours(1), Clock.systemUTC(), FollowerListener.all(List.of(gate, counts)));
        follower.start();
        return follower;
    }

    private Map<String, Object> settings() {
        return Map.of("bootstrap.servers", kafka.bootstrapServers());
    }

    private void createTopic() {
        KafkaTopics.create(kafka.bootstrapServers(), List.of(new NewTopic(Topics.PURGES, 1, (short) 1)));
    }

    /** Deletion goes on in the background: until it is done the topic still "exists". */
    private void recreateTopic() throws Exception {
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", (Object) kafka.bootstrapServers()))) {
            until(() -> {
                try {
                    admin.createTopics(List.of(new NewTopic(Topics.PURGES, 1, (short) 1)))
                            .all()
                            .get(30, TimeUnit.SECONDS);
                    return true;
                } catch (Exception stillThere) {
                    return false;
                }
            });
        }
    }

    private void send(Event event, String... traces) throws Exception {
        ProducerRecord<byte[], byte[]> record = new ProducerRecord<>(Topics.PURGES, 0, null, codec.encode(event));
        for (String trace : traces) {
            record.headers().add(TraceHeader.NAME, trace.getBytes(UTF_8));
        }
        producer.send(record).get(60, TimeUnit.SECONDS);
    }

    private void sendBytes(String text) throws Exception {
        producer.send(new ProducerRecord<>(Topics.PURGES, 0, null, text.getBytes(UTF_8)))
                .get(60, TimeUnit.SECONDS);
    }

    private static PurgeIssued purge(Scope scope) {
        return new PurgeIssued(
                UUID.randomUUID(), List.of(scope), Mode.HARD, Set.of(), Cause.OPERATOR, Instant.now(), null);
    }

    static void until(BooleanSupplier condition) {
        long deadline = System.nanoTime() + Duration.ofSeconds(60).toNanos();
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime()).as("waited 60 s").isLessThan(deadline);
            try {
                Thread.sleep(5);
            } catch (InterruptedException e) {
                throw new AssertionError(e);
            }
        }
    }
}

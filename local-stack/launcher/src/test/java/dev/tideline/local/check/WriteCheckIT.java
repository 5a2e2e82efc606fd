package dev.tideline.local.check;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tideline.events.Topics;
import dev.tideline.local.check.history.Fact;
import dev.tideline.local.check.plan.WriteFaults.Kind;
import dev.tideline.local.check.run.WriteRun.Script;
import dev.tideline.local.stack.StartCaches;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListOffsetsResult.ListOffsetsResultInfo;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The write path of the whole suite as processes, from the jars of this build. */
class WriteCheckIT {

    private static final Path ROOT = Path.of(System.getProperty("tideline.root", "../.."));
    private static final long SEED = 7;

    @TempDir
    private Path directory;

    @Test
    void everyAcknowledgedWriteIsAppliedOnceInOrderAndPurgedWhateverIsKilled() {
        Check.Result result = check(EnumSet.allOf(Kind.class), Duration.ofMinutes(1), WriteCheck.Sabotage.NONE);
        assertThat(result.verdict().holds()).as(told(result)).isTrue();
        assertThat(result.verdict().untested()).as(told(result)).isEmpty();
        assertThat(result.history().all(Fact.Fault.class)).hasSizeGreaterThanOrEqualTo(Kind.values().length);
    }

    /** As a processor leaves it that moves its position before it applies what lies below. */
    @Test
    void writesThatAreLostBecauseThePositionWasMovedFirstAreFound() {
        Check.Result result = check(Set.of(Kind.PROCESSOR_KILLED), Duration.ofSeconds(15), (jdbcUrl, kafka) -> {
            try (Admin admin = Admin.create(Map.of("bootstrap.servers", kafka))) {
                moveTo(admin, jdbcUrl, ends(admin));
            }
        });
        assertFound(result, "was acknowledged and has no outcome");
    }

    /** As a processor does that does not know again what it has applied before a crash. */
    @Test
    void writesThatAreAppliedTwiceAreFound() {
        Check.Result result = check(Set.of(Kind.PROCESSOR_KILLED), Duration.ofMinutes(1), (jdbcUrl, kafka) -> {
            try (Admin admin = Admin.create(Map.of("bootstrap.servers", kafka))) {
                run(jdbcUrl, "truncate tideline.writes");
                Map<TopicPartition, Long> starts = new HashMap<>();
                ends(admin).keySet().forEach(partition -> starts.put(partition, 0L));
                moveTo(admin, jdbcUrl, starts);
            }
        });
        assertFound(result, "was applied twice");
    }

    private Check.Result check(Set<Kind> faults, Duration untilQuiet, WriteCheck.Sabotage sabotage) {
        Script script = new Script(SEED, 3, 2_000, 64, faults, Duration.ofSeconds(4), untilQuiet);
        StartCaches.serve(ROOT, directory);
        return new WriteCheck(ROOT, directory, directory.resolve("app"), script, sabotage).run(_ -> {});
    }

    private static void assertFound(Check.Result result, String what) {
        assertThat(result.verdict().holds()).isFalse();
        assertThat(result.verdict().violations())
                .as(told(result))
                .anySatisfy(violation -> assertThat(violation.what()).contains(what));
    }

    private static Map<TopicPartition, Long> ends(Admin admin) {
        Map<TopicPartition, OffsetSpec> latest = IntStream.range(0, Topics.DEFAULT_WRITE_PARTITIONS)
                .mapToObj(partition -> new TopicPartition(Topics.WRITES, partition))
                .collect(Collectors.toMap(partition -> partition, _ -> OffsetSpec.latest()));
        try {
            return admin.listOffsets(latest).all().get().entrySet().stream()
                    .collect(Collectors.toMap(Map.Entry::getKey, end -> offset(end.getValue())));
        } catch (ExecutionException | InterruptedException unable) {
            throw new IllegalStateException(unable);
        }
    }

    private static long offset(ListOffsetsResultInfo end) {
        return end.offset();
    }

    /** Both places where a processor notes how far it is. */
    private static void moveTo(Admin admin, String jdbcUrl, Map<TopicPartition, Long> positions) {
        positions.forEach((partition, offset) -> run(
                jdbcUrl,
                "update tideline.applied_through set next_offset = " + offset + " where part = "
                        + partition.partition()));
        Map<TopicPartition, OffsetAndMetadata> offsets = positions.entrySet().stream()
                .collect(Collectors.toMap(Map.Entry::getKey, at -> new OffsetAndMetadata(at.getValue())));
        // The group still counts the killed processor among its members, until its session is over.
        for (int tries = 0; ; tries++) {
            try {
                admin.alterConsumerGroupOffsets(Topics.WRITER_GROUP, offsets)
                        .all()
                        .get();
                return;
            } catch (ExecutionException notYet) {
                if (tries == 60) {
                    throw new IllegalStateException(notYet);
                }
            } catch (InterruptedException interrupted) {
                throw new IllegalStateException(interrupted);
            }
            pause();
        }
    }

    private static void pause() {
        try {
            Thread.sleep(500);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private static void run(String jdbcUrl, String sql) {
        try (Connection postgres = DriverManager.getConnection(jdbcUrl);
                Statement statement = postgres.createStatement()) {
            statement.execute(sql);
        } catch (SQLException refused) {
            throw new IllegalStateException(refused);
        }
    }

    private static String told(Check.Result result) {
        ByteArrayOutputStream text = new ByteArrayOutputStream();
        new Report(new PrintStream(text, true, UTF_8)).print(result.history(), result.verdict(), SEED);
        return text.toString(UTF_8);
    }
}

package dev.tideline.writer;

import dev.tideline.placement.Placement;
import dev.tideline.placement.PlacementFile;
import dev.tideline.settings.WrongSetting;
import dev.tideline.subjects.MasterKey;
import dev.tideline.writer.deadletter.DeadLetterBook;
import dev.tideline.writer.deadletter.Operators;
import dev.tideline.writer.deadletter.QueueBook;
import dev.tideline.writer.deadletter.Replays;
import dev.tideline.writer.deadletter.SealedLetters;
import dev.tideline.writer.intake.WriteProcessing;
import dev.tideline.writer.intake.WriteProcessing.KafkaClients;
import dev.tideline.writer.store.Schema;
import dev.tideline.writer.store.StoreGate;
import dev.tideline.writer.store.WriteStore;
import dev.tideline.writer.trace.WriteTraces;
import dev.tideline.writer.watch.WriteListener;
import dev.tideline.writer.watch.WriteLog;
import dev.tideline.writer.watch.WriteMetrics;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.util.List;
import java.util.Objects;
import javax.sql.DataSource;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.kafka.autoconfigure.KafkaProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** Which part is made of which. */
@Configuration(proxyBeanMethods = false)
class Wiring {

    @Bean
    Clock clock() {
        return Clock.systemUTC();
    }

    @Bean
    Placement placement(WriterSettings settings) {
        return PlacementFile.read(Objects.requireNonNull(settings.placement()));
    }

    @Bean
    WriteListener metrics(MeterRegistry registry) {
        return new WriteMetrics(registry);
    }

    @Bean
    WriteListener log() {
        return new WriteLog();
    }

    @Bean
    Schema schema(DataSource database, WriterSettings settings, List<WriteListener> listeners) {
        return new Schema(database, settings.readerPassword(), WriteListener.all(listeners));
    }

    @Bean
    StoreGate storeGate(WriterSettings settings, List<WriteListener> listeners) {
        return new StoreGate(settings.batch().parallel(), WriteListener.all(listeners));
    }

    @Bean
    WriteStore writeStore(
            DataSource database,
            Placement placement,
            WriterSettings settings,
            Clock clock,
            List<WriteListener> listeners) {
        MasterKey master = settings.subjects().master();
        WrongSetting.unless(
                master != null || placement.collections().values().stream().allMatch(one -> one.residency() == null),
                "tideline.subjects.master-key",
                null,
                MasterKey.FORM + ", for a collection has a residency");
        return new WriteStore(database, placement, master, clock, WriteListener.all(listeners));
    }

    @Bean
    Operators operators(WriterSettings settings) {
        return new Operators(settings.operators());
    }

    @Bean
    DeadLetterBook deadLetterBook(JdbcClient jdbc, DataSource database, Clock clock) {
        return new DeadLetterBook(jdbc, new TransactionTemplate(new JdbcTransactionManager(database)), clock);
    }

    @Bean
    SealedLetters sealedLetters(JdbcClient jdbc, WriterSettings settings) {
        return new SealedLetters(jdbc, settings.subjects().master());
    }

    @Bean
    QueueBook queueBook(KafkaProperties kafka, JdbcClient jdbc) {
        return new QueueBook(kafka.buildAdminProperties(), jdbc);
    }

    @Bean
    Replays replays(KafkaProperties kafka) {
        return new Replays(KafkaDefaults.producer(kafka.buildProducerProperties()));
    }

    @Bean
    WriteProcessing writeProcessing(
            WriterSettings settings,
            KafkaProperties kafka,
            Schema schema,
            WriteStore store,
            StoreGate gate,
            Clock clock,
            List<WriteListener> listeners,
            ObjectProvider<WriteTraces> traces) {
        KafkaClients clients = new KafkaClients(
                KafkaDefaults.consumer(kafka.buildConsumerProperties(), settings),
                KafkaDefaults.producer(kafka.buildProducerProperties()),
                kafka.buildAdminProperties());
        return new WriteProcessing(
                settings,
                clients,
                schema,
                store,
                gate,
                clock,
                WriteListener.all(listeners),
                traces.getIfAvailable(() -> WriteTraces.NONE));
    }
}

package dev.tideline.local.cli;

import dev.tideline.backends.EmbeddedKafka;
import dev.tideline.local.check.run.KafkaProcess;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Kafka alone, for a check that kills it. It ends with whoever started it: when its standard input does. */
@Command(name = "kafka", hidden = true, description = "Run Kafka alone, until standard input ends.")
public final class KafkaCommand implements Callable<Integer> {

    @Parameters(index = "0", paramLabel = "<folder>")
    private Path data = Path.of("");

    @Parameters(index = "1", paramLabel = "<port>")
    private int port;

    @Override
    public Integer call() throws IOException {
        EmbeddedKafka kafka = EmbeddedKafka.start(data, port);
        Runtime.getRuntime().addShutdownHook(new Thread(kafka::close, "stop-kafka"));
        System.out.println(KafkaProcess.READY);
        while (System.in.read() >= 0) {
            // Nothing is said there; it only ends.
        }
        return 0;
    }
}

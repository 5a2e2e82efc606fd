package dev.tideline.local.bench;

import dev.tideline.local.stack.StackException;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The load generator wrk, one run at a time: one thread, HTTP/1.1, keep-alive. */
final class Wrk {

    private static final Pattern RATE = Pattern.compile("Requests/sec:\\s+([0-9.]+)");
    private static final Pattern P99 = Pattern.compile("\\s99%\\s+([0-9.]+)(us|ms|s|m)");
    private static final Pattern FAULTS = Pattern.compile("(Non-2xx or 3xx responses: .*|Socket errors: .*)");

    private final Path program;

    Wrk(Path program) {
        this.program = program;
    }

    /**
     * What one run saw.
     *
     * @param rate answers a second
     * @param p99Ms the 99th percentile of the latency, in milliseconds
     */
    record Run(double rate, double p99Ms) {}

    /** @throws StackException when an answer was wrong, so that the figure would mean nothing */
    Run run(URI url, int connections, Duration length) {
        try {
            Process wrk = new ProcessBuilder(
                            program.toString(),
                            "-t1",
                            "-c" + connections,
                            "-d" + length.toSeconds() + "s",
                            "--latency",
                            url.toString())
                    .redirectErrorStream(true)
                    .start();
            String output = new String(wrk.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            if (wrk.waitFor() != 0 || FAULTS.matcher(output).find()) {
                throw new StackException("wrk on " + url + " saw faults: " + output.strip());
            }
            return read(output);
        } catch (IOException e) {
            throw new StackException("cannot run wrk: " + e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new StackException("interrupted");
        }
    }

    static Run read(String output) {
        Matcher rate = RATE.matcher(output);
        Matcher p99 = P99.matcher(output);
        if (!rate.find() || !p99.find()) {
            throw new StackException("wrk said something else than expected: " + output.strip());
        }
        double latency = Double.parseDouble(p99.group(1));
        double inMs =
                switch (p99.group(2)) {
                    case "us" -> latency / 1000;
                    case "ms" -> latency;
                    case "s" -> latency * 1000;
                    default -> latency * 60_000;
                };
        return new Run(Double.parseDouble(rate.group(1)), inMs);
    }
}

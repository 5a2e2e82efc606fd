package dev.tideline.local.bench;

import dev.tideline.local.stack.StackException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The load generator wrk, one run at a time: one thread, HTTP/1.1, keep-alive. */
final class Wrk {

    private static final Pattern REQUESTS = Pattern.compile("([0-9]+) requests in ");
    private static final Pattern RATE = Pattern.compile("Requests/sec:\\s+([0-9.]+)");
    private static final String QUANTILE = "\\s%s%%\\s+([0-9.]+)(us|ms|s|m)";
    private static final Pattern P50 = Pattern.compile(QUANTILE.formatted(50));
    private static final Pattern P99 = Pattern.compile(QUANTILE.formatted(99));
    private static final Pattern FAULTS = Pattern.compile("(Non-2xx or 3xx responses: .*|Socket errors: .*)");

    /** For a run that ends by itself. */
    private static final Duration AT_MOST = Duration.ofMinutes(30);

    private final Path program;

    private Wrk(Path program) {
        this.program = program;
    }

    /** @throws StackException when it is not installed */
    static Wrk installed() {
        return new Wrk(Peer.installed("wrk")
                .orElseThrow(() -> new StackException("needs wrk to make load; install the package wrk")));
    }

    /**
     * What one run saw.
     *
     * @param requests answered
     * @param rate answers a second
     * @param p50Ms the median of the latency, in milliseconds
     * @param p99Ms its 99th percentile
     * @param processorUs processor time that the asked one took for each, in microseconds; null where that was not looked at
     */
    record Run(
            long requests,
            double rate,
            double p50Ms,
            double p99Ms,
            @Nullable Double processorUs) {

        Run(long requests, double rate, double p50Ms, double p99Ms) {
            this(requests, rate, p50Ms, p99Ms, null);
        }

        Run spending(Duration processor) {
            return new Run(requests, rate, p50Ms, p99Ms, processor.toNanos() / 1e3 / requests);
        }
    }

    /**
     * Asks for one thing over and over.
     *
     * @throws StackException when an answer was wrong, so that the figure would mean nothing
     */
    Run run(URI url, int connections, Duration length) {
        return run(connections, length, List.of(url.toString()));
    }

    /**
     * Asks for each of the targets once, in their order; for a few of the first once more, because it takes up to 100 ms
     * to stop.
     *
     * @param script where the script is put that does it
     * @throws StackException when an answer was wrong, so that the figure would mean nothing
     */
    Run run(URI address, int connections, Targets targets, Path script) {
        try (InputStream packaged = Wrk.class.getResourceAsStream("trace.lua")) {
            Files.copy(Objects.requireNonNull(packaged), script, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return run(
                connections,
                AT_MOST,
                List.of(
                        "-s",
                        script.toString(),
                        address.toString(),
                        "--",
                        targets.file().toString()));
    }

    private Run run(int connections, Duration length, List<String> rest) {
        // An answer that took long is a figure and no fault.
        List<String> line = new ArrayList<>(List.of(
                program.toString(),
                "-t1",
                "-c" + connections,
                "-d" + length.toSeconds() + "s",
                "--latency",
                "--timeout",
                "10s"));
        line.addAll(rest);
        try {
            Process wrk = new ProcessBuilder(line).redirectErrorStream(true).start();
            String output = new String(wrk.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            if (wrk.waitFor() != 0 || FAULTS.matcher(output).find()) {
                throw new StackException(String.join(" ", line) + " saw faults: " + output.strip());
            }
            return read(output);
        } catch (IOException e) {
            throw new StackException("cannot run wrk: " + e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new StackException("interrupted");
        }
    }

    /** @throws StackException when this is not what wrk prints */
    static Run read(String output) {
        Matcher rate = RATE.matcher(output);
        Matcher requests = REQUESTS.matcher(output);
        if (!rate.find() || !requests.find()) {
            throw new StackException("wrk said something else than expected: " + output.strip());
        }
        return new Run(
                Long.parseLong(requests.group(1)),
                Double.parseDouble(rate.group(1)),
                millis(P50, output),
                millis(P99, output));
    }

    private static double millis(Pattern quantile, String output) {
        Matcher found = quantile.matcher(output);
        if (!found.find()) {
            throw new StackException("wrk said something else than expected: " + output.strip());
        }
        double latency = Double.parseDouble(found.group(1));
        return switch (found.group(2)) {
            case "us" -> latency / 1000;
            case "ms" -> latency;
            case "s" -> latency * 1000;
            default -> latency * 60_000;
        };
    }
}

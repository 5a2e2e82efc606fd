package dev.tideline.local.bench;

import dev.tideline.local.stack.StackException;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The load generator h2load, one run at a time and with one thread: HTTP/2 without TLS from the first byte (RFC 9113 §3.3), or
 * HTTP/1.1 at an even pace.
 *
 * @param program where it is
 * @param log where it writes how long each request took
 */
record H2load(Path program, Path log) {

    private static final Pattern RATE = Pattern.compile("finished in [^,]+, ([0-9.]+) req/s");
    private static final Pattern REQUESTS = Pattern.compile(
            "requests: \\d+ total, \\d+ started, \\d+ done, (\\d+) succeeded, (\\d+) failed, (\\d+) errored");
    private static final Pattern STATUS =
            Pattern.compile("status codes: (\\d+) 2xx, (\\d+) 3xx, (\\d+) 4xx, (\\d+) 5xx");

    /** Empty where it is not installed. */
    static Optional<H2load> installed(Path log) {
        return Peer.installed("h2load").map(program -> new H2load(program, log));
    }

    /**
     * Asks for one thing over and over in HTTP/2.
     *
     * @param streams requests under way at once on each connection
     * @throws StackException when an answer was wrong, so that the figure would mean nothing
     */
    Wrk.Run run(URI url, int connections, int streams, Duration length) {
        return run(List.of("-c" + connections, "-m" + streams, "--duration=" + length.toSeconds(), url.toString()));
    }

    /**
     * Asks for each of the targets once on one connection in HTTP/1.1, the next one when it is due; later if the one
     * before is not answered by then.
     *
     * @throws StackException when an answer was wrong, so that the figure would mean nothing
     */
    Wrk.Run paced(URI address, Targets targets, int perSecond) {
        return run(List.of(
                "--h1",
                "-c1",
                "-n" + targets.count(),
                "--rps=" + perSecond,
                "--base-uri=" + address,
                "--input-file=" + targets.file()));
    }

    private Wrk.Run run(List<String> rest) {
        List<String> line = new ArrayList<>(List.of(program.toString(), "-t1", "--log-file=" + log));
        line.addAll(rest);
        try {
            // It adds to what is there.
            Files.deleteIfExists(log);
            Process h2load = new ProcessBuilder(line).redirectErrorStream(true).start();
            String output = new String(h2load.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            if (h2load.waitFor() != 0) {
                throw new StackException(String.join(" ", line) + " failed: " + output.strip());
            }
            double[] millis = millis(log);
            return read(output, millis);
        } catch (IOException e) {
            throw new StackException("cannot run h2load: " + e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new StackException("interrupted");
        }
    }

    /**
     * What a run saw.
     *
     * @param millis how long each request took, in order of length
     * @throws StackException when this is not what h2load prints, or an answer was wrong
     */
    static Wrk.Run read(String output, double[] millis) {
        Matcher rate = RATE.matcher(output);
        Matcher requests = REQUESTS.matcher(output);
        Matcher status = STATUS.matcher(output);
        if (!rate.find() || !requests.find() || !status.find() || millis.length == 0) {
            throw new StackException("h2load said something else than expected: " + output.strip());
        }
        boolean wrong = !requests.group(2).equals("0")
                || !requests.group(3).equals("0")
                || !status.group(2).equals("0")
                || !status.group(3).equals("0")
                || !status.group(4).equals("0");
        if (wrong) {
            throw new StackException("h2load saw faults: " + output.strip());
        }
        return new Wrk.Run(
                Long.parseLong(requests.group(1)),
                Double.parseDouble(rate.group(1)),
                quantile(millis, 0.50),
                quantile(millis, 0.99));
    }

    private static double quantile(double[] sorted, double share) {
        return sorted[(int) Math.min(sorted.length - 1, Math.round(share * sorted.length))];
    }

    /** The third column: microseconds until the end of the response. */
    private static double[] millis(Path log) {
        try (BufferedReader lines = Files.newBufferedReader(log)) {
            double[] millis = lines.lines()
                    .mapToDouble(line -> Long.parseLong(line.split("\t", -1)[2]) / 1000.0)
                    .toArray();
            Arrays.sort(millis);
            return millis;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

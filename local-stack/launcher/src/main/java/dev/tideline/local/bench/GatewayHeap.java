package dev.tideline.local.bench;

import dev.tideline.local.stack.Meters;
import dev.tideline.local.stack.Part;
import dev.tideline.local.stack.StackException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** What is alive in the heap of the gateway that is measured, as the JDK's own tools see it. */
record GatewayHeap(Contest contest, Meters meters) {

    private static final Pattern LINE = Pattern.compile("\\s*\\d+:\\s+(\\d+)\\s+(\\d+)\\s+(\\S+).*");

    /**
     * Instances of one class.
     *
     * @param bytes of all of them
     */
    record Instances(long count, long bytes) {}

    /** Bytes behind a full collection. */
    long bytes() {
        jcmd("GC.run");
        return meters.read(Part.GATEWAY_EU_1).sumWhere("jvm_memory_used_bytes", "area=\"heap\"");
    }

    /** Instances behind a full collection, by class. */
    Map<String, Instances> histogram() {
        return read(jcmd("GC.class_histogram"));
    }

    static Map<String, Instances> read(String histogram) {
        Map<String, Instances> instances = new LinkedHashMap<>();
        histogram
                .lines()
                .map(LINE::matcher)
                .filter(Matcher::matches)
                .forEach(line -> instances.put(
                        line.group(3), new Instances(Long.parseLong(line.group(1)), Long.parseLong(line.group(2)))));
        return instances;
    }

    /** Runs one of the JDK's commands in the gateway, and gives what it answers. */
    String jcmd(String... command) {
        Path jcmd = Path.of(System.getProperty("java.home"), "bin", "jcmd");
        List<String> line = Stream.concat(
                        Stream.of(
                                jcmd.toString(),
                                Long.toString(contest.process(Contest.TIDELINE).pid())),
                        Stream.of(command))
                .toList();
        try {
            Process process = new ProcessBuilder(line).redirectErrorStream(true).start();
            String answer = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            if (process.waitFor() != 0) {
                throw new StackException(String.join(" ", line) + " failed: " + answer.strip());
            }
            return answer;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new StackException("interrupted");
        }
    }
}

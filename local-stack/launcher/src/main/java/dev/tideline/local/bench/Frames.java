package dev.tideline.local.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordedFrame;
import jdk.jfr.consumer.RecordedStackTrace;
import jdk.jfr.consumer.RecordingFile;

/**
 * Where samples of a flight recording were taken.
 *
 * @param samples in which a Java method was being run
 * @param byFrame shares of them by the innermost method, the largest first
 * @param byLibrary shares by whose code that is: the JDK's counts for whoever called it
 */
record Frames(long samples, Map<String, Double> byFrame, Map<String, Double> byLibrary) {

    /** By the processor's clock, where there is one for it; else by the wall's. */
    private static final List<String> EVENTS = List.of("jdk.CPUTimeSample", "jdk.ExecutionSample");

    private static final Map<String, String> LIBRARIES = libraries();

    private static Map<String, String> libraries() {
        Map<String, String> libraries = new LinkedHashMap<>();
        libraries.put("dev.tideline.", "Tideline");
        libraries.put("io.netty.channel.epoll.Native.", "the kernel, waiting for what comes");
        libraries.put("io.netty.channel.unix.", "the kernel, reading and writing");
        libraries.put("io.netty.", "Netty");
        libraries.put("reactor.netty.", "Reactor Netty");
        libraries.put("reactor.", "Reactor");
        libraries.put("org.springframework.cloud.", "Spring Cloud Gateway");
        libraries.put("org.springframework.", "Spring");
        libraries.put("com.github.benmanes.", "Caffeine");
        libraries.put("io.micrometer.", "Micrometer");
        return libraries;
    }

    static Frames of(Path recording) {
        for (String event : EVENTS) {
            Frames frames = of(recording, event);
            if (frames.samples() > 0) {
                return frames;
            }
        }
        return new Frames(0, Map.of(), Map.of());
    }

    private static Frames of(Path recording, String event) {
        Map<String, Long> byFrame = new HashMap<>();
        Map<String, Long> byLibrary = new HashMap<>();
        long samples = 0;
        try (RecordingFile file = new RecordingFile(recording)) {
            while (file.hasMoreEvents()) {
                RecordedEvent next = file.readEvent();
                RecordedStackTrace trace = next.getStackTrace();
                if (!next.getEventType().getName().equals(event) || trace == null) {
                    continue;
                }
                List<String> methods = new ArrayList<>();
                trace.getFrames().forEach(frame -> methods.add(name(frame)));
                if (!methods.isEmpty()) {
                    samples++;
                    byFrame.merge(methods.getFirst(), 1L, Long::sum);
                    byLibrary.merge(library(methods), 1L, Long::sum);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return new Frames(samples, shares(byFrame, samples), shares(byLibrary, samples));
    }

    private static String name(RecordedFrame frame) {
        return frame.getMethod().getType().getName() + "." + frame.getMethod().getName();
    }

    /** Whose code the innermost method that is not the JDK's is. */
    static String library(List<String> methods) {
        for (String method : methods) {
            for (Map.Entry<String, String> library : LIBRARIES.entrySet()) {
                if (method.startsWith(library.getKey())) {
                    return library.getValue();
                }
            }
        }
        return "the JDK and others";
    }

    private static Map<String, Double> shares(Map<String, Long> counts, long all) {
        Map<String, Double> shares = new LinkedHashMap<>();
        counts.entrySet().stream()
                .sorted(Map.Entry.<String, Long>comparingByValue().reversed())
                .forEach(one -> shares.put(one.getKey(), (double) one.getValue() / all));
        return shares;
    }
}

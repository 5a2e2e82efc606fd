package dev.tideline.local.bench;

import dev.tideline.local.bench.GatewayHeap.Instances;
import dev.tideline.local.stack.Meters;
import dev.tideline.local.stack.Part;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * What a cached document takes beyond its own bytes: the memory before and after many small ones were fetched. Of the
 * gateway it is the heap behind a full collection, of Varnish what its worker keeps resident.
 */
record MemoryBench(BenchPlace place) {

    private static final int DOCUMENTS = 40_000;
    private static final int BYTES = 200;
    private static final int CONNECTIONS = 16;

    /**
     * One cache with all documents.
     *
     * @param documents it has
     * @param each bytes of memory for each of them
     * @param own bytes of each document itself: its body and header section
     */
    record Kept(long documents, double each, long own) {
        double beyond() {
            return each - own;
        }
    }

    Result run() {
        Wrk wrk = Wrk.installed();
        Map<String, Kept> kept = new LinkedHashMap<>();
        List<List<String>> objects = new ArrayList<>();
        Contest started;
        try (OriginStub origin = new OriginStub(BYTES);
                Contest contest = Contest.open(
                        place,
                        Map.of(
                                "tideline.origin-url",
                                origin.address().toString(),
                                "tideline.cache.l2.enabled",
                                "false"));
                Meters meters = new Meters(contest.addresses())) {
            started = contest;
            GatewayHeap heap = new GatewayHeap(contest, meters);
            contest.join(
                    (folder, port) -> Peer.varnish(folder, port, origin.address(), Peer.MEGABYTES), Targets.of(-1));
            Targets targets = Targets.write(contest.directory().resolve("targets"), DOCUMENTS, i -> i);
            Path script = contest.directory().resolve("trace.lua");
            // The first documents compile code and fill pools.
            Targets first = Targets.write(contest.directory().resolve("first"), DOCUMENTS / 20, i -> DOCUMENTS + i);
            contest.contenders().forEach((name, address) -> {
                boolean ours = name.equals(Contest.TIDELINE);
                place.say().accept("filling " + name);
                wrk.run(address, CONNECTIONS, first, script);
                long before = ours ? heap.bytes() : resident(contest.process(name));
                long had = ours ? urls(meters) : 0;
                Map<String, Instances> classes = ours ? heap.histogram() : Map.of();
                wrk.run(address, CONNECTIONS, targets, script);
                long after = ours ? heap.bytes() : resident(contest.process(name));
                long documents = ours ? urls(meters) - had : DOCUMENTS;
                if (ours) {
                    objects.addAll(objects(classes, heap.histogram(), documents));
                }
                long own = own(Calls.get(address.resolve(Targets.of(1))));
                kept.put(name, new Kept(documents, (double) (after - before) / documents, own));
            });
        }
        return result(kept, objects, started);
    }

    private static long urls(Meters meters) {
        return meters.read(Part.GATEWAY_EU_1).sum("tideline_cache_urls");
    }

    /** Bytes of a process and its children. */
    private static long resident(ProcessHandle process) {
        return bytes(process)
                + process.descendants().mapToLong(MemoryBench::bytes).sum();
    }

    private static long bytes(ProcessHandle process) {
        try {
            return Files.readAllLines(Path.of("/proc", Long.toString(process.pid()), "status")).stream()
                            .filter(line -> line.startsWith("VmRSS:"))
                            .mapToLong(line -> Long.parseLong(line.replaceAll("[^0-9]", "")))
                            .sum()
                    * 1024;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** As in a message: name, colon, space, value and line end of each field, and the body. */
    private static long own(HttpResponse<byte[]> answer) {
        return answer.body().length
                + answer.headers().map().entrySet().stream()
                        .mapToLong(field -> field.getValue().stream()
                                .mapToLong(value -> field.getKey().length() + value.length() + 4)
                                .sum())
                        .sum();
    }

    /** Classes with more bytes than before, the most first. */
    private static List<List<String>> objects(
            Map<String, Instances> before, Map<String, Instances> after, long documents) {
        Instances none = new Instances(0, 0);
        return after.entrySet().stream()
                .map(one -> Map.entry(one.getKey(), grown(before.getOrDefault(one.getKey(), none), one.getValue())))
                .filter(one -> one.getValue().bytes() >= documents)
                .sorted(Comparator.comparingLong(one -> -one.getValue().bytes()))
                .map(one -> List.of(
                        "`" + one.getKey() + "`",
                        String.format(
                                Locale.ROOT, "%.2f", (double) one.getValue().count() / documents),
                        String.format(
                                Locale.ROOT, "%.0f", (double) one.getValue().bytes() / documents)))
                .toList();
    }

    private static Instances grown(Instances before, Instances after) {
        return new Instances(after.count() - before.count(), after.bytes() - before.bytes());
    }

    private static Result result(Map<String, Kept> kept, List<List<String>> objects, Contest contest) {
        Map<String, Map<String, Double>> bars = new LinkedHashMap<>();
        List<List<String>> rows = kept.entrySet().stream()
                .map(one -> List.of(
                        one.getKey(),
                        String.format(Locale.ROOT, "%,d", one.getValue().documents()),
                        String.format(Locale.ROOT, "%.0f", one.getValue().each()),
                        String.format(Locale.ROOT, "%d", one.getValue().own()),
                        String.format(Locale.ROOT, "%.0f", one.getValue().beyond())))
                .toList();
        kept.forEach((name, one) -> bars.put(name, Map.of("beyond its own", one.beyond())));
        return new Result(
                List.of(
                        new Table(
                                String.format(Locale.ROOT, "Memory of documents of %d bytes", BYTES),
                                List.of("cache", "documents", "bytes each", "its body and head", "beyond them"),
                                rows),
                        new Table(
                                "What the gateway's are made of",
                                List.of("class", "of it for each document", "bytes for each document"),
                                objects)),
                kept,
                new Bars("Memory of a cached document beyond its own bytes", "bytes", bars),
                contest.absent().entrySet().stream()
                        .map(peer -> peer.getKey() + " was not run: " + peer.getValue())
                        .toList());
    }
}

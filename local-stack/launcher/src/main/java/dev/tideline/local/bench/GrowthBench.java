package dev.tideline.local.bench;

import dev.tideline.local.stack.Meters;
import dev.tideline.local.stack.Part;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;

/**
 * What hits and memory cost as the documents of a gateway become more: all of them stay in its first tier.
 *
 * @param rounds how often hits are measured
 */
record GrowthBench(BenchPlace place, int rounds) {

    private static final List<Integer> DOCUMENTS = List.of(100, 1_000, 5_000, 20_000, 50_000);
    private static final int BYTES = 200;
    private static final int CONNECTIONS = 32;
    private static final int REQUESTS = 150_000;

    /**
     * One number of documents.
     *
     * @param each bytes of heap for each document before any was asked for again; not told for few, whose memory the rest of
     *     the gateway's drowns
     */
    record Grown(int documents, double each, Wrk.Run hits) {}

    Result run() {
        Wrk wrk = Wrk.installed();
        List<Grown> grown = new ArrayList<>();
        try (OriginStub origin = new OriginStub(BYTES);
                Contest contest = Contest.open(
                        place,
                        Map.of(
                                "tideline.origin-url",
                                origin.address().toString(),
                                "tideline.cache.l2.enabled",
                                "false",
                                // What is learned of so many URLs fits.
                                "tideline.cache.direct-hits",
                                "96MB"));
                Meters meters = new Meters(contest.addresses())) {
            GatewayHeap heap = new GatewayHeap(contest, meters);
            Loads loads = new Loads(wrk, contest);
            loads.warmUp();
            Map<Integer, Double> each = new LinkedHashMap<>();
            long empty = heap.bytes();
            int had = 0;
            for (int documents : DOCUMENTS) {
                place.say().accept("filling with " + documents + " documents");
                int from = had;
                loads.ask(documents - from, i -> from + i);
                had = documents;
                each.put(documents, (double) (heap.bytes() - empty) / documents);
            }
            // From here on each is asked for again, and what is learned by that takes memory too.
            contest.stack().restart(Part.GATEWAY_EU_1);
            loads.warmUp();
            for (int documents : DOCUMENTS) {
                grown.add(new Grown(documents, each.getOrDefault(documents, 0.0), hits(loads, documents)));
            }
        }
        return result(grown);
    }

    private Wrk.Run hits(Loads loads, int documents) {
        Random random = new Random(documents);
        // Fetched, learned, written out, and read once more by code that is warm.
        for (int i = 0; i < 3; i++) {
            loads.ask(documents, key -> key);
        }
        loads.ask(REQUESTS, i -> random.nextInt(documents));
        List<Wrk.Run> runs = new ArrayList<>();
        for (int round = 1; round <= rounds; round++) {
            place.say().accept(documents + " documents, round " + round + " of " + rounds);
            runs.add(loads.ask(REQUESTS, i -> random.nextInt(documents)));
        }
        return Figures.medians(runs);
    }

    /** Asks the gateway for documents by their numbers. */
    private record Loads(Wrk wrk, Contest contest) {

        Wrk.Run ask(int requests, java.util.function.IntUnaryOperator key) {
            Path folder = contest.directory();
            URI gateway = contest.gateway();
            Targets targets = Targets.write(folder.resolve("targets"), requests, key);
            return wrk.run(gateway, CONNECTIONS, targets, folder.resolve("trace.lua"));
        }

        /** With documents that are not measured. */
        void warmUp() {
            for (int i = 0; i < 5; i++) {
                ask(20_000, key -> -1 - key % 100);
            }
        }
    }

    private static Result result(List<Grown> grown) {
        List<List<String>> rows = new ArrayList<>();
        Map<Double, Double> rate = new LinkedHashMap<>();
        Map<Double, Double> each = new LinkedHashMap<>();
        for (Grown one : grown) {
            boolean many = one.documents() >= 5_000;
            rows.add(List.of(
                    String.format(Locale.ROOT, "%,d", one.documents()),
                    String.format(Locale.ROOT, "%,.0f", one.hits().rate()),
                    String.format(Locale.ROOT, "%.2f ms", one.hits().p50Ms()),
                    String.format(Locale.ROOT, "%.2f ms", one.hits().p99Ms()),
                    many ? String.format(Locale.ROOT, "%.0f", one.each()) : ""));
            rate.put((double) one.documents(), one.hits().rate());
            if (many) {
                each.put((double) one.documents(), one.each());
            }
        }
        Map<String, Drawing> drawings = new LinkedHashMap<>();
        drawings.put(
                "hits",
                new Lines("Hits a second, random documents", "documents", "requests/s", Map.of("L1 hits", rate)));
        drawings.put("heap", new Lines("Heap of a document", "documents", "bytes each", Map.of("of 200 bytes", each)));
        return new Result(
                List.of(new Table(
                        "Hits and memory by the number of documents of " + BYTES + " bytes, " + CONNECTIONS
                                + " connections",
                        List.of("documents", "requests/s, median", "p50", "p99", "bytes of heap each"),
                        rows)),
                grown,
                drawings,
                List.of());
    }
}

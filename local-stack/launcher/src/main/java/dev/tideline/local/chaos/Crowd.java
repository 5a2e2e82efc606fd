package dev.tideline.local.chaos;

import dev.tideline.events.ResourceKey;
import dev.tideline.local.chaos.Seen.Kind;
import dev.tideline.local.check.history.Acceptance;
import dev.tideline.local.check.history.Answer;
import dev.tideline.local.check.history.Fact;
import dev.tideline.local.check.history.Target;
import dev.tideline.local.check.run.Caller;
import dev.tideline.local.check.run.CheckedStack;
import dev.tideline.local.check.run.Jobs;
import dev.tideline.local.check.run.Recorder;
import dev.tideline.local.stack.StackException;
import java.net.http.HttpClient;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;

/**
 * Clients of all gateways: some read documents that are cached, some write others. Each asks its own gateway first and, like
 * a load balancer, another one when that does not answer. Bounded by the length of a run.
 */
final class Crowd implements AutoCloseable {

    /** Without a schema, and soon stale: so outages show. */
    static final String COLLECTION = "prices";

    private static final Duration READ_REST = Duration.ofMillis(30);
    private static final Duration WRITE_REST = Duration.ofMillis(250);
    /** Beyond any that a gateway has: on a machine that does too much, being slow is not being away. */
    private static final Duration PATIENCE = Duration.ofSeconds(15);

    private static final Duration READY = Duration.ofSeconds(60);
    private static final int WRITTEN = 40;

    private final CheckedStack stack;
    private final Recorder recorder;
    private final String run;
    private final HttpClient client = Caller.client();
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final Queue<Seen> seen = new ConcurrentLinkedQueue<>();
    private final Set<String> withdrawn = ConcurrentHashMap.newKeySet();
    private final Map<ResourceKey, String> marks = new ConcurrentHashMap<>();
    private final AtomicBoolean over = new AtomicBoolean();
    private final AtomicInteger names = new AtomicInteger();

    Crowd(CheckedStack stack, Recorder recorder) {
        this.stack = stack;
        this.recorder = recorder;
        this.run = Long.toString(recorder.clock().epoch().toEpochMilli(), Character.MAX_RADIX);
    }

    /** Writes the documents that will be read, and returns when every gateway shows each of them. */
    void prepare(int documents) {
        Caller caller = caller();
        List<ResourceKey> keys = keys("chaos-" + run + "-", documents);
        long deadline = recorder.clock().now() + READY.toNanos();
        for (ResourceKey key : keys) {
            while (!(caller.put(instances().getFirst(), key) instanceof Acceptance.Accepted)) {
                pauseBefore(deadline, "the stack does not take writes; is it whole?");
            }
        }
        recorder.soFar(Fact.Write.class)
                .filter(write -> write.acceptance() instanceof Acceptance.Accepted)
                .forEach(write -> write.mark().ifPresent(mark -> marks.put(write.key(), mark)));
        for (String instance : instances()) {
            for (ResourceKey key : keys) {
                while (kind(key, caller.read(instance, new Target.Item(key))) == Kind.FAILED) {
                    pauseBefore(deadline, instance + " does not show what was written; is the stack whole?");
                }
            }
        }
    }

    private void pauseBefore(long deadline, String complaint) {
        if (recorder.clock().now() > deadline) {
            throw new StackException(complaint);
        }
        Jobs.pause(Duration.ofMillis(100));
    }

    private static List<ResourceKey> keys(String prefix, int count) {
        return IntStream.range(0, count)
                .mapToObj(i -> new ResourceKey(COLLECTION, prefix + i))
                .toList();
    }

    private List<String> instances() {
        return stack.gateways().keySet().stream().sorted().toList();
    }

    private Caller caller() {
        return new Caller("c" + names.incrementAndGet(), false, client, stack.gateways(), recorder).patient(PATIENCE);
    }

    /** One reader and one writer at each gateway, at an easy pace. */
    void start() {
        readers(1);
        instances().forEach(home -> threads.execute(() -> write(home, over, WRITE_REST)));
    }

    /** More readers at each gateway. */
    void readers(int each) {
        List<ResourceKey> keys = List.copyOf(marks.keySet());
        for (String home : instances()) {
            IntStream.range(0, each).forEach(i -> threads.execute(() -> read(home, keys)));
        }
    }

    /** So many clients that write without a rest, until this is closed. */
    Background flood(int clients) {
        AtomicBoolean ended = new AtomicBoolean();
        List<String> homes = instances();
        for (int i = 0; i < clients; i++) {
            String home = homes.get(i % homes.size());
            threads.execute(() -> write(home, ended, Duration.ZERO));
        }
        return () -> ended.set(true);
    }

    /** Returns when a write was refused, or after this time. */
    void awaitRefusal(Duration longest) {
        long deadline = recorder.clock().now() + longest.toNanos();
        while (seen.stream().noneMatch(one -> one.kind() == Kind.REFUSED)
                && recorder.clock().now() < deadline) {
            Jobs.pause(Duration.ofMillis(500));
        }
    }

    /** Nobody asks this gateway from now on, as when it has been taken out of its load balancer. */
    void withdraw(String instance) {
        withdrawn.add(instance);
    }

    void admit(String instance) {
        withdrawn.remove(instance);
    }

    private void read(String home, List<ResourceKey> keys) {
        Caller caller = caller();
        for (int i = 0; !over.get(); i++) {
            ResourceKey key = keys.get(i % keys.size());
            long begin = recorder.clock().now();
            add(readAnywhere(caller, home, key), begin);
            Jobs.pause(READ_REST);
        }
    }

    private Kind readAnywhere(Caller caller, String home, ResourceKey key) {
        boolean moved = false;
        for (String instance : inOrder(home)) {
            Answer answer = caller.read(instance, new Target.Item(key));
            if (!(answer instanceof Answer.Lost)) {
                Kind kind = kind(key, answer);
                return moved && kind != Kind.FAILED ? Kind.MOVED : kind;
            }
            moved = true;
        }
        return Kind.FAILED;
    }

    private Kind kind(ResourceKey key, Answer answer) {
        return switch (answer) {
            case Answer.Document(long version, String mark, Answer.Served served) ->
                !mark.equals(marks.get(key))
                        ? Kind.FAILED
                        : switch (served.cacheStatus()) {
                            case "HIT" -> Kind.HIT;
                            case "HIT-STALE" -> Kind.STALE;
                            default -> Kind.FETCHED;
                        };
            case Answer.Absent absent -> Kind.FAILED;
            case Answer.Listed listed -> Kind.FAILED;
            case Answer.Refused refused -> Kind.FAILED;
            case Answer.Lost lost -> Kind.FAILED;
        };
    }

    private void write(String home, AtomicBoolean ended, Duration rest) {
        Caller caller = caller();
        List<ResourceKey> keys = keys("chaos-" + run + "-" + names.incrementAndGet() + "w", WRITTEN);
        for (int i = 0; !ended.get() && !over.get(); i++) {
            long begin = recorder.clock().now();
            Acceptance acceptance = caller.put(inOrder(home).getFirst(), keys.get(i % keys.size()));
            add(
                    switch (acceptance) {
                        case Acceptance.Accepted accepted -> Kind.ACCEPTED;
                        case Acceptance.Refused refused -> Kind.REFUSED;
                        case Acceptance.Unknown unknown -> Kind.UNKNOWN;
                    },
                    begin);
            Jobs.pause(acceptance instanceof Acceptance.Accepted ? rest : WRITE_REST);
        }
    }

    /** The gateways to try, one after the other; never none. */
    private List<String> inOrder(String home) {
        List<String> order = new ArrayList<>(instances());
        order.remove(home);
        order.addFirst(home);
        List<String> admitted =
                order.stream().filter(instance -> !withdrawn.contains(instance)).toList();
        return admitted.isEmpty() ? order : admitted;
    }

    private void add(Kind kind, long begin) {
        long end = recorder.clock().now();
        seen.add(new Seen(end, Duration.ofNanos(end - begin).toMillis(), kind));
    }

    /** All that was seen so far. */
    Collection<Seen> seen() {
        return List.copyOf(seen);
    }

    /** Lets everybody end what they have begun. */
    void stop() {
        over.set(true);
        threads.close();
    }

    @Override
    public void close() {
        stop();
        client.close();
    }
}

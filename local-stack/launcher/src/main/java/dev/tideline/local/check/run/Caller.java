package dev.tideline.local.check.run;

import dev.tideline.events.ResourceKey;
import dev.tideline.events.SessionTicket;
import dev.tideline.local.check.history.Acceptance;
import dev.tideline.local.check.history.Answer;
import dev.tideline.local.check.history.Fact;
import dev.tideline.local.check.history.Span;
import dev.tideline.local.check.history.Target;
import dev.tideline.local.check.run.CheckedStack.Gateway;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** One worker at the gateways, with the ticket that it collects. For one thread. */
public final class Caller {

    private static final int TRIES = 3;

    private final String worker;
    private final boolean session;
    private final HttpClient client;
    private final Map<String, Gateway> gateways;
    private final Recorder recorder;
    private Duration patience = Duration.ofSeconds(4);
    private Optional<String> ticket = Optional.empty();
    private long marks;

    /** @param session whether it keeps its ticket and sends it with each request */
    public Caller(String worker, boolean session, HttpClient client, Map<String, Gateway> gateways, Recorder recorder) {
        this.worker = worker;
        this.session = session;
        this.client = client;
        this.gateways = gateways;
        this.recorder = recorder;
    }

    /** How long it waits for each answer; 4 s otherwise. */
    public Caller patient(Duration longer) {
        patience = longer;
        return this;
    }

    /** One for all callers of a run. */
    public static HttpClient client() {
        return HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .connectTimeout(Duration.ofSeconds(1))
                .build();
    }

    /** Reads once. */
    public Answer read(String instance, Target target) {
        HttpRequest.Builder request = to(instance, target.path()).GET();
        boolean withTicket = ticket.isPresent();
        long begin = recorder.clock().now();
        Answer answer;
        try {
            HttpResponse<String> response = client.send(request.build(), BodyHandlers.ofString());
            keepTicket(response);
            answer = AnswerReader.read(target, response);
        } catch (IOException lost) {
            answer = new Answer.Lost(lost.getClass().getSimpleName());
        } catch (InterruptedException interrupted) {
            answer = interrupted();
        }
        recorder.add(new Fact.Read(worker, withTicket, instance, target, since(begin), answer));
        return answer;
    }

    /** Writes a document with a new mark, as often as it takes to hear of it. */
    public Acceptance put(String instance, ResourceKey key) {
        String mark = nextMark();
        return write(instance, key, Optional.of(mark), mark);
    }

    Acceptance delete(String instance, ResourceKey key) {
        return write(instance, key, Optional.empty(), nextMark());
    }

    /** Another one than in any run before, because it makes the idempotency key too. */
    private String nextMark() {
        return worker + "-" + ++marks + "-"
                + Long.toString(recorder.clock().epoch().toEpochMilli(), 36);
    }

    /** One write, however often it has to be tried: the idempotency key makes the tries one. */
    private Acceptance write(String instance, ResourceKey key, Optional<String> mark, String idempotencyKey) {
        long begin = recorder.clock().now();
        List<String> instances = gateways.keySet().stream().sorted().toList();
        String at = instance;
        Acceptance acceptance = new Acceptance.Unknown("not sent");
        for (int attempt = 0; attempt < TRIES; attempt++) {
            Acceptance next = tryToWrite(at, key, mark, idempotencyKey);
            boolean earlierIsOpen = attempt > 0 && acceptance instanceof Acceptance.Unknown;
            acceptance = earlierIsOpen && next instanceof Acceptance.Refused ? acceptance : next;
            if (!(next instanceof Acceptance.Unknown)) {
                break;
            }
            at = instances.get((instances.indexOf(at) + 1) % instances.size());
        }
        recorder.add(new Fact.Write(worker, at, key, mark, since(begin), acceptance));
        return acceptance;
    }

    private Acceptance tryToWrite(String instance, ResourceKey key, Optional<String> mark, String idempotencyKey) {
        HttpRequest.Builder request = to(instance, "/api/" + key).header("Idempotency-Key", '"' + idempotencyKey + '"');
        mark.ifPresentOrElse(
                text -> request.header("Content-Type", "application/json")
                        .PUT(BodyPublishers.ofString("{\"mark\":\"" + text + "\"}")),
                request::DELETE);
        try {
            HttpResponse<String> response = client.send(request.build(), BodyHandlers.ofString());
            if (response.statusCode() == 202) {
                keepTicket(response);
            }
            return AnswerReader.acceptance(response);
        } catch (IOException lost) {
            return new Acceptance.Unknown(lost.getClass().getSimpleName());
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            return new Acceptance.Unknown("interrupted");
        }
    }

    private HttpRequest.Builder to(String instance, String path) {
        Gateway gateway = gateways.get(instance);
        if (gateway == null) {
            throw new IllegalArgumentException("unknown instance: " + instance);
        }
        URI uri = gateway.address().resolve(path);
        HttpRequest.Builder request = HttpRequest.newBuilder(uri).timeout(patience);
        ticket.ifPresent(held -> request.header(SessionTicket.HEADER, held));
        return request;
    }

    /** The newest ticket asks for all that the earlier ones did, because each request brings the one before. */
    private void keepTicket(HttpResponse<?> response) {
        if (session) {
            ticket = response.headers().firstValue(SessionTicket.HEADER).or(() -> ticket);
        }
    }

    private Span since(long begin) {
        return new Span(begin, recorder.clock().now());
    }

    private static Answer interrupted() {
        Thread.currentThread().interrupt();
        return new Answer.Lost("interrupted");
    }
}

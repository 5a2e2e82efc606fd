package dev.tideline.gateway.subject;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.tideline.placement.View;
import dev.tideline.subjects.BrokenSealException;
import dev.tideline.subjects.MasterKey;
import dev.tideline.subjects.SubjectKey;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http.HttpMethod;
import java.net.URI;
import java.time.Duration;
import java.util.Base64;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;
import reactor.netty.http.client.HttpClient;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/**
 * Data subjects' keys, as their home's origin keeps them: encrypted under the master key, which the origin does not have.
 * None of its publishers fails. A key stays in memory for a while, so that a subject whose key is known here can be written of
 * and read while the origin is away. Safe for use by many threads.
 */
public final class SubjectKeys {

    private final HttpClient origin;
    private final @Nullable MasterKey master;
    private final Duration timeout;
    private final Cache<Owner, Known> memory;

    /** What is known of a subject's key. */
    public sealed interface Known {}

    public record Held(SubjectKey key) implements Known {}

    /** There has never been one: nothing was written of this subject since keys are made. */
    public record None() implements Known {}

    /** The subject was erased. */
    public record Erased() implements Known {}

    /** It cannot be had now. */
    public record Away(String why) implements Known {}

    private record Owner(URI origin, String subject) {}

    /** @param region of this gateway, for the origin to know that it is one that asks */
    SubjectKeys(HttpClient http, String region, SubjectSettings settings) {
        this.origin = http.headers(out -> out.set(View.HEADER, region)).responseTimeout(settings.timeout());
        this.master = settings.master();
        this.timeout = settings.timeout();
        this.memory = Caffeine.newBuilder()
                .maximumSize(settings.maxKeys())
                .expireAfterWrite(settings.memory())
                .build();
    }

    /**
     * The key of a subject, if there is one.
     *
     * @param home the URL of the home's origin-service
     */
    public Mono<Known> find(URI home, String subject) {
        return known(home, subject, () -> ask(home, subject, HttpMethod.GET, null));
    }

    /** The key of a subject; a new one if there is none, which is then every gateway's. */
    public Mono<Known> obtain(URI home, String subject) {
        return known(
                home,
                subject,
                () -> master == null
                        ? Mono.just(new Away("this gateway has no master key"))
                        : ask(home, subject, HttpMethod.PUT, master.wrap(SubjectKey.fresh(), subject)));
    }

    private interface Question {
        Mono<Known> ask();
    }

    private Mono<Known> known(URI home, String subject, Question question) {
        Owner owner = new Owner(home, subject);
        Known remembered = memory.getIfPresent(owner);
        if (remembered != null) {
            return Mono.just(remembered);
        }
        return Mono.defer(question::ask).doOnNext(answer -> {
            if (answer instanceof Held || answer instanceof Erased) {
                memory.put(owner, answer);
            }
        });
    }

    private Mono<Known> ask(URI home, String subject, HttpMethod method, byte @Nullable [] offered) {
        byte[] body = offered == null
                ? new byte[0]
                : JsonMapper.shared()
                        .writeValueAsBytes(Map.of("key", Base64.getEncoder().encodeToString(offered)));
        HttpClient client =
                offered == null ? origin : origin.headers(out -> out.set("Content-Type", "application/json"));
        return client.request(method)
                .uri(home.resolve("/subject-keys/" + subject))
                .send(Mono.fromSupplier(() -> Unpooled.wrappedBuffer(body)))
                .responseSingle((response, content) -> content.asByteArray()
                        .defaultIfEmpty(new byte[0])
                        .map(bytes -> read(response.status().code(), bytes, subject)))
                .timeout(timeout)
                .onErrorResume(failed -> Mono.just(new Away(failed.getClass().getSimpleName())));
    }

    private Known read(int status, byte[] body, String subject) {
        return switch (status) {
            case 200 -> held(body, subject);
            case 404 -> new None();
            case 410 -> new Erased();
            default -> new Away("the origin answered " + status);
        };
    }

    private Known held(byte[] body, String subject) {
        MasterKey key = master;
        if (key == null) {
            return new Away("this gateway has no master key");
        }
        try {
            String wrapped = JsonMapper.shared().readTree(body).path("key").asString("");
            return new Held(key.unwrap(Base64.getDecoder().decode(wrapped), subject));
        } catch (BrokenSealException other) {
            return new Away("its key was wrapped under another master key");
        } catch (JacksonException | IllegalArgumentException malformed) {
            return new Away("the origin's answer cannot be read");
        }
    }
}

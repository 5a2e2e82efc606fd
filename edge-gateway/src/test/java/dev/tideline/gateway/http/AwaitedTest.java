package dev.tideline.gateway.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tideline.gateway.policy.Fields;
import dev.tideline.gateway.policy.OriginResponse;
import io.netty.channel.embedded.EmbeddedChannel;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.reactivestreams.Subscription;
import reactor.core.CoreSubscriber;
import reactor.core.publisher.Mono;
import reactor.netty.Connection;

class AwaitedTest {

    private static final Duration LONG = Duration.ofMinutes(5);

    /** An origin that answers when it is told to, whether or not anybody still waits. */
    private static final class Slow extends Mono<OriginAnswer> {

        private final AtomicReference<CoreSubscriber<? super OriginAnswer>> waiting = new AtomicReference<>();
        private final AtomicBoolean givenUp = new AtomicBoolean();

        @Override
        public void subscribe(CoreSubscriber<? super OriginAnswer> subscriber) {
            waiting.set(subscriber);
            subscriber.onSubscribe(new Subscription() {
                @Override
                public void request(long n) {}

                @Override
                public void cancel() {
                    givenUp.set(true);
                }
            });
        }

        void answer(OriginAnswer answer) {
            waiting.get().onNext(answer);
        }
    }

    private static OriginAnswer answer(EmbeddedChannel channel) {
        // An unknown length: who does not want the content closes the connection.
        return new OriginAnswer(new OriginResponse(200, Fields.empty(), 0, 0), Connection.from(channel));
    }

    @Test
    void anAnswerInTimeIsTheAnswer() {
        OriginAnswer answer = answer(new EmbeddedChannel());
        assertThat(Awaited.within(LONG, Mono.just(answer)).block()).isSameAs(answer);
    }

    @Test
    void noneInTimeIsATimeoutAndTheRequestIsGivenUp() {
        Slow origin = new Slow();
        Mono<Throwable> failure = Awaited.within(Duration.ofMillis(20), origin)
                .<Throwable>map(none -> new IllegalStateException())
                .onErrorResume(Mono::just);
        assertThat(failure.block(Duration.ofSeconds(30))).isInstanceOf(TimeoutException.class);
        assertThat(origin.givenUp).isTrue();
    }

    @Test
    void anAnswerThatComesWhenNobodyWaitsIsGivenBack() {
        Slow origin = new Slow();
        EmbeddedChannel channel = new EmbeddedChannel();
        Awaited.within(LONG, origin).subscribe().dispose();
        assertThat(origin.givenUp).isTrue();
        origin.answer(answer(channel));
        assertThat(channel.isOpen()).isFalse();
    }

    @Test
    void theEndWithoutAnAnswerIsAFailureAndAFailureIsPassedOn() {
        assertThat(Awaited.within(LONG, Mono.empty())
                        .<Throwable>map(none -> new IllegalStateException())
                        .onErrorResume(Mono::just)
                        .block())
                .isInstanceOf(OriginClient.NoAnswer.class);
        IOException broken = new IOException("broken");
        assertThat(Awaited.within(LONG, Mono.error(broken))
                        .<Throwable>map(none -> new IllegalStateException())
                        .onErrorResume(Mono::just)
                        .block())
                .isSameAs(broken);
    }
}

package dev.tideline.gateway.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.reactivestreams.Subscription;
import reactor.core.publisher.BaseSubscriber;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Sinks;

class BodyTapTest {

    private final List<String> ends = new ArrayList<>();

    private BodyTap tap(int limit) {
        return new BodyTap(limit, Duration.ofSeconds(30), new BodyTap.End() {
            @Override
            public void whole(byte[] body) {
                ends.add("whole " + body.length);
            }

            @Override
            public void tooLarge() {
                ends.add("too large");
            }

            @Override
            public void broken(Throwable why) {
                ends.add("broken");
            }
        });
    }

    private static ByteBuf chunk(int size) {
        return Unpooled.wrappedBuffer(new byte[size]);
    }

    @Test
    void aBodyWithinTheLimitIsKeptWholeThoughNobodyReadsIt() {
        BodyTap tap = tap(100);
        Flux.just(chunk(60), chunk(40)).subscribe(tap);
        assertThat(ends).containsExactly("whole 100");
        assertThat(tap.bytes().map(bytes -> bytes.length).collectList().block()).containsExactly(60, 40);
    }

    @Test
    void oneByteTooManyIsNotKeptButArrives() {
        BodyTap tap = tap(99);
        Flux.just(chunk(60), chunk(40)).subscribe(tap);
        assertThat(ends).containsExactly("too large");
        assertThat(tap.bytes().map(bytes -> bytes.length).collectList().block()).containsExactly(60, 40);
    }

    @Test
    void pastTheLimitTheOriginIsReadOnlyAsFastAsTheClientReads() {
        AtomicLong sent = new AtomicLong();
        BodyTap tap = tap(1000);
        Flux.range(0, 10_000)
                .map(i -> chunk(10_000))
                .doOnNext(buffer -> sent.addAndGet(10_000))
                .subscribe(tap);
        assertThat(sent.get()).isBetween(100_000L, 200_000L);
        AtomicLong got = new AtomicLong();
        BaseSubscriber<byte[]> slow = new BaseSubscriber<>() {
            @Override
            protected void hookOnSubscribe(Subscription subscription) {
                request(10);
            }

            @Override
            protected void hookOnNext(byte[] bytes) {
                got.addAndGet(bytes.length);
            }
        };
        tap.bytes().subscribe(slow);
        assertThat(got.get()).isEqualTo(100_000);
        assertThat(sent.get()).isBetween(200_000L, 300_000L);
        slow.requestUnbounded();
        assertThat(got.get()).isEqualTo(100_000_000);
    }

    @Test
    void aReaderThatGoesAwayEndsOnlyWhatIsNotKept() {
        Sinks.Many<ByteBuf> small = Sinks.many().unicast().onBackpressureBuffer();
        BodyTap kept = tap(100);
        small.asFlux().subscribe(kept);
        small.tryEmitNext(chunk(10));
        kept.readerGone();
        assertThat(kept.isReading()).isTrue();
        small.tryEmitNext(chunk(10));
        small.tryEmitComplete();
        assertThat(ends).containsExactly("whole 20");

        Sinks.Many<ByteBuf> large = Sinks.many().unicast().onBackpressureBuffer();
        BodyTap passing = tap(5);
        large.asFlux().subscribe(passing);
        large.tryEmitNext(chunk(10));
        passing.readerGone();
        assertThat(passing.isReading()).isFalse();
        assertThat(passing.isDisposed()).isTrue();
    }

    @Test
    void anOriginThatStopsSendingIsGivenUp() {
        List<String> told = new ArrayList<>();
        BodyTap tap = new BodyTap(100, Duration.ofMillis(50), new BodyTap.End() {
            @Override
            public void whole(byte[] body) {}

            @Override
            public void tooLarge() {}

            @Override
            public void broken(Throwable why) {
                told.add(why.getMessage());
            }
        });
        Flux.<ByteBuf>never().subscribe(tap);
        Waits.until(() -> !told.isEmpty());
        assertThat(tap.isReading()).isFalse();
    }
}

package dev.tideline.gateway.http;

import java.util.concurrent.atomic.AtomicReference;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;

/** Gives a reply to a client that may have gone by the time it is there; then what the reply holds is given back. */
final class Handover {

    private enum State {
        OPEN,
        GIVEN,
        GONE
    }

    private final Sinks.One<Reply> sink = Sinks.one();
    private final AtomicReference<State> state = new AtomicReference<>(State.OPEN);

    /** Runs the work to its end whether or not the client stays; the reply goes to the client if it did. */
    static Mono<Reply> detached(Mono<Reply> work) {
        Handover handover = new Handover();
        work.subscribe(handover::give, handover.sink::tryEmitError, handover.sink::tryEmitEmpty);
        return handover.sink.asMono().doOnCancel(handover::gone);
    }

    private void give(Reply reply) {
        if (state.compareAndSet(State.OPEN, State.GIVEN)) {
            sink.tryEmitValue(reply);
        } else {
            reply.body().abandon();
        }
    }

    private void gone() {
        state.compareAndSet(State.OPEN, State.GONE);
    }
}

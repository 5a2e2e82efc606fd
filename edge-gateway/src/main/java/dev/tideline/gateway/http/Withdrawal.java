package dev.tideline.gateway.http;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.springframework.context.SmartLifecycle;
import org.springframework.core.Ordered;
import org.springframework.http.HttpHeaders;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebFilter;
import org.springframework.web.server.WebFilterChain;
import reactor.core.publisher.Mono;

/**
 * The time between the signal to stop and the end of listening. Readiness says no from the signal on; who asks all the same
 * is answered, and told with each answer that the connection ends here (RFC 9112 section 9.6). A connection that were only
 * closed when nobody is being answered on it may just then carry a request, which nobody could tell to be lost or not.
 */
final class Withdrawal implements SmartLifecycle, WebFilter, Ordered {

    private final Duration notice;
    private final DirectRoutes direct;
    private volatile boolean running;
    private volatile boolean leaving;

    Withdrawal(Duration notice, DirectRoutes direct) {
        this.notice = notice;
        this.direct = direct;
    }

    @Override
    public void start() {
        running = true;
    }

    /** The first to stop, before anybody stops listening. */
    @Override
    public int getPhase() {
        return Integer.MAX_VALUE;
    }

    @Override
    public void stop(Runnable stopped) {
        leave();
        CompletableFuture.delayedExecutor(notice.toMillis(), TimeUnit.MILLISECONDS)
                .execute(() -> {
                    running = false;
                    stopped.run();
                });
    }

    @Override
    public void stop() {
        leave();
        running = false;
    }

    private void leave() {
        leaving = true;
        // The short way knows nothing of this: from now on every answer goes the long one.
        direct.are(List.of(), List.of());
    }

    @Override
    public boolean isRunning() {
        return running;
    }

    @Override
    public int getOrder() {
        return HIGHEST_PRECEDENCE;
    }

    @Override
    public Mono<Void> filter(ServerWebExchange exchange, WebFilterChain chain) {
        if (leaving) {
            exchange.getResponse().beforeCommit(() -> {
                exchange.getResponse().getHeaders().set(HttpHeaders.CONNECTION, "close");
                return Mono.empty();
            });
        }
        return chain.filter(exchange);
    }
}

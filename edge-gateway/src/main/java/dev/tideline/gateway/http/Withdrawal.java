package dev.tideline.gateway.http;

import io.netty.channel.Channel;
import io.netty.handler.codec.http2.DefaultHttp2GoAwayFrame;
import io.netty.handler.codec.http2.Http2Error;
import io.netty.handler.codec.http2.Http2StreamChannel;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.springframework.context.SmartLifecycle;
import org.springframework.core.Ordered;
import org.springframework.http.HttpHeaders;
import org.springframework.http.server.reactive.ServerHttpResponse;
import org.springframework.http.server.reactive.ServerHttpResponseDecorator;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebFilter;
import org.springframework.web.server.WebFilterChain;
import reactor.core.publisher.Mono;
import reactor.netty.http.server.HttpServerResponse;

/**
 * The time between the signal to stop and the end of listening. Readiness says no from the signal on; who asks all the same
 * is answered, and told with each answer that the connection ends here: by a field in HTTP/1.1 (RFC 9112 section 9.6), by a frame
 * in HTTP/2 (RFC 9113 section 6.8). A connection that were only closed when nobody is being answered on it may just then carry a
 * request, which nobody could tell to be lost or not.
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
            ServerHttpResponse response = exchange.getResponse();
            response.beforeCommit(() -> {
                response.getHeaders().set(HttpHeaders.CONNECTION, "close");
                if (ServerHttpResponseDecorator.getNativeResponse(response) instanceof HttpServerResponse out) {
                    var unused = out.withConnection(connection -> goAway(connection.channel()));
                }
                return Mono.empty();
            });
        }
        return chain.filter(exchange);
    }

    /** Opens no new stream, but ends those that are on their way: no id is too high yet. */
    private static void goAway(Channel channel) {
        if (channel instanceof Http2StreamChannel stream) {
            var unused = stream.parent()
                    .writeAndFlush(
                            new DefaultHttp2GoAwayFrame(Http2Error.NO_ERROR).setExtraStreamIds(Integer.MAX_VALUE));
        }
    }
}

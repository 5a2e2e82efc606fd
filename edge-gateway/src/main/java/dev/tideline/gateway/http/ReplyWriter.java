package dev.tideline.gateway.http;

import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;
import org.springframework.cloud.gateway.filter.GatewayFilterChain;
import org.springframework.cloud.gateway.filter.GlobalFilter;
import org.springframework.cloud.gateway.filter.NettyWriteResponseFilter;
import org.springframework.core.Ordered;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.http.server.reactive.ServerHttpResponse;
import org.springframework.web.server.ServerWebExchange;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Sends the content of a {@link Reply}, at the place where the routing filter's answers are sent. */
final class ReplyWriter implements GlobalFilter, Ordered {

    private static final String BODY = ReplyWriter.class.getName() + ".body";

    @Override
    public int getOrder() {
        return NettyWriteResponseFilter.WRITE_RESPONSE_FILTER_ORDER;
    }

    /** Leaves a reply's content to be sent when the other filters have seen its head. */
    static void leave(ServerWebExchange exchange, Body body) {
        exchange.getAttributes().put(BODY, body);
    }

    @Override
    public Mono<Void> filter(ServerWebExchange exchange, GatewayFilterChain chain) {
        return chain.filter(exchange).then(Mono.defer(() -> write(exchange))).doFinally(signal -> {
            Body left = take(exchange);
            if (left != null) {
                left.abandon();
            }
        });
    }

    private static @Nullable Body take(ServerWebExchange exchange) {
        return (Body) exchange.getAttributes().remove(BODY);
    }

    private static Mono<Void> write(ServerWebExchange exchange) {
        Body body = take(exchange);
        if (body == null) {
            return Mono.empty();
        }
        ServerHttpResponse response = exchange.getResponse();
        Flux<DataBuffer> bytes = body.open(response.bufferFactory());
        return switch (body) {
            case Body.Bytes(var slices, long length) when length == 0 -> response.setComplete();
            // In one piece, unless trailers follow.
            case Body.Bytes(var slices, long length)
            when slices.size() == 1 && !response.getHeaders().containsHeader(HttpHeaders.TRAILER) ->
                response.writeWith(bytes.next());
            case Body.Bytes all -> response.writeWith(bytes);
            case Body.Tapped tapped -> stream(response, bytes);
            case Body.Passing passing -> stream(response, bytes);
        };
    }

    private static Mono<Void> stream(ServerHttpResponse response, Flux<DataBuffer> bytes) {
        if (isEventStream(response.getHeaders().getContentType())) {
            Publisher<Publisher<DataBuffer>> each = bytes.map(Mono::just);
            return response.writeAndFlushWith(each);
        }
        return response.writeWith(bytes);
    }

    private static boolean isEventStream(@Nullable MediaType type) {
        return type != null
                && (type.isCompatibleWith(MediaType.TEXT_EVENT_STREAM)
                        || type.getSubtype().contains("ndjson")
                        || type.getSubtype().contains("stream+json")
                        || type.getSubtype().startsWith("grpc"));
    }
}

package dev.tideline.gateway.placement;

import dev.tideline.gateway.policy.HopByHop;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.buffer.UnpooledByteBufAllocator;
import io.netty.handler.codec.http.HttpMethod;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.regex.Pattern;
import org.reactivestreams.Publisher;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DataBufferUtils;
import org.springframework.core.io.buffer.NettyDataBufferFactory;
import org.springframework.http.HttpHeaders;
import org.springframework.web.reactive.function.server.ServerRequest;
import org.springframework.web.reactive.function.server.ServerResponse;
import reactor.core.publisher.Mono;
import reactor.netty.ByteBufFlux;
import reactor.netty.http.client.HttpClient;
import reactor.netty.http.client.HttpClientResponse;

/**
 * Passes a request on to a gateway of another region and its answer back. The content streams through: it is neither read
 * nor kept here.
 */
final class HomeClient {

    /** Who passed a write on; a gateway that gets one for another home than its own does not pass it on again. */
    static final String FORWARDED_BY = "X-Tideline-Forwarded-By";

    /** Of {@code /writes/{id}}: whose write it is. */
    static final String PARAMETER = "home";

    /** Of a request: what this gateway says of its own, or has settled already. */
    private static final Set<String> OWN = Set.of("host", "expect");

    /** A write's place as the home tells it, in a field or in JSON: nobody but the home knows it there. */
    private static final Pattern PLACE = Pattern.compile("(/writes/[0-9a-fA-F-]{36}\\?[^\"\\s]+)");

    private static final int MOST_BYTES = 1 << 20;

    /** The home gave no answer. */
    static final class Away extends IOException {

        private final boolean sent;

        Away(boolean sent, Throwable cause) {
            super(cause);
            this.sent = sent;
        }

        /** Whether it may have got the request all the same. */
        boolean sent() {
            return sent;
        }
    }

    private final HttpClient http;
    private final String region;
    private final String instance;
    private final Duration timeout;

    HomeClient(HttpClient http, String region, String instance, Duration timeout) {
        this.http = http;
        this.region = region;
        this.instance = instance;
        this.timeout = timeout;
    }

    /**
     * Passes a request on whose body has not been read. Fails with {@link Away} and with nothing else that the home is to blame
     * for.
     */
    Mono<ServerResponse> forward(ServerRequest request, String home, URI gateway) {
        return forward(request, content(request), home, gateway);
    }

    /** As {@link #forward(ServerRequest, String, URI)}, with the body that the request had. */
    Mono<ServerResponse> forward(ServerRequest request, byte[] body, String home, URI gateway) {
        return forward(request, Mono.fromSupplier(() -> Unpooled.wrappedBuffer(body)), home, gateway);
    }

    private Mono<ServerResponse> forward(ServerRequest request, Publisher<ByteBuf> content, String home, URI gateway) {
        AtomicBoolean connected = new AtomicBoolean();
        String query = request.uri().getRawQuery();
        return http.doOnRequest((out, connection) -> connected.set(true))
                .responseTimeout(timeout)
                .headers(out -> fields(request.headers().asHttpHeaders(), out))
                .request(HttpMethod.valueOf(request.method().name()))
                .uri(URI.create(gateway.getScheme() + "://" + gateway.getRawAuthority()
                        + request.uri().getRawPath() + (query == null ? "" : "?" + query)))
                .send(content)
                .response((response, bytes) -> whole(bytes).flatMap(body -> answer(response, body, home)))
                .next()
                .timeout(timeout)
                .onErrorMap(HomeClient::isTheirs, failure -> new Away(connected.get(), failure));
    }

    private static Publisher<ByteBuf> content(ServerRequest request) {
        HttpHeaders headers = request.headers().asHttpHeaders();
        return headers.getContentLength() > 0 || headers.containsHeader(HttpHeaders.TRANSFER_ENCODING)
                ? request.exchange().getRequest().getBody().map(NettyDataBufferFactory::toByteBuf)
                : Mono.empty();
    }

    private static boolean isTheirs(Throwable failure) {
        return failure instanceof IOException || failure instanceof TimeoutException;
    }

    private void fields(HttpHeaders in, io.netty.handler.codec.http.HttpHeaders out) {
        Set<String> dropped = new HashSet<>(OWN);
        dropped.addAll(HopByHop.NAMES);
        in.getConnection().forEach(name -> dropped.add(name.toLowerCase(Locale.ROOT)));
        in.forEach((name, values) -> {
            if (!dropped.contains(name.toLowerCase(Locale.ROOT))) {
                out.add(name, values);
            }
        });
        out.add("Via", "1.1 tideline-" + instance);
        out.set(FORWARDED_BY, region);
    }

    private static Mono<byte[]> whole(ByteBufFlux content) {
        NettyDataBufferFactory buffers = new NettyDataBufferFactory(UnpooledByteBufAllocator.DEFAULT);
        return DataBufferUtils.join(content.retain().map(buffers::wrap), MOST_BYTES)
                .map(HomeClient::bytes)
                .defaultIfEmpty(new byte[0]);
    }

    private static byte[] bytes(DataBuffer buffer) {
        byte[] bytes = new byte[buffer.readableByteCount()];
        buffer.read(bytes);
        DataBufferUtils.release(buffer);
        return bytes;
    }

    private Mono<ServerResponse> answer(HttpClientResponse response, byte[] body, String home) {
        ServerResponse.BodyBuilder answer =
                ServerResponse.status(response.status().code());
        response.responseHeaders().forEach(field -> {
            String lower = field.getKey().toLowerCase(Locale.ROOT);
            if (!HopByHop.NAMES.contains(lower) && !lower.equals("content-length")) {
                answer.header(field.getKey(), placed(field.getValue(), home));
            }
        });
        answer.header("Via", "1.1 tideline-" + instance).header(PlacementFilter.HOME, home);
        return body.length == 0
                ? answer.build()
                : answer.bodyValue(
                        placed(new String(body, StandardCharsets.UTF_8), home).getBytes(StandardCharsets.UTF_8));
    }

    private static String placed(String text, String home) {
        return PLACE.matcher(text)
                .replaceAll(place -> place.group().contains("home=") ? place.group() : place.group() + "&home=" + home);
    }
}

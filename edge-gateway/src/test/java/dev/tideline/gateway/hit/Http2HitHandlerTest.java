package dev.tideline.gateway.hit;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.http2.DefaultHttp2DataFrame;
import io.netty.handler.codec.http2.DefaultHttp2Headers;
import io.netty.handler.codec.http2.DefaultHttp2HeadersFrame;
import io.netty.handler.codec.http2.Http2ConnectionHandler;
import io.netty.handler.codec.http2.Http2ConnectionHandlerBuilder;
import io.netty.handler.codec.http2.Http2DataFrame;
import io.netty.handler.codec.http2.Http2FrameAdapter;
import io.netty.handler.codec.http2.Http2FrameCodec;
import io.netty.handler.codec.http2.Http2FrameCodecBuilder;
import io.netty.handler.codec.http2.Http2Headers;
import io.netty.handler.codec.http2.Http2HeadersFrame;
import io.netty.handler.codec.http2.Http2MultiplexHandler;
import io.netty.handler.codec.http2.Http2Settings;
import io.netty.util.ReferenceCountUtil;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Sinks;

class Http2HitHandlerTest {

    private static final int WINDOW = 100;

    /** Knows those that begin with /hit, and where to look for those that begin with /late. */
    private static final class Known implements Hits {

        private final Deque<Sinks.One<Hits.Found>> looking = new ArrayDeque<>();

        @Override
        public Looked look(Read read) {
            String path = read.url();
            if (path.startsWith("/bug")) {
                throw new IllegalStateException("a bug");
            }
            if (path.startsWith("/late")) {
                Sinks.One<Hits.Found> sink = Sinks.one();
                looking.add(sink);
                return new Looked.Elsewhere(sink.asMono());
            }
            if (path.startsWith("/hit/long")) {
                return Looked.here(new TextAnswer("x".repeat(3 * WINDOW)));
            }
            return Looked.here(path.startsWith("/hit") ? new TextAnswer("[hit]") : null);
        }
    }

    /** The server behind: notes what each stream asks, and answers each request with its path. */
    private static final class Server extends ChannelInitializer<Channel> {

        private final List<String> seen = new ArrayList<>();
        private int channels;

        @Override
        public boolean isSharable() {
            return true;
        }

        @Override
        protected void initChannel(Channel stream) {
            channels++;
            stream.pipeline().addLast(new ChannelInboundHandlerAdapter() {
                private String path = "";

                @Override
                public void channelRead(ChannelHandlerContext context, Object message) {
                    boolean end = false;
                    if (message instanceof Http2HeadersFrame head) {
                        path = head.headers().path() == null
                                ? path
                                : head.headers().path().toString();
                        seen.add(head.headers().method() + " " + head.headers().path());
                        end = head.isEndStream();
                    } else if (message instanceof Http2DataFrame data) {
                        seen.add("+" + data.content().toString(StandardCharsets.ISO_8859_1));
                        end = data.isEndStream();
                    }
                    ReferenceCountUtil.release(message);
                    if (end) {
                        var unusedHead = context.write(
                                new DefaultHttp2HeadersFrame(new DefaultHttp2Headers().status("200"), false));
                        var unusedContent = context.writeAndFlush(new DefaultHttp2DataFrame(
                                Unpooled.copiedBuffer("[" + path + "]", StandardCharsets.ISO_8859_1), true));
                    }
                }
            });
        }
    }

    /** Notes what comes back on each stream. */
    private static final class Client extends Http2FrameAdapter {

        private final Map<Integer, String> received = new TreeMap<>();
        private final List<Integer> ended = new ArrayList<>();
        private boolean sentAway;

        @Override
        public void onHeadersRead(
                ChannelHandlerContext context, int stream, Http2Headers headers, int padding, boolean end) {
            received.merge(stream, headers.status() + " ", String::concat);
        }

        @Override
        public void onHeadersRead(
                ChannelHandlerContext context,
                int stream,
                Http2Headers headers,
                int dependency,
                short weight,
                boolean exclusive,
                int padding,
                boolean end) {
            onHeadersRead(context, stream, headers, padding, end);
        }

        @Override
        public int onDataRead(ChannelHandlerContext context, int stream, ByteBuf data, int padding, boolean end) {
            received.merge(stream, data.toString(StandardCharsets.ISO_8859_1), String::concat);
            if (end) {
                ended.add(stream);
            }
            return data.readableBytes() + padding;
        }

        @Override
        public void onRstStreamRead(ChannelHandlerContext context, int stream, long code) {
            received.merge(stream, "reset " + code, String::concat);
        }

        @Override
        public void onGoAwayRead(ChannelHandlerContext context, int last, long code, ByteBuf text) {
            sentAway = true;
        }
    }

    /** Notes what is said of bugs at the end of the pipeline. */
    private static final class Bugs extends ChannelInboundHandlerAdapter {

        private final List<String> seen = new ArrayList<>();

        @Override
        public boolean isSharable() {
            return true;
        }

        @Override
        public void exceptionCaught(ChannelHandlerContext context, Throwable bug) {
            seen.add(String.valueOf(bug.getMessage()));
        }
    }

    private final Known known = new Known();
    private final Bugs bugs = new Bugs();
    private final Server server = new Server();
    private final Client client = new Client();
    private Http2ConnectionHandler asking;
    private EmbeddedChannel near;
    private EmbeddedChannel far;

    Http2HitHandlerTest() {
        connect(known, 65_535);
    }

    /**
     * Streams begin at 3: the first is that of an upgrade.
     *
     * @param window that the client gives each stream, in bytes
     */
    private void connect(@Nullable Hits hits, int window) {
        asking = new Http2ConnectionHandlerBuilder()
                .server(false)
                .frameListener(client)
                .initialSettings(Http2Settings.defaultSettings().initialWindowSize(window))
                .build();
        Http2FrameCodec codec = Http2FrameCodecBuilder.forServer().build();
        List<ChannelHandler> handlers = new ArrayList<>(List.of(codec));
        if (hits != null) {
            handlers.add(new Http2HitHandler(hits));
        }
        handlers.add(new Http2MultiplexHandler(server));
        handlers.add(bugs);
        far = new EmbeddedChannel(handlers.toArray(ChannelHandler[]::new));
        near = new EmbeddedChannel(asking);
        settle();
    }

    /** Until neither has anything to say. */
    private void settle() {
        boolean more = true;
        while (more) {
            near.flushOutbound();
            more = move(near, far);
            far.flushOutbound();
            more |= move(far, near);
        }
    }

    private static boolean move(EmbeddedChannel from, EmbeddedChannel to) {
        boolean moved = false;
        for (ByteBuf bytes = from.readOutbound(); bytes != null; bytes = from.readOutbound()) {
            moved = true;
            to.writeInbound(bytes);
        }
        return moved;
    }

    private static Http2Headers head(String method, String path) {
        return new DefaultHttp2Headers()
                .method(method)
                .path(path)
                .scheme("http")
                .authority("a");
    }

    private void send(int stream, Http2Headers head, boolean end) {
        ChannelHandlerContext context = near.pipeline().context(asking);
        var unused = asking.encoder().writeHeaders(context, stream, head, 0, end, context.newPromise());
    }

    private void send(int stream, String content) {
        ChannelHandlerContext context = near.pipeline().context(asking);
        ByteBuf bytes = Unpooled.copiedBuffer(content, StandardCharsets.ISO_8859_1);
        var unused = asking.encoder().writeData(context, stream, bytes, 0, true, context.newPromise());
    }

    private void reset(int stream) {
        ChannelHandlerContext context = near.pipeline().context(asking);
        var unused = asking.encoder().writeRstStream(context, stream, 8, context.newPromise());
    }

    private void get(int stream, String path) {
        send(stream, head("GET", path), true);
        settle();
    }

    @Test
    void a_hit_is_answered_before_the_server_hears_of_its_stream() {
        get(3, "/hit");
        assertThat(client.received).containsEntry(3, "200 [hit]");
        assertThat(client.ended).containsExactly(3);
        assertThat(server.channels).isZero();
    }

    @Test
    void what_has_no_answer_goes_on() {
        get(3, "/other");
        assertThat(client.received).containsEntry(3, "200 [/other]");
        assertThat(server.seen).containsExactly("GET /other");
    }

    @Test
    void streams_at_once_are_answered_each_by_whom_it_is_for() {
        send(3, head("POST", "/w"), false);
        send(5, head("GET", "/hit"), true);
        send(7, head("GET", "/other"), true);
        send(9, head("GET", "/hit"), true);
        settle();
        send(3, "abc");
        settle();
        assertThat(client.received).isEqualTo(Map.of(3, "200 [/w]", 5, "200 [hit]", 7, "200 [/other]", 9, "200 [hit]"));
        assertThat(server.seen).containsExactly("POST /w", "GET /other", "+abc");
        assertThat(server.channels).isEqualTo(2);
    }

    @Test
    void a_request_that_is_no_plain_read_goes_on() {
        send(3, head("HEAD", "/hit"), true);
        send(5, head("GET", "/hit").add("range", "bytes=0-1"), true);
        send(7, head("GET", "/hit").add("te", "trailers"), true);
        send(9, head("GET", "/hit").add("host", "b"), true);
        send(11, head("GET", "/hit").add("content-length", "0"), true);
        send(13, head("GET", "/hit"), false);
        settle();
        send(13, "body");
        settle();
        assertThat(server.seen)
                .containsExactly("HEAD /hit", "GET /hit", "GET /hit", "GET /hit", "GET /hit", "GET /hit", "+body");
    }

    @Test
    void an_answer_longer_than_the_window_is_sent_as_it_opens_and_disturbs_nobody() {
        connect(known, WINDOW);
        send(3, head("GET", "/hit/long"), true);
        arrive();
        // The multiplexer looks at the channels of all streams, before the codec has sent anything.
        far.pipeline().fireChannelWritabilityChanged();
        far.flushInbound();
        assertThat(client.ended).isEmpty();
        settle();
        get(5, "/hit");
        assertThat(client.received)
                .containsEntry(3, "200 " + "x".repeat(3 * WINDOW))
                .containsEntry(5, "200 [hit]");
        assertThat(client.sentAway).isFalse();
        assertThat(bugs.seen).isEmpty();
        assertThat(server.seen).isEmpty();
    }

    @Test
    void a_client_that_resets_what_is_being_sent_is_left_alone() {
        connect(known, WINDOW);
        send(3, head("GET", "/hit/long"), true);
        reset(3);
        send(5, head("GET", "/hit/long"), true);
        arrive();
        far.flushInbound();
        reset(5);
        settle();
        get(7, "/hit");
        assertThat(client.received).containsEntry(7, "200 [hit]");
        assertThat(client.sentAway).isFalse();
        assertThat(bugs.seen).isEmpty();
    }

    /** What the client has sent so far is read, and nothing is said yet of the end of the read. */
    private void arrive() {
        near.flushOutbound();
        for (ByteBuf bytes = near.readOutbound(); bytes != null; bytes = near.readOutbound()) {
            var unused = far.writeOneInbound(bytes);
        }
    }

    @Test
    void a_hit_that_comes_later_is_sent_when_it_comes_and_holds_nobody_up() {
        get(3, "/late1");
        get(5, "/late2");
        get(7, "/hit");
        get(9, "/other");
        assertThat(client.received).containsOnlyKeys(7, 9);
        known.looking.remove().tryEmitValue(() -> new TextAnswer("[late1]")).orThrow();
        known.looking.remove().tryEmitEmpty().orThrow();
        settle();
        assertThat(client.received).containsEntry(3, "200 [late1]").containsEntry(5, "200 [/late2]");
        assertThat(server.seen).containsExactly("GET /other", "GET /late2");
    }

    @Test
    void what_died_meanwhile_and_what_failed_goes_on_too() {
        get(3, "/late1");
        known.looking.remove().tryEmitValue(() -> null).orThrow();
        get(5, "/late2");
        known.looking.remove().tryEmitError(new IllegalStateException("a bug")).orThrow();
        settle();
        assertThat(client.received).isEqualTo(Map.of(3, "200 [/late1]", 5, "200 [/late2]"));
    }

    @Test
    void a_bug_is_the_business_of_one_request() {
        get(3, "/bug");
        get(5, "/hit");
        get(7, "/late");
        known.looking
                .remove()
                .tryEmitValue(() -> {
                    throw new IllegalStateException("another bug");
                })
                .orThrow();
        settle();
        assertThat(client.received).isEqualTo(Map.of(3, "200 [/bug]", 5, "200 [hit]", 7, "200 [/late]"));
        assertThat(server.seen).containsExactly("GET /bug", "GET /late");
        assertThat(bugs.seen).containsExactly("a bug", "another bug");
    }

    @Test
    void who_gives_up_while_it_waits_is_not_answered() {
        get(3, "/late");
        reset(3);
        known.looking.remove().tryEmitValue(() -> new TextAnswer("[late]")).orThrow();
        get(5, "/hit");
        assertThat(client.received).isEqualTo(Map.of(5, "200 [hit]"));
        assertThat(server.seen).isEmpty();
    }

    @Test
    void a_connection_that_goes_while_a_read_waits_leaves_nothing_behind() {
        get(3, "/late");
        var unused = far.close();
        boolean[] asked = {false};
        known.looking.remove().tryEmitValue(() -> {
            asked[0] = true;
            return null;
        });
        assertThat(asked[0]).isFalse();
        assertThat(server.seen).isEmpty();
    }

    /** Whatever is asked, the server behind reads what it would have read alone. */
    @Property(tries = 500)
    void the_server_behind_is_told_what_it_would_have_read_alone(@ForAll("asked") List<Asked> asked) {
        play(read -> Hits.Looked.UNKNOWN, asked);
        List<String> behind = List.copyOf(server.seen);
        Map<Integer, String> received = Map.copyOf(client.received);
        play(null, asked);
        assertThat(behind).isEqualTo(server.seen);
        assertThat(received).isEqualTo(client.received);
    }

    /** @param atOnce with the one before */
    record Asked(String method, boolean content, boolean reset, boolean atOnce) {}

    private void play(@Nullable Hits hits, List<Asked> asked) {
        server.seen.clear();
        client.received.clear();
        connect(hits, 65_535);
        int stream = 3;
        for (Asked one : asked) {
            send(stream, head(one.method(), "/" + stream), !one.content());
            if (!one.atOnce()) {
                settle();
            }
            if (one.reset()) {
                reset(stream);
            } else if (one.content()) {
                send(stream, "content");
            }
            stream += 2;
        }
        settle();
    }

    @Provide
    Arbitrary<List<Asked>> asked() {
        return Combinators.combine(
                        Arbitraries.of("GET", "HEAD", "POST"),
                        Arbitraries.of(true, false),
                        Arbitraries.of(true, false),
                        Arbitraries.of(true, false))
                .as(Asked::new)
                .list()
                .ofMinSize(1)
                .ofMaxSize(8);
    }
}

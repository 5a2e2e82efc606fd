package dev.tideline.gateway.hit;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpServerCodec;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.util.ReferenceCountUtil;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Sinks;

class HitHandlerTest {

    /** Knows one answer. */
    private static final Hits HITS =
            read -> Hits.Looked.here(read.url().startsWith("/hit") ? new TextAnswer("[hit]") : null);

    private static ByteBuf bytes(String text) {
        return Unpooled.copiedBuffer(text, StandardCharsets.ISO_8859_1);
    }

    /** Has to look somewhere else first; the test says when it has. */
    private static final class Slow implements Hits {

        private final Deque<Sinks.One<Hits.Found>> looking = new ArrayDeque<>();

        @Override
        public Looked look(Read read) {
            return read.url().startsWith("/late") ? later() : HITS.look(read);
        }

        Looked later() {
            Sinks.One<Hits.Found> sink = Sinks.one();
            looking.add(sink);
            return new Looked.Elsewhere(sink.asMono());
        }

        void has(String text) {
            looking.remove().tryEmitValue(() -> new TextAnswer(text)).orThrow();
        }

        void hasWhatMayNotBeServedAnyMore() {
            looking.remove().tryEmitValue(() -> null).orThrow();
        }

        void fails() {
            looking.remove().tryEmitError(new IllegalStateException("a bug")).orThrow();
        }

        void hasNothing() {
            looking.remove().tryEmitEmpty().orThrow();
        }
    }

    /** The server behind: notes what it is asked and answers when it is told to. */
    @ChannelHandler.Sharable
    private static final class Server extends ChannelInboundHandlerAdapter {

        private final List<String> seen = new ArrayList<>();

        @Override
        public void channelRead(ChannelHandlerContext context, Object message) {
            try {
                if (message instanceof HttpRequest request) {
                    seen.add(request.method() + " " + request.uri()
                            + (request.decoderResult().isFailure() ? " bad" : ""));
                }
                if (message instanceof HttpContent content && content.content().isReadable()) {
                    String text = content.content().toString(StandardCharsets.ISO_8859_1);
                    seen.add("+" + text);
                }
                if (message instanceof LastHttpContent) {
                    seen.add(".");
                }
            } finally {
                ReferenceCountUtil.release(message);
            }
        }
    }

    private final Server server = new Server();
    private final EmbeddedChannel channel = channel(HITS, server);

    private static EmbeddedChannel channel(Hits hits, Server server) {
        HitHandler handler = new HitHandler(hits);
        return new EmbeddedChannel(handler, new HttpServerCodec(), handler.owed(), server);
    }

    private void respond(String name) {
        respond(channel, name);
    }

    private static void respond(EmbeddedChannel channel, String name) {
        DefaultFullHttpResponse response =
                new DefaultFullHttpResponse(HttpVersion.HTTP_1_1, HttpResponseStatus.OK, bytes("[" + name + "]"));
        var unused = channel.writeAndFlush(response);
    }

    private String sent() {
        return sent(channel);
    }

    private static String sent(EmbeddedChannel channel) {
        StringBuilder all = new StringBuilder();
        for (ByteBuf out = channel.readOutbound(); out != null; out = channel.readOutbound()) {
            all.append(out.toString(StandardCharsets.ISO_8859_1));
            out.release();
        }
        return all.toString().replaceAll("HTTP/1.1 200 OK\r\n\r\n", "");
    }

    private static String get(String path) {
        return "GET " + path + " HTTP/1.1\r\nHost: a\r\n\r\n";
    }

    @Test
    void a_hit_is_answered_before_the_server_hears_of_it() {
        channel.writeInbound(bytes(get("/hit")));
        assertThat(sent()).isEqualTo("[hit]");
        assertThat(server.seen).isEmpty();
    }

    @Test
    void what_has_no_answer_goes_on() {
        channel.writeInbound(bytes(get("/other")));
        assertThat(server.seen).containsExactly("GET /other", ".");
        respond("other");
        assertThat(sent()).isEqualTo("[other]");
    }

    @Test
    void a_hit_behind_a_request_that_is_not_answered_yet_keeps_its_place() {
        channel.writeInbound(bytes(get("/other") + get("/hit") + get("/hit2")));
        assertThat(sent()).isEmpty();
        assertThat(server.seen).containsExactly("GET /other", ".", "GET /hit", ".", "GET /hit2", ".");
        respond("1");
        channel.writeInbound(bytes(get("/hit")));
        assertThat(sent()).isEqualTo("[1]");
        respond("2");
        respond("3");
        respond("4");
        channel.writeInbound(bytes(get("/hit")));
        assertThat(sent()).isEqualTo("[2][3][4][hit]");
    }

    @Test
    void an_interim_response_settles_nothing() {
        channel.writeInbound(bytes(get("/other")));
        var unused =
                channel.writeAndFlush(new DefaultFullHttpResponse(HttpVersion.HTTP_1_1, HttpResponseStatus.CONTINUE));
        channel.writeInbound(bytes(get("/hit")));
        assertThat(server.seen).contains("GET /hit");
    }

    @Test
    void hits_and_others_alternate_on_one_connection() {
        for (int i = 0; i < 3; i++) {
            channel.writeInbound(bytes(get("/hit") + "PUT /w HTTP/1.1\r\nHost: a\r\nContent-Length: 3\r\n\r\nabc"));
            respond("put");
        }
        assertThat(sent()).isEqualTo("[hit][put]".repeat(3));
        assertThat(server.seen).startsWith("PUT /w", "+abc", ".");
    }

    @Test
    void content_that_looks_like_a_request_is_content() {
        String smuggled = get("/hit");
        channel.writeInbound(
                bytes("POST /w HTTP/1.1\r\nHost: a\r\nContent-Length: " + smuggled.length() + "\r\n\r\n" + smuggled));
        assertThat(sent()).isEmpty();
        assertThat(server.seen).containsExactly("POST /w", "+" + smuggled, ".");
    }

    @Test
    void a_doubtful_request_hands_the_connection_over() {
        channel.writeInbound(bytes("POST /w HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n"));
        respond("chunked");
        channel.writeInbound(bytes(get("/hit")));
        respond("behind");
        assertThat(sent()).isEqualTo("[chunked][behind]");
        assertThat(server.seen).containsExactly("POST /w", ".", "GET /hit", ".");
    }

    @Test
    void a_head_that_arrives_in_pieces_is_put_together() {
        String request = get("/hit");
        for (int i = 0; i < request.length(); i++) {
            channel.writeInbound(bytes(request.substring(i, i + 1)));
        }
        assertThat(sent()).isEqualTo("[hit]");
    }

    @Test
    void bytes_left_over_are_given_back_when_the_client_goes() {
        ByteBuf half = bytes("GET /h");
        channel.writeInbound(half);
        channel.finishAndReleaseAll();
        assertThat(half.refCnt()).isZero();
    }

    @Test
    void a_hit_that_comes_later_is_sent_when_it_comes_and_what_follows_waits() {
        Slow slow = new Slow();
        EmbeddedChannel waiting = channel(slow, server);
        waiting.writeInbound(bytes(get("/hit") + get("/late1") + get("/hit")));
        assertThat(sent(waiting)).as("what was there already").isEqualTo("[hit]");
        waiting.writeInbound(bytes(get("/late2") + get("/other")));
        assertThat(sent(waiting)).isEmpty();
        slow.has("[late1]");
        assertThat(sent(waiting)).isEqualTo("[late1][hit]");
        assertThat(server.seen).isEmpty();
        slow.has("[late2]");
        assertThat(sent(waiting)).isEqualTo("[late2]");
        assertThat(server.seen).containsExactly("GET /other", ".");
    }

    @Test
    void what_is_nowhere_goes_on_later_and_in_its_place() {
        Slow slow = new Slow();
        EmbeddedChannel waiting = channel(slow, server);
        waiting.writeInbound(bytes(get("/late1") + get("/hit")));
        assertThat(server.seen).isEmpty();
        slow.hasNothing();
        assertThat(server.seen).containsExactly("GET /late1", ".", "GET /hit", ".");
        assertThat(sent(waiting)).isEmpty();
    }

    @Test
    void a_client_that_goes_while_it_waits_leaves_nothing_behind() {
        Slow slow = new Slow();
        EmbeddedChannel waiting = channel(slow, server);
        ByteBuf request = bytes(get("/late1"));
        waiting.writeInbound(request);
        waiting.finishAndReleaseAll();
        assertThat(request.refCnt()).isZero();
        AtomicBoolean asked = new AtomicBoolean();
        slow.looking.remove().tryEmitValue(() -> {
            asked.set(true);
            return null;
        });
        assertThat(asked).isFalse();
        assertThat(server.seen).isEmpty();
    }

    @Test
    void what_died_meanwhile_and_what_failed_goes_on_too() {
        Slow slow = new Slow();
        EmbeddedChannel waiting = channel(slow, server);
        waiting.writeInbound(bytes(get("/late1")));
        slow.hasWhatMayNotBeServedAnyMore();
        assertThat(server.seen).containsExactly("GET /late1", ".");
        respond(waiting, "1");
        assertThat(sent(waiting)).isEqualTo("[1]");
        waiting.writeInbound(bytes(get("/late2")));
        slow.fails();
        assertThat(server.seen).endsWith("GET /late2", ".");
    }

    /** Whatever is looked for in vain, the server behind reads what it would have read alone. */
    @Property(tries = 1000)
    void looking_elsewhere_in_vain_changes_nothing(
            @ForAll("streams") String stream, @ForAll("cuts") List<Integer> cuts) {
        Slow slow = new Slow();
        EmbeddedChannel waiting = channel(read -> slow.later(), new Server());
        int from = 0;
        for (int cut : cuts) {
            int to = Math.min(stream.length(), from + cut);
            waiting.writeInbound(bytes(stream.substring(from, to)));
            from = to;
        }
        waiting.writeInbound(bytes(stream.substring(from)));
        while (!slow.looking.isEmpty()) {
            slow.hasNothing();
        }
        List<String> seen = waiting.pipeline().get(Server.class).seen;
        waiting.finishAndReleaseAll();
        assertThat(String.join("\n", seen).replace("\n+", ""))
                .isEqualTo(seen(new EmbeddedChannel(new HttpServerCodec(), new Server()), stream, cuts));
    }

    /** Whatever comes in whatever pieces, the server behind reads what it would have read alone. */
    @Property(tries = 3000)
    void the_server_behind_is_told_what_it_would_have_read_alone(
            @ForAll("streams") String stream, @ForAll("cuts") List<Integer> cuts) {
        assertThat(seen(channel(read -> Hits.Looked.UNKNOWN, new Server()), stream, cuts))
                .isEqualTo(seen(new EmbeddedChannel(new HttpServerCodec(), new Server()), stream, cuts));
    }

    private static String seen(EmbeddedChannel through, String stream, List<Integer> cuts) {
        int from = 0;
        for (int cut : cuts) {
            int to = Math.min(stream.length(), from + cut);
            through.writeInbound(bytes(stream.substring(from, to)));
            from = to;
        }
        through.writeInbound(bytes(stream.substring(from)));
        List<String> seen = through.pipeline().get(Server.class).seen;
        through.finishAndReleaseAll();
        // Content may arrive in other pieces.
        return String.join("\n", seen).replace("\n+", "");
    }

    @Provide
    Arbitrary<String> streams() {
        Arbitrary<String> piece = Arbitraries.of(
                get("/hit"),
                get("/a"),
                "POST /w HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\n\r\nhello",
                "POST /w HTTP/1.1\r\nHost: a\r\nContent-Length: 0\r\n\r\n",
                "POST /w HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n0\r\n\r\n",
                "POST /w HTTP/1.1\r\nHost: a\r\nContent-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
                "POST /w HTTP/1.1\r\nHost: a\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nab",
                "GET /f HTTP/1.1\r\nHost: a\r\nX: 1\r\n folded\r\n\r\n",
                "GET /l HTTP/1.1\nHost: a\n\n",
                "GET /0 HTTP/1.0\r\n\r\n",
                "\r\n",
                "\0",
                "GET / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n",
                "HEAD /h HTTP/1.1\r\nHost: a\r\n\r\n");
        return piece.list().ofMinSize(1).ofMaxSize(8).map(parts -> String.join("", parts));
    }

    @Provide
    Arbitrary<List<Integer>> cuts() {
        return Arbitraries.integers().between(1, 60).list().ofMaxSize(12);
    }
}

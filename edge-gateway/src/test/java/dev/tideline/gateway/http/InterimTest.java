package dev.tideline.gateway.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.bootstrap.Bootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.handler.codec.http2.DefaultHttp2Headers;
import io.netty.handler.codec.http2.DefaultHttp2HeadersFrame;
import io.netty.handler.codec.http2.Http2DataFrame;
import io.netty.handler.codec.http2.Http2FrameCodecBuilder;
import io.netty.handler.codec.http2.Http2Headers;
import io.netty.handler.codec.http2.Http2HeadersFrame;
import io.netty.handler.codec.http2.Http2MultiplexHandler;
import io.netty.handler.codec.http2.Http2StreamChannelBootstrap;
import io.netty.handler.codec.http2.Http2StreamFrame;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;

/** RFC 9110 §15.2: an interim response is passed on, and is not the answer. */
@TestInstance(Lifecycle.PER_CLASS)
class InterimTest {

    private static final List<String> ANSWER = List.of(
            "HTTP/1.1 102 Processing\r\n\r\n",
            "HTTP/1.1 103 Early Hints\r\nLink: </a.css>; rel=preload\r\n\r\n",
            "HTTP/1.1 200 OK\r\nCache-Control: max-age=60\r\nContent-Length: 5\r\n\r\nfinal");

    private ServerSocket origin;
    private TestingGateway gateway;

    @BeforeAll
    void start() throws IOException {
        origin = new ServerSocket(0, 5, InetAddress.getLoopbackAddress());
        Thread.ofVirtual().start(this::accept);
        gateway = TestingGateway.inFrontOf("http://127.0.0.1:" + origin.getLocalPort(), "server.http2.enabled=true");
    }

    @AfterAll
    void stop() throws IOException {
        gateway.close();
        origin.close();
    }

    private void accept() {
        try {
            while (true) {
                Socket connection = origin.accept();
                Thread.ofVirtual().start(() -> answer(connection));
            }
        } catch (SocketException closed) {
            // The test is over.
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void answer(Socket connection) {
        try (connection) {
            while (readHead(connection.getInputStream())) {
                for (String message : ANSWER) {
                    connection.getOutputStream().write(message.getBytes(StandardCharsets.ISO_8859_1));
                    connection.getOutputStream().flush();
                    Thread.sleep(200);
                }
            }
        } catch (IOException | InterruptedException e) {
            // The gateway is done with it.
        }
    }

    private static boolean readHead(InputStream in) throws IOException {
        StringBuilder head = new StringBuilder();
        while (!head.toString().endsWith("\r\n\r\n")) {
            int next = in.read();
            if (next < 0) {
                return false;
            }
            head.append((char) next);
        }
        return true;
    }

    @Test
    void overHttp1() throws IOException {
        assertThat(get("/one", "1.1"))
                .startsWith("HTTP/1.1 102 Processing\r\n\r\n"
                        + "HTTP/1.1 103 Early Hints\r\nLink: </a.css>; rel=preload\r\n\r\nHTTP/1.1 200")
                .endsWith("final");
        assertThat(get("/one", "1.1")).startsWith("HTTP/1.1 200").containsIgnoringCase("x-cache-status: hit");
    }

    @Test
    void neverToAnOldClient() throws IOException {
        assertThat(get("/old", "1.0")).matches("(?s)HTTP/1\\.[01] 200.*").endsWith("final");
    }

    @Test
    void alsoForWhatGoesByTheCache() throws IOException {
        String post = "POST /by HTTP/1.1\r\nHost: x\r\nContent-Length: 0\r\nConnection: close\r\n\r\n";
        for (int i = 0; i < 2; i++) {
            assertThat(gateway.raw(post))
                    .startsWith("HTTP/1.1 102 Processing\r\n\r\n"
                            + "HTTP/1.1 103 Early Hints\r\nLink: </a.css>; rel=preload\r\n\r\nHTTP/1.1 200")
                    .endsWith("final");
        }
    }

    @Test
    void notToAnOldClientThatGoesByTheCacheEither() throws IOException {
        assertThat(gateway.raw("POST /by HTTP/1.0\r\nContent-Length: 0\r\n\r\n"))
                .matches("(?s)HTTP/1\\.[01] 200.*")
                .endsWith("final");
    }

    private String get(String path, String version) throws IOException {
        return gateway.raw("GET " + path + " HTTP/" + version + "\r\nHost: x\r\nConnection: close\r\n\r\n");
    }

    @Test
    void overHttp2() throws Exception {
        EventLoopGroup group = new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());
        try {
            List<Http2Headers> heads = heads(group, "/two");
            assertThat(heads).extracting(head -> head.status().toString()).containsExactly("102", "103", "200");
            assertThat(heads.get(1).get("link")).hasToString("</a.css>; rel=preload");
            assertThat(heads(group, "/two"))
                    .extracting(head -> head.status().toString())
                    .containsExactly("200");
        } finally {
            group.shutdownGracefully(0, 1, TimeUnit.SECONDS).sync();
        }
    }

    /** The header sections of the answer to one request. */
    private List<Http2Headers> heads(EventLoopGroup group, String path) throws Exception {
        Channel connection = new Bootstrap()
                .group(group)
                .channel(NioSocketChannel.class)
                .handler(new ChannelInitializer<>() {
                    @Override
                    protected void initChannel(Channel channel) {
                        channel.pipeline()
                                .addLast(
                                        Http2FrameCodecBuilder.forClient().build(),
                                        new Http2MultiplexHandler(new ChannelInboundHandlerAdapter()));
                    }
                })
                .connect(InetAddress.getLoopbackAddress(), gateway.port())
                .sync()
                .channel();
        List<Http2Headers> heads = new CopyOnWriteArrayList<>();
        CompletableFuture<Void> ended = new CompletableFuture<>();
        new Http2StreamChannelBootstrap(connection)
                .handler(new SimpleChannelInboundHandler<Http2StreamFrame>() {
                    @Override
                    protected void channelRead0(ChannelHandlerContext context, Http2StreamFrame frame) {
                        if (frame instanceof Http2HeadersFrame headers) {
                            heads.add(headers.headers());
                        }
                        if (frame instanceof Http2DataFrame data && data.isEndStream()) {
                            ended.complete(null);
                        }
                    }
                })
                .open()
                .sync()
                .getNow()
                .writeAndFlush(new DefaultHttp2HeadersFrame(
                        new DefaultHttp2Headers()
                                .method("GET")
                                .scheme("http")
                                .authority("h")
                                .path(path),
                        true))
                .sync();
        ended.get(10, TimeUnit.SECONDS);
        connection.close().sync();
        return heads;
    }
}

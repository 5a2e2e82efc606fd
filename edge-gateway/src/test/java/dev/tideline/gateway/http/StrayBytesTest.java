package dev.tideline.gateway.http;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.http.DefaultFullHttpRequest;
import io.netty.handler.codec.http.HttpClientCodec;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.LastHttpContent;
import org.junit.jupiter.api.Test;
import reactor.netty.Connection;

class StrayBytesTest {

    private final StrayBytes stray = new StrayBytes();
    private final EmbeddedChannel channel = new EmbeddedChannel(stray.beforeDecoder(), new HttpClientCodec(), stray);

    private void ask() {
        channel.writeOutbound(new DefaultFullHttpRequest(HttpVersion.HTTP_1_1, HttpMethod.GET, "/"));
    }

    private void receive(String text) {
        channel.writeInbound(Unpooled.copiedBuffer(text, US_ASCII));
    }

    private boolean isReusable() {
        return channel.isActive() && Connection.from(channel).isPersistent();
    }

    @Test
    void anAnswerThatEndsWhereItSaysLeavesTheConnectionAlone() {
        for (int i = 0; i < 2; i++) {
            ask();
            receive("HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n");
            receive("ok");
            assertThat(channel.inboundMessages()).last().isInstanceOf(LastHttpContent.class);
            assertThat(isReusable()).isTrue();
        }
    }

    @Test
    void aSecondAnswerInTheSamePacketReachesNobodyAndEndsTheConnection() {
        ask();
        receive("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nokHTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\nevil");
        assertThat(channel.inboundMessages().stream().filter(HttpResponse.class::isInstance))
                .hasSize(1);
        assertThat(channel.inboundMessages()).last().isInstanceOf(LastHttpContent.class);
        assertThat(isReusable()).isFalse();
    }

    @Test
    void bytesBeyondTheLengthEndTheConnectionTheyAreNoAnswerFor() {
        ask();
        receive("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok and more");
        assertThat(isReusable()).isFalse();
    }

    @Test
    void whatArrivesUnaskedEndsAnIdleConnection() {
        ask();
        receive("HTTP/1.1 204 No Content\r\n\r\n");
        assertThat(isReusable()).isTrue();
        int before = channel.inboundMessages().size();
        receive("HTTP/1.1 200 OK");
        assertThat(channel.inboundMessages()).hasSize(before);
        assertThat(channel.isActive()).isFalse();
    }
}

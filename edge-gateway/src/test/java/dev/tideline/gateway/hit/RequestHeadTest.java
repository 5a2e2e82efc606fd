package dev.tideline.gateway.hit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tideline.gateway.hit.RequestHead.Kind;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RequestHeadTest {

    private final RequestHead head = new RequestHead();

    private Kind read(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.ISO_8859_1);
        int length = Math.min(bytes.length, RequestHead.LONGEST);
        System.arraycopy(bytes, 0, head.room(), 0, length);
        return head.read(length);
    }

    private static String get(String... lines) {
        return "GET /api/products/p1?a=b HTTP/1.1\r\nHost: shop:80\r\n" + String.join("", lines) + "\r\n";
    }

    @Test
    void a_plain_read_is_one() {
        assertThat(read(get("User-Agent: x\r\n", "Accept: */*\r\n") + "GET /next"))
                .isEqualTo(Kind.READ);
        assertThat(head.url()).isEqualTo("/api/products/p1?a=b shop:80");
        assertThat(head.length())
                .isEqualTo(get("User-Agent: x\r\n", "Accept: */*\r\n").length());
        assertThat(head.contentLength()).isZero();
    }

    @Test
    void lines_of_one_name_are_joined_in_their_order() {
        assertThat(read(get("accept-encoding: gzip\r\n", "X: 1\r\n", "Accept-Encoding:  br \r\n")))
                .isEqualTo(Kind.READ);
        assertThat(head.combined("accept-encoding")).isEqualTo("gzip, br");
        assertThat(head.combined("accept-language")).isNull();
    }

    @Test
    void nothing_is_left_of_the_request_before() {
        read(get("Accept-Encoding: gzip\r\n", "Content-Length: 7\r\n"));
        assertThat(read(get())).isEqualTo(Kind.READ);
        assertThat(head.combined("accept-encoding")).isNull();
        assertThat(head.contentLength()).isZero();
    }

    @Test
    void every_head_cut_short_is_incomplete() {
        String whole = get("User-Agent: x\r\n");
        for (int i = 0; i < whole.length(); i++) {
            assertThat(read(whole.substring(0, i))).isEqualTo(Kind.INCOMPLETE);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"GET / HTTP/1.1\n", "\r\n", "GET / HTTP/1.1\r\n folded\r\n", "GET / HTTP/1.1\r\nExpect: x\r\n"})
    void a_doubt_does_not_wait_for_the_end(String text) {
        assertThat(read(text)).isEqualTo(Kind.DOUBTFUL);
    }

    @Test
    void a_head_without_an_end_is_doubtful_when_it_is_too_long() {
        assertThat(read("GET /" + "a".repeat(RequestHead.LONGEST))).isEqualTo(Kind.DOUBTFUL);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Authorization: Basic eDp5",
                "CACHE-CONTROL: no-cache",
                "If-None-Match: \"1\"",
                "If-Modified-Since: x",
                "If-Match: *",
                "If-Unmodified-Since: x",
                "If-Range: x",
                "Range: bytes=0-1",
                "Pragma: no-cache",
                "Prefer: wait=1",
                "X-Tideline-Session: t",
                "Content-Length: 0"
            })
    void who_wants_more_than_the_stored_answer_is_no_plain_read(String line) {
        assertThat(read(get(line + "\r\n"))).isEqualTo(Kind.OTHER);
    }

    @ParameterizedTest
    @ValueSource(strings = {"HEAD", "POST", "PUT", "DELETE", "OPTIONS", "PATCH", "GETT", "GE"})
    void another_method_is_no_plain_read(String method) {
        assertThat(read(method + " / HTTP/1.1\r\nHost: a\r\nContent-Length: 12\r\n\r\n"))
                .isEqualTo(Kind.OTHER);
        assertThat(head.contentLength()).isEqualTo(12);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Transfer-Encoding: chunked",
                "transfer-encoding: chunked, identity",
                "Content-Length: 1\r\nContent-Length: 1",
                "Content-Length: 1, 1",
                "Content-Length: +1",
                "Content-Length: -1",
                "Content-Length: ",
                "Content-Length: 0x1",
                "Content-Length: 9999999999999999999",
                "Content-Length : 1",
                "Expect: 100-continue",
                "Upgrade: h2c",
                "HTTP2-Settings: x",
                "TE: trailers",
                "Trailer: X",
                "Connection: close",
                "Connection: keep-alive, X",
                "Connection: Upgrade",
                "Keep-Alive: timeout=5",
                "Host: b",
                "X: a\r\n folded",
                "X: a\r\n\tfolded",
                " X: a",
                "X: a\nY: b",
                "X: a\rY: b",
                "X: \0",
                "X: \u00e9",
                "X: \u007f",
                "X\u00e9: a",
                "X",
                ": a",
                "X Y: a"
            })
    void what_may_be_read_in_two_ways_is_doubtful(String line) {
        assertThat(read(get(line + "\r\n"))).isEqualTo(Kind.DOUBTFUL);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "GET / HTTP/1.0",
                "GET / HTTP/1.1 ",
                "GET /  HTTP/1.1",
                "GET  / HTTP/1.1",
                " GET / HTTP/1.1",
                "\r\nGET / HTTP/1.1",
                "GET /#f HTTP/1.1",
                "GET http://a/ HTTP/1.1",
                "GET * HTTP/1.1",
                "GET a HTTP/1.1",
                "GET /\u00e9 HTTP/1.1",
                "GET /a\tb HTTP/1.1",
                "get / HTTP/1.1",
                "GET / http/1.1",
                "GET / HTTP/2.0",
                "GET /",
                "CONNECT / HTTP/1.1",
                "G-T / HTTP/1.1",
                ""
            })
    void another_request_line_is_doubtful(String line) {
        assertThat(read(line + "\r\nHost: a\r\n\r\n")).isEqualTo(Kind.DOUBTFUL);
    }

    @Test
    void a_request_without_host_or_with_an_empty_one_is_doubtful() {
        assertThat(read("GET / HTTP/1.1\r\nX: a\r\n\r\n")).isEqualTo(Kind.DOUBTFUL);
        assertThat(read("GET / HTTP/1.1\r\nHost:\r\n\r\n")).isEqualTo(Kind.DOUBTFUL);
    }

    @Test
    void too_many_fields_are_doubtful() {
        assertThat(read(get("X: a\r\n".repeat(63)))).isEqualTo(Kind.READ);
        assertThat(read(get("X: a\r\n".repeat(64)))).isEqualTo(Kind.DOUBTFUL);
    }
}

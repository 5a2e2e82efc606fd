package dev.tideline.gateway.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tideline.gateway.policy.Fields;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.cloud.gateway.filter.headers.GRPCRequestHeadersFilter;
import org.springframework.cloud.gateway.filter.headers.HttpHeadersFilter;
import org.springframework.cloud.gateway.filter.headers.RemoveForwardedHeadersFilter;
import org.springframework.cloud.gateway.filter.headers.RemoveHopByHopHeadersFilter;
import org.springframework.cloud.gateway.filter.headers.RemoveXForwardedHeadersFilter;
import org.springframework.cloud.gateway.filter.headers.TransferEncodingNormalizationHeadersFilter;
import org.springframework.http.HttpHeaders;
import org.springframework.mock.http.server.reactive.MockServerHttpRequest;
import org.springframework.mock.web.server.MockServerWebExchange;
import org.springframework.web.server.ServerWebExchange;

class RequestFieldsTest {

    private static final List<HttpHeadersFilter> FRAMEWORKS = List.of(
            new RemoveForwardedHeadersFilter(),
            new RemoveXForwardedHeadersFilter(),
            new TransferEncodingNormalizationHeadersFilter(),
            new RemoveHopByHopHeadersFilter(),
            new GRPCRequestHeadersFilter());

    private static ServerWebExchange exchange(String lines) {
        HttpHeaders headers = new HttpHeaders();
        lines.lines().forEach(line -> {
            int colon = line.indexOf(": ");
            headers.add(line.substring(0, colon), line.substring(colon + 2));
        });
        return MockServerWebExchange.from(MockServerHttpRequest.get("/a").headers(headers));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Host: a",
                "Host: a\nAccept: text/html\nAccept: */*\nX-Own: 1",
                "Host: a\nConnection: keep-alive, X-Own\nX-Own: 1\nKeep-Alive: timeout=5\nCookie: c=1",
                "Host: a\nTE: trailers\nTrailer: X\nUpgrade: h2c\nProxy-Authorization: b\nRange: bytes=0-1",
                "Host: a\nTransfer-Encoding: chunked\nContent-Length: 3",
                "Host: a\nContent-Type: application/grpc+proto",
                "Host: a\nForwarded: for=1.2.3.4\nX-Forwarded-For: 1.2.3.4\nX-Forwarded-Host: b",
            })
    void theFieldsAreThoseTheFrameworksFiltersLeave(String lines) {
        ServerWebExchange exchange = exchange(lines);
        Fields filtered = Headers.of(HttpHeadersFilter.filterRequest(FRAMEWORKS, exchange));
        assertThat(Headers.keyedOnly(new RequestFields(FRAMEWORKS).of(exchange)))
                .isEqualTo(Headers.keyedOnly(filtered));
    }

    @Test
    void aFilterOfSomebodyElseIsAsked() {
        HttpHeadersFilter elses = (headers, exchange) -> {
            HttpHeaders more = new HttpHeaders();
            more.add("X-Else", "1");
            return more;
        };
        RequestFields fields = new RequestFields(List.of(new RemoveHopByHopHeadersFilter(), elses));
        assertThat(fields.of(exchange("Host: a"))).isEqualTo(Fields.of("X-Else", "1"));
    }
}

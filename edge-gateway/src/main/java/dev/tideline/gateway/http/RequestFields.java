package dev.tideline.gateway.http;

import dev.tideline.gateway.policy.Fields;
import dev.tideline.gateway.policy.HopByHop;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.cloud.gateway.filter.headers.ForwardedHeadersFilter;
import org.springframework.cloud.gateway.filter.headers.GRPCRequestHeadersFilter;
import org.springframework.cloud.gateway.filter.headers.HttpHeadersFilter;
import org.springframework.cloud.gateway.filter.headers.RemoveForwardedHeadersFilter;
import org.springframework.cloud.gateway.filter.headers.RemoveHopByHopHeadersFilter;
import org.springframework.cloud.gateway.filter.headers.RemoveXForwardedHeadersFilter;
import org.springframework.cloud.gateway.filter.headers.TransferEncodingNormalizationHeadersFilter;
import org.springframework.cloud.gateway.filter.headers.XForwardedHeadersFilter;
import org.springframework.cloud.gateway.filter.headers.observation.ObservedRequestHttpHeadersFilter;
import org.springframework.http.HttpHeaders;
import org.springframework.web.server.ServerWebExchange;

/**
 * The header section of a read as its origin would see it. The framework's filters of header fields come to that by copying
 * the section again and again; for a read without content all that they do is to remove the fields of the connection.
 */
final class RequestFields {

    private final List<HttpHeadersFilter> filters;
    private final @Nullable Set<String> hopByHop;

    RequestFields(List<HttpHeadersFilter> all) {
        this.filters = all.stream()
                // It begins an observation, which only the framework's routing filter would end: it would be kept for
                // ever.
                .filter(filter -> !(filter instanceof ObservedRequestHttpHeadersFilter))
                .filter(filter -> !isAboutForwarding(filter))
                .toList();
        this.hopByHop = removed(filters);
    }

    /** They add or remove what no read that may be stored carries on in any case. */
    private static boolean isAboutForwarding(HttpHeadersFilter filter) {
        return filter instanceof ForwardedHeadersFilter
                || filter instanceof XForwardedHeadersFilter
                || filter instanceof RemoveForwardedHeadersFilter
                || filter instanceof RemoveXForwardedHeadersFilter;
    }

    /** The fields that the framework's own filters remove; null if there are others, which may do anything. */
    private static @Nullable Set<String> removed(List<HttpHeadersFilter> filters) {
        Set<String> removed = null;
        for (HttpHeadersFilter filter : filters) {
            if (filter instanceof RemoveHopByHopHeadersFilter hops) {
                removed = Set.copyOf(hops.getHeaders());
            } else if (filter.supports(HttpHeadersFilter.Type.REQUEST)
                    && !(filter instanceof PostAnswers.KeyedOnly)
                    && !(filter instanceof GRPCRequestHeadersFilter)
                    && !(filter instanceof TransferEncodingNormalizationHeadersFilter)) {
                return null;
            }
        }
        return removed;
    }

    Fields of(ServerWebExchange exchange) {
        HttpHeaders headers = exchange.getRequest().getHeaders();
        Set<String> hops = hopByHop;
        if (hops == null
                || headers.containsHeader(HttpHeaders.TRANSFER_ENCODING)
                || headers.containsHeader(HttpHeaders.CONTENT_TYPE)) {
            return Headers.of(HttpHeadersFilter.filterRequest(filters, exchange));
        }
        return HopByHop.removed(Headers.of(headers), hops);
    }
}

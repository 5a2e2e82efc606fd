package dev.tideline.gateway.http;

import dev.tideline.gateway.policy.Fields;
import io.netty.handler.codec.http.DefaultHttpHeaders;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.springframework.http.HttpHeaders;

/** Header sections between the libraries' types and {@link Fields}, and which fields never cross the gateway. */
final class Headers {

    /** The resource a response shows, named by the origin for the gateway alone. */
    static final String RESOURCE = "X-Tideline-Resource";

    static final String VERSION = "X-Data-Version";

    /**
     * Request fields by which clients are known to make origins answer something else than the URL says. None is in the
     * key, so a read that may be stored does not carry them.
     */
    private static final Set<String> UNKEYED = Set.of(
            "forwarded",
            "x-original-url",
            "x-original-uri",
            "x-original-host",
            "x-rewrite-url",
            "x-override-url",
            "x-http-method-override",
            "x-http-method",
            "x-method-override",
            "x-host",
            "x-http-host-override",
            "x-http-destinationurl",
            "x-proxy-url",
            "x-wap-profile",
            "front-end-https",
            "x-scheme",
            "x-url-scheme",
            "x-real-ip",
            "client-ip",
            "true-client-ip",
            "x-tideline-session");

    private Headers() {}

    /** What the origin calls the version of its answer; 0 for nothing. */
    static long version(Fields fields) {
        String text = fields.first(VERSION);
        try {
            return text == null ? 0 : Math.max(0, Long.parseLong(text.strip()));
        } catch (NumberFormatException e) {
            return 0;
        }
    }

    static Fields of(HttpHeaders headers) {
        Fields.Builder fields = Fields.builder();
        headers.forEach((name, values) -> values.forEach(value -> fields.add(name, value)));
        return fields.build();
    }

    static Fields of(io.netty.handler.codec.http.HttpHeaders headers) {
        Fields.Builder fields = Fields.builder();
        for (Map.Entry<String, String> line : headers) {
            fields.add(line.getKey(), line.getValue());
        }
        return fields.build();
    }

    /** For the client library, which sets Host and the framing itself. */
    static io.netty.handler.codec.http.HttpHeaders toNetty(Fields fields) {
        DefaultHttpHeaders headers = new DefaultHttpHeaders();
        fields.withoutIf(name -> name.equalsIgnoreCase("Host")
                        || name.equalsIgnoreCase("Content-Length")
                        || name.equalsIgnoreCase("Transfer-Encoding"))
                .forEach(headers::add);
        return headers;
    }

    /** A read's header section without the fields that could make its answer wrong for others. */
    static Fields keyedOnly(Fields fields) {
        return fields.withoutIf(name -> {
            String lower = name.toLowerCase(Locale.ROOT);
            return UNKEYED.contains(lower) || lower.startsWith("x-forwarded-");
        });
    }
}

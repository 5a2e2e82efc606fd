package dev.tideline.gateway.http;

import dev.tideline.gateway.policy.Fields;
import java.nio.charset.StandardCharsets;

/** Error answers of the gateway's own as problem details (RFC 9457). None of their text comes from a client. */
final class Problems {

    private Problems() {}

    static Reply reply(int status, String title, String detail, Reply.Told told) {
        byte[] body = ("{\"type\":\"about:blank\",\"title\":\"" + title + "\",\"status\":" + status + ",\"detail\":\""
                        + detail + "\"}")
                .getBytes(StandardCharsets.UTF_8);
        Fields fields = Fields.of(
                "Content-Type",
                "application/problem+json",
                "Cache-Control",
                "no-store",
                "Content-Length",
                Integer.toString(body.length));
        return new Reply(status, fields, Body.Bytes.of(body), told);
    }
}

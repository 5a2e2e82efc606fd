package dev.tideline.gateway.http;

import dev.tideline.gateway.policy.Fields;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A URL with one {@code v=number}: while the number is the current version its answer never changes, so browsers may keep it for
 * good; any other number is redirected to the current one. The version is not part of the key.
 *
 * @param wanted the version asked for
 * @param plain path and query without it
 * @param others the other parameters, raw
 */
record VersionedUrl(long wanted, String plain, List<String> others) {

    private static final Pattern VERSION = Pattern.compile("v=(0|[1-9][0-9]{0,17})");
    private static final String FOR_GOOD = "public, max-age=31536000, immutable";

    static Optional<VersionedUrl> of(String pathAndQuery) {
        int question = pathAndQuery.indexOf('?');
        if (question < 0) {
            return Optional.empty();
        }
        List<String> others = new ArrayList<>();
        long wanted = -1;
        for (String parameter : pathAndQuery.substring(question + 1).split("&", -1)) {
            if (wanted < 0 && VERSION.matcher(parameter).matches()) {
                wanted = Long.parseLong(parameter.substring(2));
            } else if (parameter.equals("v") || parameter.startsWith("v=")) {
                // Said twice, or not a version: then it is an ordinary parameter.
                return Optional.empty();
            } else {
                others.add(parameter);
            }
        }
        if (wanted < 0) {
            return Optional.empty();
        }
        String path = pathAndQuery.substring(0, question);
        String plain = others.isEmpty() ? path : path + '?' + String.join("&", others);
        return Optional.of(new VersionedUrl(wanted, plain, List.copyOf(others)));
    }

    /** The reply to the plain URL as the one to this URL. Answers without a version, and errors, stay as they are. */
    Reply of(Reply plainReply) {
        String version = plainReply.fields().first(Headers.VERSION);
        boolean good = plainReply.status() == 200 || plainReply.status() == 206 || plainReply.status() == 304;
        if (!good || version == null || !version.matches("0|[1-9][0-9]{0,17}")) {
            return plainReply;
        }
        return Long.parseLong(version) == wanted ? forGood(plainReply) : elsewhere(plainReply, version);
    }

    private static Reply forGood(Reply reply) {
        String control =
                String.valueOf(reply.fields().combined("Cache-Control")).toLowerCase(Locale.ROOT);
        if (control.contains("no-store") || control.contains("private")) {
            return reply;
        }
        Fields fields = reply.fields().without("Expires").with("Cache-Control", FOR_GOOD);
        return new Reply(reply.status(), fields, reply.body(), reply.told(), reply.trailers());
    }

    /** The location is a query alone, so no path a client sent can become another host's. */
    private Reply elsewhere(Reply reply, String version) {
        reply.body().abandon();
        List<String> all = new ArrayList<>(others);
        all.add("v=" + version);
        Fields fields =
                Fields.of("Location", '?' + String.join("&", all), "Cache-Control", "no-cache", "Content-Length", "0");
        return new Reply(307, fields.with(Headers.VERSION, version), Body.NONE, reply.told());
    }
}

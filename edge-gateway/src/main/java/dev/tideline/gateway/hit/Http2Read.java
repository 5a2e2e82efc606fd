package dev.tideline.gateway.hit;

import io.netty.handler.codec.http2.Http2Headers;
import io.netty.util.AsciiString;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A plain read of HTTP/2. Its pseudo-header fields are those of RFC 9113 section 8.3.1, as the codec has checked them. */
final class Http2Read implements Read {

    private static final AsciiString GET = AsciiString.cached("GET");
    private static final AsciiString HOST = AsciiString.cached("host");
    private static final AsciiString CONTENT_LENGTH = AsciiString.cached("content-length");

    private final Http2Headers headers;
    private final String url;

    private Http2Read(Http2Headers headers, String url) {
        this.headers = headers;
        this.url = url;
    }

    /**
     * Looks whether it is one.
     *
     * @param headers of a request without content
     * @return null if it is not
     */
    static @Nullable Http2Read of(Http2Headers headers) {
        CharSequence path = headers.path();
        CharSequence authority = headers.authority();
        if (!GET.contentEquals(headers.method()) || path == null || authority == null || !isOriginForm(path)) {
            return null;
        }
        for (Map.Entry<CharSequence, CharSequence> field : headers) {
            if (!(field.getKey() instanceof AsciiString name) || !isPlain(name)) {
                return null;
            }
        }
        return new Http2Read(headers, Read.url(path.toString(), authority.toString()));
    }

    private static boolean isOriginForm(CharSequence path) {
        for (int i = 0; i < path.length(); i++) {
            char c = path.charAt(i);
            if (c <= ' ' || c >= 0x7f || c == '#') {
                return false;
            }
        }
        return !path.isEmpty() && path.charAt(0) == '/';
    }

    /** A second name for the authority, or a length, is for the server behind to make sense of. */
    private static boolean isPlain(AsciiString name) {
        byte[] bytes = name.array();
        int from = name.arrayOffset();
        int to = from + name.length();
        return !FieldNames.NOT_PLAIN.contains(bytes, from, to)
                && !FieldNames.FRAMING.contains(bytes, from, to)
                && !name.equals(HOST)
                && !name.equals(CONTENT_LENGTH);
    }

    @Override
    public String url() {
        return url;
    }

    /** {@code Cookie} may come in several lines, which are one in HTTP/1.1 (RFC 9113 section 8.2.3). */
    @Override
    public @Nullable String combined(String lowerCaseName) {
        List<CharSequence> lines = headers.getAll(lowerCaseName);
        return lines.isEmpty() ? null : String.join(lowerCaseName.equals("cookie") ? "; " : ", ", lines);
    }
}

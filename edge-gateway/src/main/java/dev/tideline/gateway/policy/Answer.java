package dev.tideline.gateway.policy;

import java.util.List;

/**
 * What exactly to send for a request out of a stored response, after its preconditions and ranges were evaluated
 * (RFC 9110 §13.2.2, §14.2). {@code fields} is complete except for {@code Cache-Status} and the product's own fields:
 * it has {@code Age} and, where the response has content, the {@code Content-Length} of what is sent. {@code If-Match}
 * and {@code If-Unmodified-Since} are not evaluated here: such requests are forwarded ({@link CachePolicy#lookup}).
 */
public sealed interface Answer {

    /** The header section to send. */
    Fields fields();

    /** The stored response as it is; for HEAD without its body. */
    record Whole(int status, Fields fields) implements Answer {}

    /** 304 (RFC 9110 §15.4.5). */
    record NotModified(Fields fields) implements Answer {}

    /**
     * 206 with one range (RFC 9110 §15.3.7.1); {@code Content-Range} is among the fields.
     *
     * @param range the bytes of the representation; subtract {@link StoredResponse#bodyOffset} for those stored
     */
    record Part(Fields fields, ContentRange range) implements Answer {}

    /**
     * 206 {@code multipart/byteranges} (RFC 9110 §15.3.7.2): for each part send {@code head}, then the bytes of
     * {@code range}; after the last one send {@code tail}. The heads are ISO-8859-1 text with line ends.
     *
     * @param length the length of the whole content with heads and tail, in bytes
     */
    record Parts(Fields fields, List<PartHead> parts, String tail, long length) implements Answer {}

    /** One part of a multipart answer. */
    record PartHead(String head, ContentRange range) {}

    /** 416 (RFC 9110 §15.5.17); {@code Content-Range} with the length is among the fields. */
    record RangeNotSatisfiable(Fields fields) implements Answer {}
}

package dev.tideline.gateway.policy;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The message sent out of a stored response (RFC 9111 §4, RFC 9110 §13.2.2 and §15.3.7). */
final class Answering {

    private Answering() {}

    static Answer answer(CacheRequest request, StoredResponse stored, long bodyLength, long nowMs) {
        Fields fields = stored.fields().toBuilder()
                .set("Age", AgeField.render(stored.freshness().ageMs(nowMs)))
                .build();
        if (Preconditions.clientIsCurrent(request, stored)) {
            return new Answer.NotModified(notModified(fields));
        }
        ContentRange part = stored.part();
        long length = part == null ? bodyLength : part.completeLength();
        if (Ranges.applies(request, stored)) {
            List<ContentRange> ranges = Ranges.resolve(request.fields(), length);
            if (ranges != null) {
                return ranged(fields, part == null ? ranges : held(ranges, part), length);
            }
        }
        if (part != null) {
            throw new IllegalArgumentException("a stored part cannot answer for the whole; ask serve() first");
        }
        boolean bodiless = stored.status() == 204;
        return new Answer.Whole(
                stored.status(),
                bodiless ? fields.without("Content-Length") : fields.with("Content-Length", Long.toString(bodyLength)));
    }

    /** What came of the ranges, where a part ended earlier than its origin said. */
    private static List<ContentRange> held(List<ContentRange> ranges, ContentRange part) {
        return ranges.stream()
                .map(range ->
                        new ContentRange(range.first(), Math.min(range.last(), part.last()), range.completeLength()))
                .toList();
    }

    private static Answer ranged(Fields fields, List<ContentRange> ranges, long length) {
        if (ranges.isEmpty()) {
            // RFC 9110 §15.5.17: says how long it is; there is nothing to send of the representation itself.
            Fields.Builder none = withoutRepresentation(fields).toBuilder();
            return new Answer.RangeNotSatisfiable(none.set("Content-Range", "bytes */" + length)
                    .set("Content-Length", "0")
                    .build());
        }
        if (ranges.size() == 1) {
            ContentRange range = ranges.getFirst();
            return new Answer.Part(
                    fields.with("Content-Range", range.render()).with("Content-Length", Long.toString(range.length())),
                    range);
        }
        long wanted = ranges.stream().mapToLong(ContentRange::length).sum();
        return wanted > length
                ? new Answer.Whole(200, fields.with("Content-Length", Long.toString(length)))
                : parts(fields, ranges);
    }

    /** RFC 9110 §14.6: each part has its own Content-Range and Content-Type, the whole has multipart/byteranges. */
    private static Answer parts(Fields fields, List<ContentRange> ranges) {
        // A function of the response, so that equal requests get equal answers.
        String boundary = "tideline-"
                + Integer.toHexString(fields.without("Age").hashCode())
                + Integer.toHexString(ranges.hashCode());
        String type = fields.combined("Content-Type");
        List<Answer.PartHead> parts = new ArrayList<>(ranges.size());
        long total = 0;
        for (ContentRange range : ranges) {
            String head = "\r\n--" + boundary + "\r\n"
                    + (type == null ? "" : "Content-Type: " + type + "\r\n")
                    + "Content-Range: " + range.render() + "\r\n\r\n";
            parts.add(new Answer.PartHead(head, range));
            total += head.length() + range.length();
        }
        String tail = "\r\n--" + boundary + "--\r\n";
        total += tail.length();
        Fields sent = fields.without("Content-Range")
                .with("Content-Type", "multipart/byteranges; boundary=" + boundary)
                .with("Content-Length", Long.toString(total));
        return new Answer.Parts(sent, List.copyOf(parts), tail, total);
    }

    /** RFC 9110 §15.4.5: what helps to update the client's copy, and no description of content that is not sent. */
    private static Fields notModified(Fields fields) {
        Fields kept = withoutRepresentation(fields);
        return kept.has("ETag") ? kept.without("Last-Modified") : kept;
    }

    private static Fields withoutRepresentation(Fields fields) {
        return fields.withoutIf(name -> switch (name.toLowerCase(Locale.ROOT)) {
            case "content-length", "content-type", "content-encoding", "content-language", "content-range" -> true;
            case "content-md5", "content-digest", "repr-digest" -> true;
            default -> false;
        });
    }
}

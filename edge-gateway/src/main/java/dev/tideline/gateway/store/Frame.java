package dev.tideline.gateway.store;

import dev.tideline.gateway.policy.CacheKey;
import dev.tideline.gateway.policy.ContentRange;
import dev.tideline.gateway.policy.Fields;
import dev.tideline.gateway.policy.Freshness;
import dev.tideline.gateway.policy.StoredResponse;
import dev.tideline.gateway.policy.Vary;
import dev.tideline.gateway.purge.EntryScopes;
import dev.tideline.gateway.purge.Stamp;
import dev.tideline.subjects.BrokenSealException;
import dev.tideline.subjects.SubjectKey;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An entry as bytes: magic, kind, version, length, content, digest. The digest is the first 16 bytes of SHA-256 over all
 * that comes before it, the key and the body included, so a flipped bit, a cut end, or the bytes of another key are told
 * from an entry with certainty for all practical purposes. A checksum would be quicker, and would miss one damaged frame
 * in four billion. It is not a signature: who may write to Redis may write answers.
 */
final class Frame {

    static final byte ENTRY = 'E';
    static final byte INDEX = 'I';
    static final byte SEALED = 'S';

    /** Five numbers and three flags; its text is counted apart. */
    private static final int FRESHNESS = 5 * 8 + 3;

    private Frame() {}

    static byte[] write(Entry entry) {
        StoredResponse response = entry.response();
        FrameWriter out = new FrameWriter(ENTRY, size(entry));
        out.text(entry.key().text());
        out.number(response.status());
        fields(out, response.fields());
        freshness(out, response.freshness());
        out.flag(response.vary().any());
        out.texts(response.vary().names());
        out.text(response.variant());
        part(out, response.part());
        out.text(entry.mark().stamp().log());
        out.number(entry.mark().stamp().offset());
        out.number(entry.mark().version());
        out.numbers(entry.mark().scopes().toLongs());
        fields(out, entry.trailers());
        out.bytes(entry.body());
        return out.sealed();
    }

    /** The frame of an entry, encrypted for the key it is kept under, in a frame of its own. */
    static byte[] seal(byte[] frame, CacheKey key, SubjectKey with) {
        byte[] sealed = with.seal(frame, place(key));
        FrameWriter out = new FrameWriter(SEALED, FrameWriter.HEAD + 4 + sealed.length + FrameWriter.DIGEST);
        out.bytes(sealed);
        return out.sealed();
    }

    /**
     * What {@link #seal} encrypted.
     *
     * @throws CorruptFrame if it is anything else, or of another key
     */
    static byte[] open(byte[] frame, CacheKey key, SubjectKey with) throws CorruptFrame {
        FrameReader in = FrameReader.open(SEALED, frame);
        byte[] sealed = in.bytes();
        in.end();
        try {
            return with.open(sealed, place(key));
        } catch (BrokenSealException broken) {
            throw new CorruptFrame(String.valueOf(broken.getMessage()));
        }
    }

    private static byte[] place(CacheKey key) {
        return key.text().getBytes(StandardCharsets.UTF_8);
    }

    /** The bytes of its frame if all its texts are ASCII. */
    static int size(Entry entry) {
        StoredResponse response = entry.response();
        int names = 4;
        for (String name : response.vary().names()) {
            names += 4 + name.length();
        }
        int numbers = 8 + FRESHNESS + 4 + 8 + 8 + 4 + 8 * (entry.mark().scopes().size() + 1);
        int flags = 1 + 1 + (response.part() == null ? 0 : 3 * 8);
        int texts = 4
                + entry.key().text().length()
                + 4
                + response.freshness().basis().name().length()
                + 4
                + response.variant().length()
                + 4
                + entry.mark().stamp().log().length();
        long sum = (long) FrameWriter.HEAD
                + numbers
                + flags
                + texts
                + names
                + size(response.fields())
                + size(entry.trailers())
                + entry.body().length
                + FrameWriter.DIGEST;
        return (int) Math.min(Integer.MAX_VALUE - 8, sum);
    }

    private static int size(Fields fields) {
        int size = 4;
        for (int i = 0; i < fields.size(); i++) {
            size += 4 + fields.name(i).length() + 4 + fields.value(i).length();
        }
        return size;
    }

    /**
     * The entry in these bytes.
     *
     * @param key the key they were found under
     * @throws CorruptFrame if they are anything but an unchanged entry of that key, written by this version
     */
    static Entry read(byte[] frame, CacheKey key) throws CorruptFrame {
        FrameReader in = FrameReader.open(ENTRY, frame);
        if (!in.text().equals(key.text())) {
            throw new CorruptFrame("another key's entry");
        }
        int status = Math.toIntExact(in.number());
        Fields fields = fields(in);
        Freshness freshness = freshness(in);
        boolean any = in.flag();
        Vary vary = new Vary(in.texts(), any);
        String variant = in.text();
        ContentRange part = in.flag() ? new ContentRange(in.number(), in.number(), in.number()) : null;
        Stamp stamp = new Stamp(in.text(), in.number());
        long version = in.number();
        EntryScopes scopes = EntryScopes.fromLongs(in.numbers());
        Fields trailers = fields(in);
        byte[] body = in.bytes();
        in.end();
        StoredResponse response = StoredResponse.of(status, fields, freshness, vary, variant, part);
        return new Entry(key, response, body, trailers, new Entry.Mark(scopes, stamp, version));
    }

    private static void fields(FrameWriter out, Fields fields) {
        List<String> lines = new ArrayList<>(2 * fields.size());
        fields.forEach((name, value) -> lines.addAll(Arrays.asList(name, value)));
        out.texts(lines);
    }

    private static Fields fields(FrameReader in) throws CorruptFrame {
        return Fields.of(in.texts().toArray(String[]::new));
    }

    private static void freshness(FrameWriter out, Freshness freshness) {
        out.number(freshness.responseTimeMs());
        out.number(freshness.initialAgeMs());
        out.number(freshness.lifetimeMs());
        out.number(freshness.staleWhileRevalidateMs());
        out.number(freshness.staleIfErrorMs());
        out.flag(freshness.validateAlways());
        out.flag(freshness.neverStale());
        out.flag(freshness.immutable());
        out.text(freshness.basis().name());
    }

    private static Freshness freshness(FrameReader in) throws CorruptFrame {
        return new Freshness(
                in.number(),
                in.number(),
                in.number(),
                in.number(),
                in.number(),
                in.flag(),
                in.flag(),
                in.flag(),
                Freshness.Basis.valueOf(in.text()));
    }

    private static void part(FrameWriter out, @Nullable ContentRange part) {
        out.flag(part != null);
        if (part != null) {
            out.number(part.first());
            out.number(part.last());
            out.number(part.completeLength());
        }
    }
}

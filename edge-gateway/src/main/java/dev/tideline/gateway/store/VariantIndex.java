package dev.tideline.gateway.store;

import dev.tideline.gateway.policy.CacheKey;
import dev.tideline.gateway.policy.Fields;
import dev.tideline.gateway.policy.Vary;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What the second tier keeps under the key of a URL whose answers vary: which variants there are, newest first. The
 * generation is random and part of each variant's own key, so that dropping the index drops all of them for good.
 */
record VariantIndex(String generation, List<Variant> variants) {

    /**
     * One variant.
     *
     * @param names the selecting fields, lower-cased and sorted
     * @param id a digest of their names and values
     */
    record Variant(List<String> names, String id) {}

    static String id(Vary vary, String variant) {
        byte[] text = (String.join(",", vary.names()) + '\n' + variant).getBytes(StandardCharsets.UTF_8);
        return Names.hex(FrameWriter.digest(text, text.length));
    }

    /** The newest variant that the request selects, as far as the index can tell. */
    Optional<Variant> selected(Fields requestFields) {
        return variants.stream()
                .filter(variant -> {
                    Vary vary = new Vary(variant.names(), false);
                    return id(vary, vary.variant(requestFields)).equals(variant.id());
                })
                .findFirst();
    }

    /** With one more variant, or the same ones with it first. May be longer than the bound allows. */
    VariantIndex with(Variant added) {
        List<Variant> all = new ArrayList<>();
        all.add(added);
        variants.stream().filter(other -> !other.id().equals(added.id())).forEach(all::add);
        return new VariantIndex(generation, List.copyOf(all));
    }

    VariantIndex first(int count) {
        return new VariantIndex(generation, variants.subList(0, Math.min(count, variants.size())));
    }

    byte[] write(CacheKey key) {
        FrameWriter out = new FrameWriter(Frame.INDEX, 512);
        out.text(key.text());
        out.text(generation);
        out.number(variants.size());
        variants.forEach(variant -> {
            out.texts(variant.names());
            out.text(variant.id());
        });
        return out.sealed();
    }

    static VariantIndex read(byte[] frame, CacheKey key) throws CorruptFrame {
        FrameReader in = FrameReader.open(Frame.INDEX, frame);
        if (!in.text().equals(key.text())) {
            throw new CorruptFrame("another key's index");
        }
        String generation = in.text();
        List<Variant> variants = new ArrayList<>();
        for (long left = in.number(); left > 0; left--) {
            variants.add(new Variant(in.texts(), in.text()));
        }
        in.end();
        return new VariantIndex(generation, List.copyOf(variants));
    }
}

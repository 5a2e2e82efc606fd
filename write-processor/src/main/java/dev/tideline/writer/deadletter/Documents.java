package dev.tideline.writer.deadletter;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.tideline.writer.store.LoggedRecord;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/** What operators are shown. */
final class Documents {

    private Documents() {}

    static Map<String, Object> list(
            Map<String, Long> causes, List<DeadLetterBook.Entry> letters, @Nullable String next) {
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("open", causes);
        document.put("letters", letters.stream().map(Documents::summary).toList());
        if (next != null) {
            document.put("next", next);
        }
        return document;
    }

    private static Map<String, Object> summary(DeadLetterBook.Entry letter) {
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("id", letter.id());
        document.put("state", letter.state());
        document.put("cause", letter.cause());
        document.put("detail", letter.detail());
        document.put("tries", letter.tries());
        document.put("position", letter.position());
        if (letter.writeId() != null) {
            document.put("writeId", letter.writeId());
        }
        if (letter.resource() != null) {
            document.put("resource", letter.resource());
        }
        document.put("failedAt", letter.failedAt().toString());
        return document;
    }

    /**
     * With the record: its value as text, and in base64 because the text may not be all of it. What is encrypted is shown as
     * {@code write} as well, or {@code closed} says why not.
     */
    static Map<String, Object> whole(DeadLetterBook.Entry letter, SealedLetters.Opened opened) {
        Map<String, Object> document = summary(letter);
        document.put("key", text(letter.record().key()));
        document.put("value", text(letter.record().value()));
        document.put("valueBase64", base64(letter.record().value()));
        switch (opened) {
            case SealedLetters.Opened.Plain() -> {}
            case SealedLetters.Opened.Open(String write) -> document.put("write", write);
            case SealedLetters.Opened.Closed(String why) -> document.put("closed", why);
        }
        document.put(
                "headers",
                letter.record().headers().stream()
                        .collect(Collectors.toMap(
                                LoggedRecord.Header::name,
                                header -> text(header.value()),
                                (first, second) -> first + ", " + second,
                                LinkedHashMap::new)));
        return document;
    }

    private static String text(byte @Nullable [] bytes) {
        return bytes == null ? "" : new String(bytes, UTF_8);
    }

    private static String base64(byte @Nullable [] bytes) {
        return bytes == null ? "" : Base64.getEncoder().encodeToString(bytes);
    }

    static Map<String, Object> dryRun(List<DeadLetterBook.Entry> letters, String confirm) {
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("dryRun", true);
        document.put("count", letters.size());
        document.put(
                "letters", letters.stream().limit(100).map(Documents::summary).toList());
        document.put("confirm", confirm);
        return document;
    }

    static Map<String, Object> done(String what, List<DeadLetterBook.Entry> letters) {
        return Map.of(what, letters.size());
    }

    /** Stands for exactly these letters. It guards against surprises, not against forgery. */
    static String confirmation(List<DeadLetterBook.Entry> letters) {
        CRC32C sum = new CRC32C();
        letters.forEach(letter -> sum.update((letter.id() + ",").getBytes(UTF_8)));
        return letters.size() + "-" + Long.toHexString(sum.getValue());
    }
}

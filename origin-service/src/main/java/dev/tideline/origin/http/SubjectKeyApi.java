package dev.tideline.origin.http;

import dev.tideline.events.ResourceKey;
import dev.tideline.origin.store.SubjectKeys;
import dev.tideline.placement.View;
import java.util.Base64;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.http.CacheControl;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RestController;

/**
 * {@code /subject-keys/{id}}: where gateways keep the keys of data subjects, encrypted under a master key that this service
 * does not have. For gateways only: they alone send {@link View#HEADER}, and let no client send it.
 */
@RestController
class SubjectKeyApi {

    /** A wrapped key has 60 bytes. */
    private static final int MOST_BYTES = 256;

    private final SubjectKeys keys;

    SubjectKeyApi(SubjectKeys keys) {
        this.keys = keys;
    }

    /** What goes both ways: {@code {"key": "<Base64>"}}. */
    record KeyDocument(@Nullable String key) {}

    @GetMapping("/subject-keys/{subject}")
    ResponseEntity<?> find(
            @PathVariable String subject, @RequestHeader(name = View.HEADER, required = false) @Nullable String view) {
        Problem refused = refusal(subject, view);
        return refused == null ? answer(keys.find(subject)) : refused.answer();
    }

    @PutMapping("/subject-keys/{subject}")
    ResponseEntity<?> keep(
            @PathVariable String subject,
            @RequestHeader(name = View.HEADER, required = false) @Nullable String view,
            @RequestBody KeyDocument document) {
        Problem refused = refusal(subject, view);
        if (refused != null) {
            return refused.answer();
        }
        byte[] wrapped = bytes(document.key());
        return wrapped == null
                ? Problem.badParameter("key", "1 to " + MOST_BYTES + " bytes in Base64")
                        .answer()
                : answer(keys.keep(subject, wrapped));
    }

    private static @Nullable Problem refusal(String subject, @Nullable String view) {
        if (view == null) {
            return Problem.regionMissing("subjects' keys");
        }
        return ResourceKey.isId(subject) ? null : Problem.notAName("subject-keys/" + subject);
    }

    private static byte @Nullable [] bytes(@Nullable String base64) {
        try {
            byte[] bytes = base64 == null ? new byte[0] : Base64.getDecoder().decode(base64);
            return bytes.length == 0 || bytes.length > MOST_BYTES ? null : bytes;
        } catch (IllegalArgumentException notBase64) {
            return null;
        }
    }

    private static ResponseEntity<?> answer(SubjectKeys.Known known) {
        return switch (known) {
            case SubjectKeys.Known.Wrapped(byte[] key) ->
                ResponseEntity.ok()
                        .contentType(MediaType.APPLICATION_JSON)
                        .cacheControl(CacheControl.noStore())
                        .body(Map.of("key", Base64.getEncoder().encodeToString(key)));
            case SubjectKeys.Known.Destroyed() -> Problem.gone("The key").answer();
            case SubjectKeys.Known.None() -> Problem.notFound("such key").answer();
        };
    }
}

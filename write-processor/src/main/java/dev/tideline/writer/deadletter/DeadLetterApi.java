package dev.tideline.writer.deadletter;

import dev.tideline.writer.WriterSettings.Role;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.util.UriComponentsBuilder;

/**
 * {@code /dead-letters}: list, show, replay, discard. A replay or a discard is asked for twice: first without {@code
 * confirm}, which only says what would be done; then with the {@code confirm} of that answer, which holds for exactly those
 * letters.
 */
@RestController
@RequestMapping("/dead-letters")
class DeadLetterApi {

    private static final int MOST_LISTED = 200;

    private final DeadLetterBook book;
    private final SealedLetters sealed;
    private final Replays replays;
    private final Operators operators;

    DeadLetterApi(DeadLetterBook book, SealedLetters sealed, Replays replays, Operators operators) {
        this.book = book;
        this.sealed = sealed;
        this.replays = replays;
        this.operators = operators;
    }

    @GetMapping
    ResponseEntity<Object> list(
            @RequestHeader(name = HttpHeaders.AUTHORIZATION, required = false) @Nullable String authorization,
            @RequestParam(defaultValue = "open") String state,
            @RequestParam(defaultValue = "") String cause,
            @RequestParam(defaultValue = "0") long after,
            @RequestParam(defaultValue = "" + MOST_LISTED) int limit) {
        int most = Math.clamp(limit, 1, MOST_LISTED);
        return operators.admit(authorization, Role.VIEW, operator -> {
            List<DeadLetterBook.Entry> found = book.list(state, cause, after, most + 1);
            List<DeadLetterBook.Entry> page = found.subList(0, Math.min(most, found.size()));
            String next = found.size() > most ? next(state, cause, page.getLast(), most) : null;
            return ResponseEntity.ok(Documents.list(book.causes(), page, next));
        });
    }

    private static String next(String state, String cause, DeadLetterBook.Entry last, int limit) {
        return UriComponentsBuilder.fromPath("/dead-letters")
                .queryParam("state", "{state}")
                .queryParam("cause", "{cause}")
                .queryParam("after", last.id())
                .queryParam("limit", limit)
                .encode()
                .buildAndExpand(state, cause)
                .toUriString();
    }

    /** With the record itself, which may be personal: so it needs the greater role, and is written down. */
    @GetMapping("/{id}")
    ResponseEntity<Object> show(
            @RequestHeader(name = HttpHeaders.AUTHORIZATION, required = false) @Nullable String authorization,
            @PathVariable long id) {
        return operators.admit(authorization, Role.ACT, operator -> {
            DeadLetterBook.Entry letter = book.find(id).orElse(null);
            if (letter == null) {
                return Problem.of(404, "unknown-letter", "Unknown letter", "There is no letter " + id + ".");
            }
            book.audit(operator, "shown", new long[] {id}, null);
            return ResponseEntity.ok(Documents.whole(letter, sealed.open(letter.record())));
        });
    }

    @PostMapping("/replay")
    ResponseEntity<Object> replay(
            @RequestHeader(name = HttpHeaders.AUTHORIZATION, required = false) @Nullable String authorization,
            @RequestBody ActionRequest request) {
        return operators.admit(
                authorization,
                Role.ACT,
                operator -> act(request, letters -> {
                    if (!replays.send(letters)) {
                        return Problem.of(503, "queue-away", "Kafka does not answer", "Nothing is marked as replayed.");
                    }
                    book.close(letters, "replayed", operator, request.reason());
                    return ResponseEntity.ok(Documents.done("replayed", letters));
                }));
    }

    @PostMapping("/discard")
    ResponseEntity<Object> discard(
            @RequestHeader(name = HttpHeaders.AUTHORIZATION, required = false) @Nullable String authorization,
            @RequestBody ActionRequest request) {
        return operators.admit(authorization, Role.ACT, operator -> {
            String reason = request.reason();
            if (reason == null || reason.isBlank() || reason.length() > 500) {
                return Problem.of(400, "no-reason", "A reason is needed", "Say in up to 500 characters why.");
            }
            return act(request, letters -> {
                book.close(letters, "discarded", operator, reason);
                return ResponseEntity.ok(Documents.done("discarded", letters));
            });
        });
    }

    private ResponseEntity<Object> act(
            ActionRequest request, Function<List<DeadLetterBook.Entry>, ResponseEntity<Object>> action) {
        Selection selection = request.selection();
        if (selection == null) {
            return Problem.of(
                    400,
                    "bad-selection",
                    "Which letters?",
                    "Name exactly one of 'letters' (1 to " + Selection.MOST + " ids), 'cause' and 'all'.");
        }
        List<DeadLetterBook.Entry> letters = book.select(selection);
        String confirm = Documents.confirmation(letters);
        if (request.confirm() == null) {
            return ResponseEntity.ok(Documents.dryRun(letters, confirm));
        }
        if (!confirm.equals(request.confirm())) {
            return Problem.of(
                    409,
                    "selection-changed",
                    "Other letters than in the dry run",
                    "Ask without 'confirm' to see which letters are chosen now.");
        }
        return action.apply(letters);
    }
}

package dev.tideline.writer.decide;

import org.jspecify.annotations.Nullable;

/**
 * Why a write was not applied, in the terms of RFC 9457. Never holds content of the document: it is kept with the outcome
 * and shown to whoever asks for it.
 *
 * @param slug the last part of the problem's type
 * @param status what a client that waited for the outcome is answered with
 * @param pointer the place in the payload, as a JSON pointer
 */
public record Problem(
        String slug,
        int status,
        String title,
        String detail,
        @Nullable String pointer) {

    public String type() {
        return "urn:tideline:problem:" + slug;
    }

    public static Problem deadLettered(int tries) {
        return new Problem(
                "dead-lettered",
                500,
                "Could not be applied",
                "The write was tried " + tries + " times; an operator will look at it.",
                null);
    }

    /** The write came when its data subject had been erased, or was not applied by then. */
    public static Problem subjectErased() {
        return new Problem(
                "subject-erased", 410, "The data subject was erased", "Nothing can be written of it any more.", null);
    }

    static Problem noHome() {
        return new Problem("no-home", 422, "No home named", "An id of this collection begins with its home.", null);
    }

    static Problem notTheHome(String home) {
        return new Problem("not-the-home", 421, "Misdirected request", "Its home is " + home + ".", null);
    }

    static Problem homeDiffers(String home, String pointer) {
        return new Problem(
                "home-differs",
                422,
                "Another home than the id's",
                "The id says " + home + ". A record does not move: delete it and create it at its new home.",
                pointer);
    }

    static Problem preconditionFailed(String detail) {
        return new Problem("precondition-failed", 412, "Precondition failed", detail, null);
    }

    static Problem alreadyExists(long version) {
        return new Problem(
                "already-exists", 409, "Already exists", "The resource exists at version " + version + ".", null);
    }

    static Problem preconditionRequired() {
        return new Problem(
                "precondition-required",
                428,
                "Precondition required",
                "This collection refuses concurrent changes: name the version you change with If-Match.",
                null);
    }

    static Problem notFound() {
        return new Problem("not-found", 404, "Not found", "There is no such resource to change or delete.", null);
    }

    static Problem malformed(String detail, @Nullable String pointer) {
        return new Problem("malformed-payload", 400, "Malformed payload", detail, pointer);
    }

    static Problem patchConflict(String detail, String pointer) {
        return new Problem("patch-conflict", 409, "The patch does not fit the document", detail, pointer);
    }

    static Problem notACounter(String detail, @Nullable String pointer) {
        return new Problem("not-a-counter", 422, "Not a counter", detail, pointer);
    }

    static Problem tooLarge(long limit) {
        return new Problem(
                "document-too-large",
                413,
                "Document too large",
                "The document would be larger than " + limit + " bytes.",
                null);
    }
}

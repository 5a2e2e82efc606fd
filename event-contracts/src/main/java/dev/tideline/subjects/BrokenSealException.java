package dev.tideline.subjects;

/** Sealed bytes that this key does not open: another key's, another place's, or damaged. */
public final class BrokenSealException extends Exception {

    BrokenSealException(String what) {
        super(what);
    }
}

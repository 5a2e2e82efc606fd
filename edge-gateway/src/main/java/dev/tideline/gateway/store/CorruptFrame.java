package dev.tideline.gateway.store;

/** Bytes of the second tier that are not an unchanged entry of this version under this key. */
final class CorruptFrame extends Exception {

    CorruptFrame(String why) {
        super(why, null, false, false);
    }
}

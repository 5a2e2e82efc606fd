package dev.tideline.gateway.http;

import dev.tideline.gateway.policy.Fields;
import java.util.function.Consumer;

/**
 * An interim response (RFC 9110 §15.2).
 *
 * @param status from 102 to 199; 100 and 101 are between neighbours
 */
record Interim(int status, Fields fields) {

    /** Nobody to pass it on to. */
    static final Consumer<Interim> UNHEARD = interim -> {};

    static boolean is(int status) {
        return status >= 102 && status < 200;
    }
}

package dev.tideline.backends;

import java.util.Objects;

/** A backend cannot be started or stopped; the message is one line, fit to be shown to a person as it is. */
public class BackendException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public BackendException(String message) {
        super(message);
    }

    public BackendException(String message, Throwable cause) {
        super(message, cause);
    }

    /** Never null, unlike those of other exceptions. */
    @Override
    public String getMessage() {
        return Objects.requireNonNull(super.getMessage());
    }
}

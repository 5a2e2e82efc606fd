package dev.tideline.local.stack;

import java.util.List;
import java.util.Objects;

/** The stack cannot do what was asked; the message is one line for a person, the details may follow it. */
public final class StackException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient List<String> details;

    public StackException(String message) {
        this(message, List.of());
    }

    /**
     * With lines that help to find the cause.
     *
     * @param details such as the end of a log
     */
    public StackException(String message, List<String> details) {
        super(message);
        this.details = List.copyOf(details);
    }

    /** Never null, unlike those of other exceptions. */
    @Override
    public String getMessage() {
        return Objects.requireNonNull(super.getMessage());
    }

    public List<String> details() {
        return details;
    }
}

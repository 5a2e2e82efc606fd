package dev.tideline.origin;

import dev.tideline.settings.WrongSetting;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.bind.BindException;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.diagnostics.FailureAnalyzer;

/** A wrong setting in words instead of a stack trace: which key, what it is, what is allowed. */
final class StartupFailure implements FailureAnalyzer {

    @Override
    public @Nullable FailureAnalysis analyze(Throwable failure) {
        return WrongSetting.toldBy(failure)
                .or(() -> unreadable(failure))
                .map(line -> new FailureAnalysis(line, null, failure))
                .orElse(null);
    }

    /** A value that is not even of its setting's type. */
    private static Optional<String> unreadable(Throwable failure) {
        Throwable cause = failure;
        while (cause != null && !(cause instanceof BindException)) {
            cause = cause.getCause();
        }
        if (!(cause instanceof BindException unbound)
                || !unbound.getName().toString().startsWith("tideline")) {
            return Optional.empty();
        }
        Object value =
                unbound.getProperty() == null ? null : unbound.getProperty().getValue();
        String allowed = "a value of type " + unbound.getTarget().getType();
        return Optional.ofNullable(new WrongSetting(unbound.getName().toString(), value, allowed).getMessage());
    }
}

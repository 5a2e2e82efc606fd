package dev.tideline.writer;

import dev.tideline.placement.PlacementException;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.bind.BindException;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.diagnostics.FailureAnalyzer;

/** A wrong setting in words instead of a stack trace: which key, what it is, what is allowed. */
final class StartupFailure implements FailureAnalyzer {

    @Override
    public @Nullable FailureAnalysis analyze(Throwable failure) {
        BindException unbound = null;
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof WrongSetting || cause instanceof PlacementException) {
                return new FailureAnalysis(cause.getMessage(), null, cause);
            }
            if (cause instanceof BindException bind) {
                unbound = bind;
            }
        }
        return unbound == null || !unbound.getName().toString().startsWith("tideline") ? null : unreadable(unbound);
    }

    private static FailureAnalysis unreadable(BindException unbound) {
        Object value =
                unbound.getProperty() == null ? null : unbound.getProperty().getValue();
        String type = String.valueOf(unbound.getTarget().getType());
        return new FailureAnalysis(
                new WrongSetting(unbound.getName().toString(), value, "a value of type " + type).getMessage(),
                null,
                unbound);
    }
}

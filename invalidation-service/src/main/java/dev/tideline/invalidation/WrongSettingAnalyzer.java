package dev.tideline.invalidation;

import dev.tideline.settings.WrongSetting;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.diagnostics.FailureAnalyzer;

/** Turns a wrong setting, or a wrong placement file, anywhere in a start-up failure into its lines instead of a stack trace. */
final class WrongSettingAnalyzer implements FailureAnalyzer {

    @Override
    public @Nullable FailureAnalysis analyze(Throwable failure) {
        return WrongSetting.toldBy(failure)
                .map(lines -> new FailureAnalysis(lines, null, failure))
                .orElse(null);
    }
}

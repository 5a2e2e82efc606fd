package dev.tideline.writer.testbed;

import dev.tideline.writer.watch.BatchCounts;
import dev.tideline.writer.watch.WriteListener;
import java.time.Duration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.core.env.Environment;
import org.springframework.stereotype.Component;

/**
 * Holds a processor at one step of its first batch with writes, and says so on its output, so that a test can kill or pause
 * it right there. It exists on the test class path only and is switched on by {@code tideline.test.failpoint}, which is
 * {@code before-commit}, {@code after-commit} or {@code after-announce}.
 */
@Component
@ConditionalOnProperty("tideline.test.failpoint")
public class Failpoint implements WriteListener {

    private final String step;
    private boolean reached;

    Failpoint(Environment environment) {
        step = environment.getRequiredProperty("tideline.test.failpoint");
    }

    @Override
    public void aboutToCommit(int partition) {
        hold("before-commit");
    }

    @Override
    public void committed(int partition, BatchCounts counts, Duration took) {
        hold("after-commit");
    }

    @Override
    public void announced(int partition, int changes) {
        hold("after-announce");
    }

    private synchronized void hold(String here) {
        if (here.equals(step) && !reached) {
            reached = true;
            System.out.println("FAILPOINT " + here);
            try {
                // Long enough for a test to kill or pause this process; one that is paused and resumed goes on.
                Thread.sleep(Duration.ofSeconds(8));
            } catch (InterruptedException interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }
}

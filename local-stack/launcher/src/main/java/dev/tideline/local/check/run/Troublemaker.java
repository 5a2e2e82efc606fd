package dev.tideline.local.check.run;

import dev.tideline.local.check.history.Fact;
import dev.tideline.local.check.history.Span;
import dev.tideline.local.check.plan.Disturbance;
import dev.tideline.local.check.plan.FaultPlan;
import dev.tideline.local.check.plan.FaultPlan.Outage;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;

/** Breaks things by plan and makes them whole again. */
final class Troublemaker {

    private final CheckedStack stack;
    private final OriginProxy proxy;
    private final Recorder recorder;
    private final Consumer<String> progress;

    Troublemaker(CheckedStack stack, OriginProxy proxy, Recorder recorder, Consumer<String> progress) {
        this.stack = stack;
        this.proxy = proxy;
        this.recorder = recorder;
        this.progress = progress;
    }

    /** The two independent jobs: the origin's troubles, and the parts'. Each returns when the last thing is whole again. */
    List<Runnable> jobs(FaultPlan plan, long startNanos) {
        return List.of(
                () -> play(plan, Disturbance.OfOrigin.class, startNanos),
                () -> play(plan, Disturbance.OfPart.class, startNanos));
    }

    private void play(FaultPlan plan, Class<? extends Disturbance> kind, long start) {
        for (Outage outage : plan.outages()) {
            if (!kind.isInstance(outage.what())) {
                continue;
            }
            sleepUntil(start + outage.from().toNanos());
            long begin = recorder.clock().now();
            progress.accept(outage.what().told());
            breakDown(outage.what());
            // A part that took long to break is down for its time all the same.
            sleepUntil(Math.max(recorder.clock().now(), begin) + outage.length().toNanos());
            repair(outage.what());
            recorder.add(new Fact.Fault(
                    outage.what().told(), new Span(begin, recorder.clock().now())));
        }
    }

    private void breakDown(Disturbance what) {
        switch (what) {
            case Disturbance.OfOrigin ofOrigin -> proxy.breakDown(ofOrigin);
            case Disturbance.OfPart ofPart -> stack.breakDown(ofPart);
        }
    }

    private void repair(Disturbance what) {
        switch (what) {
            case Disturbance.OfOrigin ofOrigin -> proxy.repair();
            case Disturbance.OfPart ofPart -> stack.repair(ofPart);
        }
    }

    private void sleepUntil(long moment) {
        try {
            Thread.sleep(Duration.ofNanos(Math.max(0, moment - recorder.clock().now())));
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}

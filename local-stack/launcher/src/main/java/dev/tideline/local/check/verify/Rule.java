package dev.tideline.local.check.verify;

import dev.tideline.local.check.history.History;
import java.util.List;

/** One promise. */
public interface Rule {

    /** Every promise there is. */
    List<Rule> ALL = List.of(
            new NothingOlderThanAnAppliedPurge(),
            new SessionsNeverGoBack(),
            new SessionsSeeTheirWrites(),
            new ClaimedBoundsAreTrue(),
            new WritesSettleOnceInOrder(),
            new DocumentsAreWhatWasWritten(),
            new InstancesConverge());

    /** The promises of a write's way, from its acknowledgement to its purge. */
    List<Rule> OF_WRITES = List.of(
            new WritesSettleOnceInOrder(),
            new EveryVersionIsPurged(),
            new DocumentsAreWhatWasWritten(),
            new InstancesConverge());

    /** Who makes the reads after all is quiet. */
    String LAST_READER = "last";

    /** What is promised, as a sentence without its full stop. */
    String promise();

    Judgement judge(History history);
}

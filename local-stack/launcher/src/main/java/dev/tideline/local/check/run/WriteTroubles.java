package dev.tideline.local.check.run;

import dev.tideline.local.check.plan.WriteFaults.Kind;

/** Who breaks the parts that a write passes. */
public interface WriteTroubles {

    /** Breaks a part and returns when it is broken. */
    void breakDown(Kind kind);

    /** Makes it whole again and returns when it is ready. */
    void repair(Kind kind);
}

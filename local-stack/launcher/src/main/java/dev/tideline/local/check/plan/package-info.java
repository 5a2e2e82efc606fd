/**
 * What a run will do, as a pure function of its seed: {@link dev.tideline.local.check.plan.Steps} for each worker,
 * {@link dev.tideline.local.check.plan.FaultPlan} for what breaks when. The same seed gives the same steps and faults; how
 * they meet in time is up to the machine, so a violation comes back with its seed often, not always.
 */
@NullMarked
package dev.tideline.local.check.plan;

import org.jspecify.annotations.NullMarked;

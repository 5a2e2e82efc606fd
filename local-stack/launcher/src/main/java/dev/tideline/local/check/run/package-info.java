/**
 * Doing it: {@link dev.tideline.local.check.run.CheckRun} lets workers loose on a
 * {@link dev.tideline.local.check.run.CheckedStack} while things break, and collects what happened.
 *
 * <p>Between the gateways and the origin stands an {@link dev.tideline.local.check.run.OriginProxy} that numbers the
 * origin's answers, holds them back, cuts them or gives earlier ones. {@link dev.tideline.local.check.run.KafkaWatch}
 * reads what the services tell each other, {@link dev.tideline.local.check.run.Outcomes} what Postgres holds in the end.
 */
@NullMarked
package dev.tideline.local.check.run;

import org.jspecify.annotations.NullMarked;

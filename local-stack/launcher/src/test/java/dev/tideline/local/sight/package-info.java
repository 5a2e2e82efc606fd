/** That what an operator looks at is there: dashboards, alerts and their documentation against the metrics that exist. */
@NullMarked
package dev.tideline.local.sight;

import org.jspecify.annotations.NullMarked;

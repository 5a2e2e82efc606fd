/**
 * Which scopes a change reaches. {@link dev.tideline.invalidation.plan.PurgePlanner} is pure: changes in, scopes out.
 */
@NullMarked
package dev.tideline.invalidation.plan;

import org.jspecify.annotations.NullMarked;

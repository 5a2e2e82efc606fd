/** The seeded schedule. */
@NullMarked
package dev.tideline.local.check.plan;

import org.jspecify.annotations.NullMarked;

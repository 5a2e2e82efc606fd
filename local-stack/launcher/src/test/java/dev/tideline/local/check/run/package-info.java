/** The parts that act, each against a small server of its own. */
@NullMarked
package dev.tideline.local.check.run;

import org.jspecify.annotations.NullMarked;

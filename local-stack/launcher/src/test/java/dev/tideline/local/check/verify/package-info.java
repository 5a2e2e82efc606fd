/** Hand-made histories: for each promise one that keeps it and the ways it can be broken. */
@NullMarked
package dev.tideline.local.check.verify;

import org.jspecify.annotations.NullMarked;

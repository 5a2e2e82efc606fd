/** The checker against the whole suite: as it should be, and with a bug. */
@NullMarked
package dev.tideline.local.check;

import org.jspecify.annotations.NullMarked;

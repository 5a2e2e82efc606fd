/** The commands of {@code ./tideline}, one class each; what they share is in {@link dev.tideline.local.cli.Place}. */
@NullMarked
package dev.tideline.local.cli;

import org.jspecify.annotations.NullMarked;

/**
 * The whole suite on one machine: {@link dev.tideline.local.Tideline} is what {@code ./tideline} runs. The stack itself is
 * in {@code stack}, the commands in {@code cli}, the sample data in {@code seed}.
 */
@NullMarked
package dev.tideline.local;

import org.jspecify.annotations.NullMarked;

/**
 * The operators' console. {@link dev.tideline.invalidation.console.ConsoleConfiguration} serves its pages, which are static
 * and hold nothing; what they show they ask of the purge API and, for the write queue and its dead letters, of {@link
 * dev.tideline.invalidation.console.Relay}, always with the token of whoever signed in.
 */
@NullMarked
package dev.tideline.invalidation.console;

import org.jspecify.annotations.NullMarked;

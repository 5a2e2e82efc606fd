/**
 * {@code ./tideline check}: a test of coherence in the manner of Jepsen and Elle. It starts a stack of its own, lets
 * readers, writers and operators loose on its gateways while it breaks things by a seeded plan, records what everybody
 * saw, and judges the whole history by pure rules.
 *
 * <p>{@code history} is what happened, as values; {@code verify} the promises, as functions over it; {@code plan} the
 * schedule, from the seed alone; {@code run} the part with side effects. {@link dev.tideline.local.check.Check} puts them
 * together for {@link dev.tideline.local.check.CheckCommand} and for the tests.
 */
@NullMarked
package dev.tideline.local.check;

import org.jspecify.annotations.NullMarked;

/**
 * The promises, as pure functions over a history. Each {@link dev.tideline.local.check.verify.Rule} is one promise of
 * docs/coherence.md; {@link dev.tideline.local.check.verify.Verdict} applies all of them and keeps the first violation,
 * which {@link dev.tideline.local.check.verify.Timeline} tells.
 *
 * <p>The rules read facts in the way that is kindest to Tideline: where the moment of an answer is not known exactly, it
 * is taken as early as it can have been, so what they call a violation is one.
 */
@NullMarked
package dev.tideline.local.check.verify;

import org.jspecify.annotations.NullMarked;

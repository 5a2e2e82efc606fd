/**
 * What a write does, decided without any I/O: from the states of the resources and the writes of a batch to the new
 * states and one outcome per write.
 *
 * <p>Start with {@link dev.tideline.writer.decide.WriteDecider}: one write on one state. {@link
 * dev.tideline.writer.decide.BatchFold} runs it over a batch in order and recognises repeated write ids. The patches are
 * {@link dev.tideline.writer.decide.MergePatch} (RFC 7396), {@link dev.tideline.writer.decide.JsonPatch} (RFC 6902) and
 * {@link dev.tideline.writer.decide.CounterPatch}. JSON trees are treated as values here: nothing changes a tree it was given.
 */
@NullMarked
package dev.tideline.writer.decide;

import org.jspecify.annotations.NullMarked;

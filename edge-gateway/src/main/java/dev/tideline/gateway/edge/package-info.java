/**
 * Tells analytics what was answered: one event for each answer, without anything of the client's. A few are logged, all are
 * pushed where the settings say; neither ever holds up an answer.
 */
@NullMarked
package dev.tideline.gateway.edge;

import org.jspecify.annotations.NullMarked;

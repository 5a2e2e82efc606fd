/** What a Spring user would take instead of this suite's gateway, as it comes. */
@NullMarked
package dev.tideline.peer;

import org.jspecify.annotations.NullMarked;

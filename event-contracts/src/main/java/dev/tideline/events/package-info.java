/** The records that travel between the services. */
@NullMarked
package dev.tideline.events;

import org.jspecify.annotations.NullMarked;

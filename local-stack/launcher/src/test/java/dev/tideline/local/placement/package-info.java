/** Where data are, in the whole suite: marked values are searched for byte by byte, and collections are moved from tier to tier. */
@NullMarked
package dev.tideline.local.placement;

import org.jspecify.annotations.NullMarked;

/** How every service tells of what failed. */
@NullMarked
package dev.tideline.failures;

import org.jspecify.annotations.NullMarked;

/** How every service refuses a setting it cannot start with. Settings themselves belong to the services. */
@NullMarked
package dev.tideline.settings;

import org.jspecify.annotations.NullMarked;

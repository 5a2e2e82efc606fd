/** The suite with TLS and passwords between all of its parts. */
@NullMarked
package dev.tideline.local.security;

import org.jspecify.annotations.NullMarked;

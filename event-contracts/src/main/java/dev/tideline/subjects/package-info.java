/**
 * Keys of data subjects: what is written of a person is encrypted under a key of that person's own, and is gone when the key is.
 */
@NullMarked
package dev.tideline.subjects;

import org.jspecify.annotations.NullMarked;

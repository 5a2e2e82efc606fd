/**
 * Sample data for a fresh stack: {@link dev.tideline.local.seed.SampleData} makes the documents, from the JDK's own
 * knowledge of countries where it has it, {@link dev.tideline.local.seed.Seeder} writes them the way any client would.
 */
@NullMarked
package dev.tideline.local.seed;

import org.jspecify.annotations.NullMarked;

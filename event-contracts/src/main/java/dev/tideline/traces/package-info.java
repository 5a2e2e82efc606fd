/** What says, in a header of a request or of a Kafka record, which trace it belongs to. */
@NullMarked
package dev.tideline.traces;

import org.jspecify.annotations.NullMarked;

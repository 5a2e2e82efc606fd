package dev.tideline.gateway.write;

import java.time.Duration;

/**
 * How far write-processor is behind.
 *
 * @param records queued and not applied
 * @param age of the oldest of them; zero where there is none
 */
record QueueLag(long records, Duration age) {}

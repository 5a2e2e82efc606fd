/**
 * What travels between the services, one record for each arrow of the flow.
 *
 * <p>Start with {@link dev.tideline.events.Topics}: it names each topic, what is written to it and by which key.
 * {@link dev.tideline.events.EventCodec} turns an {@link dev.tideline.events.Event} to bytes and back; what it cannot
 * read is a value, {@link dev.tideline.events.Decoded.Unreadable}, because a bad record must never stop a consumer.
 */
@NullMarked
package dev.tideline.events;

import org.jspecify.annotations.NullMarked;

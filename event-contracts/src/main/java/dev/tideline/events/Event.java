package dev.tideline.events;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonSubTypes.Type;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import tools.jackson.databind.annotation.JsonAppend;

/** Anything that is written to one of the {@link Topics}. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
@JsonSubTypes({
    @Type(value = WriteRequested.class, name = "WriteRequested"),
    @Type(value = ResourceChanged.class, name = "ResourceChanged"),
    @Type(value = AppliedThrough.class, name = "AppliedThrough"),
    @Type(value = PurgeIssued.class, name = "PurgeIssued"),
    @Type(value = Heartbeat.class, name = "Heartbeat"),
    @Type(value = GatewayStatus.class, name = "GatewayStatus")
})
@JsonAppend(prepend = true, attrs = @JsonAppend.Attr(EventCodec.VERSION_FIELD))
public sealed interface Event permits WriteRequested, ChangeLogRecord, PurgeLogRecord, GatewayStatus {}

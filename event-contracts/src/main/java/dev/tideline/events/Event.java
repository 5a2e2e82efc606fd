package dev.tideline.events;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import tools.jackson.databind.annotation.JsonAppend;

/** Anything that is written to one of the {@link Topics}. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
@JsonSubTypes({
    @JsonSubTypes.Type(value = WriteRequested.class, name = "WriteRequested"),
    @JsonSubTypes.Type(value = WriteSealed.class, name = "WriteSealed"),
    @JsonSubTypes.Type(value = ErasureRequested.class, name = "ErasureRequested"),
    @JsonSubTypes.Type(value = SubjectErased.class, name = "SubjectErased"),
    @JsonSubTypes.Type(value = ErasureReceipt.class, name = "ErasureReceipt"),
    @JsonSubTypes.Type(value = ResourceChanged.class, name = "ResourceChanged"),
    @JsonSubTypes.Type(value = AppliedThrough.class, name = "AppliedThrough"),
    @JsonSubTypes.Type(value = PurgeIssued.class, name = "PurgeIssued"),
    @JsonSubTypes.Type(value = Heartbeat.class, name = "Heartbeat"),
    @JsonSubTypes.Type(value = GatewayStatus.class, name = "GatewayStatus"),
    @JsonSubTypes.Type(value = ReplicaState.class, name = "ReplicaState"),
    @JsonSubTypes.Type(value = ReplicasThrough.class, name = "ReplicasThrough")
})
@JsonAppend(prepend = true, attrs = @JsonAppend.Attr(EventCodec.VERSION_FIELD))
public sealed interface Event
        permits WriteLogRecord, ErasureReceipt, ChangeLogRecord, PurgeLogRecord, GatewayStatus, ReplicaLogRecord {}

package dev.tideline.local.check.plan;

import java.time.Duration;

/** Something that is broken for a while. */
public sealed interface Disturbance {

    /** One that is made at the origin's proxy. */
    sealed interface OfOrigin extends Disturbance {}

    /** One that is made at a part of the stack. */
    sealed interface OfPart extends Disturbance {}

    /** Answers are held back after they were made, so that purges overtake them. */
    record SlowOrigin(Duration least, Duration most) implements OfOrigin {}

    /** Some answers, a share of 0 to 1, are earlier ones, as from a replica that lags. */
    record OldOrigin(double share) implements OfOrigin {}

    /** Connections are cut. */
    record OriginAway() implements OfOrigin {}

    /** The process stands still (SIGSTOP) and goes on as if nothing had been. */
    record PausedGateway(String instance) implements OfPart {}

    /** The process is killed (SIGKILL) and started again at the end. */
    record KilledGateway(String instance) implements OfPart {}

    record KafkaAway() implements OfPart {}

    record RedisAway(String region) implements OfPart {}

    /** For the progress display and the timeline. */
    default String told() {
        return switch (this) {
            case SlowOrigin(var least, var most) ->
                "the origin's answers are held back " + least.toMillis() + " to " + most.toMillis() + " ms";
            case OldOrigin(var share) -> "the origin gives old answers, " + Math.round(share * 100) + " of 100";
            case OriginAway() -> "the origin is away";
            case PausedGateway(var instance) -> instance + " is paused";
            case KilledGateway(var instance) -> instance + " is killed";
            case KafkaAway() -> "Kafka is away";
            case RedisAway(var region) -> "Redis of " + region + " is away";
        };
    }
}

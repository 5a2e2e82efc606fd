package dev.tideline.backends;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import java.util.Map;
import org.slf4j.LoggerFactory;

/** Keeps the broker, which logs every partition it opens, from drowning the log of whoever hosts it. */
final class KafkaNoise {
    private static final Map<String, Level> LEVELS = Map.of(
            "kafka", Level.WARN,
            "org.apache.kafka", Level.WARN,
            "org.apache.kafka.controller.QuorumController", Level.ERROR, // warns at each first start
            "state.change.logger", Level.WARN,
            "io.zonky.test", Level.OFF); // what matters comes as an exception

    private KafkaNoise() {}

    static void lower() {
        LEVELS.forEach((name, level) -> {
            // Spring Boot resets the levels of Logback when it starts, then reads these properties.
            if (System.getProperty("logging.level." + name) == null) {
                System.setProperty("logging.level." + name, level.toString());
            }
            if (LoggerFactory.getLogger(name) instanceof Logger logger && logger.getLevel() == null) {
                logger.setLevel(level);
            }
        });
    }
}

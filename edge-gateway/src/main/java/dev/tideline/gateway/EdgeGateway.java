package dev.tideline.gateway;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.context.properties.ConfigurationPropertiesScan;

/** Starts one gateway instance. */
@SpringBootApplication
@ConfigurationPropertiesScan
public class EdgeGateway {

    private static final String EVENT_LOOPS = "reactor.netty.ioWorkerCount";

    public static void main(String[] args) {
        if (System.getProperty(EVENT_LOOPS) == null) {
            // Nothing waits on them: more than there are processors only take turns. The library makes four at least.
            int processors = Runtime.getRuntime().availableProcessors();
            System.setProperty(EVENT_LOOPS, Integer.toString(Math.max(2, processors)));
        }
        SpringApplication.run(EdgeGateway.class, args);
    }
}

package dev.tideline.gateway;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.context.properties.ConfigurationPropertiesScan;

/** Starts one gateway instance. */
@SpringBootApplication
@ConfigurationPropertiesScan
public class EdgeGateway {

    public static void main(String[] args) {
        SpringApplication.run(EdgeGateway.class, args);
    }
}

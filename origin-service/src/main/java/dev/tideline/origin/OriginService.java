package dev.tideline.origin;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.context.properties.ConfigurationPropertiesScan;

/** Starts one origin. */
@SpringBootApplication
@ConfigurationPropertiesScan
public class OriginService {

    public static void main(String[] args) {
        SpringApplication.run(OriginService.class, args);
    }
}

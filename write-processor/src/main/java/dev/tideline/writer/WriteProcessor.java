package dev.tideline.writer;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.context.properties.ConfigurationPropertiesScan;

/** Starts one write-processor. */
@SpringBootApplication
@ConfigurationPropertiesScan
public class WriteProcessor {

    public static void main(String[] args) {
        SpringApplication.run(WriteProcessor.class, args);
    }
}

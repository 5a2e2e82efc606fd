package dev.tideline.peer;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;

/** Spring Cloud Gateway with LocalResponseCache; its route and cache come from the command line. */
@SpringBootApplication
public class LocalResponseCachePeer {

    public static void main(String[] args) {
        SpringApplication.run(LocalResponseCachePeer.class, args);
    }
}

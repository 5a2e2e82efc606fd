package dev.tideline.local.demo;

import java.net.URI;
import java.util.List;

/** What the demo needs of a running stack. */
public interface DemoStack {

    /** Instances, such as {@code eu-1}, with the address each answers at. */
    List<Gateway> gateways();

    /** Kafka's bootstrap address, {@code host:port}. */
    String kafka();

    /** Postgres, user and password included. */
    String jdbcUrl();

    /** Takes the origin away and returns when it is gone. */
    void stopOrigin();

    /** Starts the origin again and returns when it is ready. */
    void startOrigin();

    /** One gateway instance. */
    record Gateway(String instance, URI address) {}
}

package dev.tideline.local.chaos;

import dev.tideline.local.stack.Addresses;
import dev.tideline.local.stack.Part;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;

/** Reads what the gateways count. */
final class Meters implements AutoCloseable {

    private static final Duration TIMEOUT = Duration.ofSeconds(10);

    private final Addresses addresses;
    private final HttpClient client =
            HttpClient.newBuilder().connectTimeout(TIMEOUT).build();

    Meters(Addresses addresses) {
        this.addresses = addresses;
    }

    /** What a gateway has counted. */
    record Reading(List<String> lines) {

        /** The sum of a metric over its labels; 0 where there is none. */
        long sum(String metric) {
            return (long) lines.stream()
                    .filter(line -> line.startsWith(metric + "{") || line.startsWith(metric + " "))
                    .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
                    .sum();
        }
    }

    /** Of a gateway that does not answer: nothing. */
    Reading read(Part gateway) {
        URI uri = URI.create(
                "http://" + Addresses.HOST + ":" + addresses.managementPort(gateway) + "/actuator/prometheus");
        try {
            HttpRequest request = HttpRequest.newBuilder(uri).timeout(TIMEOUT).build();
            return new Reading(
                    client.send(request, BodyHandlers.ofString()).body().lines().toList());
        } catch (IOException away) {
            return new Reading(List.of());
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            return new Reading(List.of());
        }
    }

    @Override
    public void close() {
        client.close();
    }
}

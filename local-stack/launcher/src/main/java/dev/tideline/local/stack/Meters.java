package dev.tideline.local.stack;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;

/** Reads what the gateways count. */
public final class Meters implements AutoCloseable {

    private static final Duration TIMEOUT = Duration.ofSeconds(10);

    private final Addresses addresses;
    private final HttpClient client =
            HttpClient.newBuilder().connectTimeout(TIMEOUT).build();

    public Meters(Addresses addresses) {
        this.addresses = addresses;
    }

    /** What a gateway has counted. */
    public record Reading(List<String> lines) {

        /** The sum of a metric over its labels; 0 where there is none. */
        public long sum(String metric) {
            return sumWhere(metric, "");
        }

        /**
         * The sum of a metric over those of its lines that contain this.
         *
         * @param label such as {@code area="heap"}
         */
        public long sumWhere(String metric, String label) {
            return (long) lines.stream()
                    .filter(line -> line.startsWith(metric + "{") || line.startsWith(metric + " "))
                    .filter(line -> line.contains(label))
                    .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
                    .sum();
        }
    }

    /** Of a gateway that does not answer: nothing. */
    public Reading read(Part gateway) {
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

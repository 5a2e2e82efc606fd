package dev.tideline.gateway.edge;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;

/** Posts events as {@code application/x-ndjson}, one request at a time. */
final class UrlSink implements EdgeEventSink {

    private final HttpClient client;
    private final URI url;
    private final Duration timeout;

    UrlSink(URI url, Duration timeout) {
        this.client = HttpClient.newBuilder().connectTimeout(timeout).build();
        this.url = url;
        this.timeout = timeout;
    }

    @Override
    public void send(List<byte[]> lines) throws IOException, InterruptedException {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        for (byte[] line : lines) {
            body.writeBytes(line);
            body.write('\n');
        }
        HttpRequest post = HttpRequest.newBuilder(url)
                .timeout(timeout)
                .header("Content-Type", "application/x-ndjson")
                .POST(BodyPublishers.ofByteArray(body.toByteArray()))
                .build();
        int status = client.send(post, BodyHandlers.discarding()).statusCode();
        if (status / 100 != 2) {
            throw new IOException("status " + status);
        }
    }

    @Override
    public void close() {
        client.shutdownNow();
    }
}

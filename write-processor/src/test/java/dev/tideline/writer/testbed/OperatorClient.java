package dev.tideline.writer.testbed;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import org.springframework.context.ApplicationContext;

/** Someone at the operators' API. */
public final class OperatorClient {

    private static final HttpClient CLIENT = HttpClient.newHttpClient();

    private final String base;

    public OperatorClient(ApplicationContext processor) {
        base = "http://localhost:" + processor.getEnvironment().getProperty("local.server.port");
    }

    public static String sha256(String token) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(token.getBytes(UTF_8)));
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    public HttpResponse<String> get(String token, String path) {
        return send(HttpRequest.newBuilder(URI.create(base + path)), token);
    }

    public HttpResponse<String> post(String token, String path, String body) {
        return send(
                HttpRequest.newBuilder(URI.create(base + path))
                        .header("Content-Type", "application/json")
                        .POST(HttpRequest.BodyPublishers.ofString(body)),
                token);
    }

    private static HttpResponse<String> send(HttpRequest.Builder request, String token) {
        try {
            return CLIENT.send(
                    request.header("Authorization", "Bearer " + token).build(), HttpResponse.BodyHandlers.ofString());
        } catch (IOException | InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}

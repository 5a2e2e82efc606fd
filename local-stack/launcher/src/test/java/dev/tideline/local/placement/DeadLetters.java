package dev.tideline.local.placement;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tideline.local.stack.DevelopmentTokens;
import dev.tideline.local.stack.LocalStack;
import dev.tideline.local.stack.Part;
import dev.tideline.local.stack.StackSettings;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Writes that Postgres refuses, and what an operator does about them, by way of the console. */
final class DeadLetters {

    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final LocalStack stack;
    private final String token;
    private final HttpClient client = HttpClient.newHttpClient();

    DeadLetters(LocalStack stack, StackSettings settings) {
        this.stack = stack;
        this.token = DevelopmentTokens.open(settings.directory()).operator();
    }

    /** Resources with such an id are refused from now on. Postgres quotes the whole row when it says so. */
    void refuse(String idPrefix) {
        sql("alter table tideline.resources add constraint refused check (not starts_with(id, '" + idPrefix + "'))");
    }

    /** Whatever was refused would be taken now. */
    void mend() {
        sql("alter table tideline.resources drop constraint refused");
    }

    /** All open letters, as an operator sees them before opening one. */
    String list() {
        return ask("GET", "", "");
    }

    /** The letter of a resource, with its record. */
    String show(String resource) {
        return ask("GET", "/" + id(resource), "");
    }

    String replay(String resource) {
        return act("/replay", "\"letters\": [" + id(resource) + "]");
    }

    String discard(String resource, String reason) {
        return act("/discard", "\"letters\": [" + id(resource) + "], \"reason\": \"" + reason + "\"");
    }

    private long id(String resource) {
        for (JsonNode letter : JSON.readTree(list()).path("letters")) {
            if (letter.path("resource").asString("").equals(resource)) {
                return letter.path("id").asLong();
            }
        }
        throw new AssertionError("no open letter of " + resource);
    }

    /** A dry run, then the same with its confirmation; both answers. */
    private String act(String what, String members) {
        String dryRun = ask("POST", what, "{" + members + "}");
        String confirm = JSON.readTree(dryRun).path("confirm").asString("");
        return dryRun + ask("POST", what, "{" + members + ", \"confirm\": \"" + confirm + "\"}");
    }

    private String ask(String method, String path, String body) {
        URI url = stack.addresses().http(Part.INVALIDATION).resolve("/console/api/dead-letters" + path);
        HttpRequest request = HttpRequest.newBuilder(url)
                .header("Authorization", "Bearer " + token)
                .header("Content-Type", "application/json")
                .method(method, BodyPublishers.ofString(body))
                .build();
        try {
            HttpResponse<String> answer = client.send(request, BodyHandlers.ofString());
            assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
            return answer.body();
        } catch (IOException | InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private void sql(String statement) {
        try (Connection connection =
                        DriverManager.getConnection(stack.addresses().jdbcUrl(), "tideline", "tideline");
                Statement sent = connection.createStatement()) {
            sent.execute(statement);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }
}

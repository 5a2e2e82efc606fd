package dev.tideline.invalidation;

import dev.tideline.backends.TestBackends;
import dev.tideline.invalidation.token.TokenBook;
import org.springframework.test.context.DynamicPropertyRegistry;

/** What a test sets so that the service starts: a Kafka with its topics, and callers. */
public final class TestingService {

    private TestingService() {}

    public static void kafka(DynamicPropertyRegistry registry) {
        TestingKafka.createTopics();
        registry.add(
                "spring.kafka.bootstrap-servers", () -> TestBackends.kafka().bootstrapServers());
        registry.add("management.server.port", () -> 0);
    }

    /** A caller whose token is {@code token-of-} and the name. */
    public static void token(DynamicPropertyRegistry registry, int index, String name, String... roles) {
        String prefix = "tideline.tokens[" + index + "].";
        registry.add(prefix + "name", () -> name);
        registry.add(prefix + "hash", () -> TokenBook.hash("token-of-" + name));
        registry.add(prefix + "roles", () -> String.join(",", roles));
    }
}

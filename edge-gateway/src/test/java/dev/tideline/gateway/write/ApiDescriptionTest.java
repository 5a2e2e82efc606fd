package dev.tideline.gateway.write;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

/** Besides, every answer in the integration tests is held against the description. */
class ApiDescriptionTest {

    @Test
    void namesEveryProblemOfTheDoorAndNoOther() {
        Set<String> made = Arrays.stream(Refusals.class.getDeclaredMethods())
                .filter(method -> method.getReturnType() == Problem.class)
                .filter(method -> !List.of("invalid", "unavailable").contains(method.getName()))
                .map(ApiDescriptionTest::problem)
                .map(problem -> Problem.TYPE_PREFIX + problem.slug())
                .collect(Collectors.toSet());
        // Those that are made of parts where they arise.
        List.of("gateway-busy", "queue-full", "queue-unavailable", "unknown-write", "outcome-unavailable")
                .forEach(slug -> made.add(Problem.TYPE_PREFIX + slug));

        List<String> described = ApiDescription.at("/components/schemas/problem/properties/type/anyOf/0/enum")
                .valueStream()
                .map(type -> type.asString())
                .toList();
        assertThat(described).isSorted().containsExactlyInAnyOrderElementsOf(made);
    }

    @Test
    void everyProblemOfTheDoorIsADocumentAsDescribed() {
        Arrays.stream(Refusals.class.getDeclaredMethods())
                .filter(method -> method.getReturnType() == Problem.class)
                .filter(method -> !Modifier.isPrivate(method.getModifiers()))
                .map(ApiDescriptionTest::problem)
                .forEach(problem -> ApiDescription.check(
                        "PUT",
                        "/api/notes/1",
                        problem.status(),
                        "application/problem+json",
                        JsonMapper.shared().valueToTree(problem.document())));
    }

    private static Problem problem(Method method) {
        Object[] arguments = Arrays.stream(method.getParameterTypes())
                .map(type -> type == String.class
                        ? "x"
                        : type == long.class ? (Object) 1L : List.of(Violation.at("/a", "wrong")))
                .toArray();
        try {
            return (Problem) method.invoke(null, arguments);
        } catch (ReflectiveOperationException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}

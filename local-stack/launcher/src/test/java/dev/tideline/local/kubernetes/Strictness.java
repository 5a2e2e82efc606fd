package dev.tideline.local.kubernetes;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.KubernetesResource;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Finds fields that Kubernetes does not know. The client keeps them aside instead of refusing them. */
final class Strictness {

    private final List<String> unknown = new ArrayList<>();

    private Strictness() {}

    /** The paths of fields that no version of the API has. Objects of operators are not looked into. */
    static List<String> unknownFields(Manifests manifests) {
        Strictness found = new Strictness();
        manifests
                .objects()
                .forEach(object -> found.visit(
                        object, object.getKind() + "/" + object.getMetadata().getName()));
        return found.unknown;
    }

    private void visit(@Nullable Object value, String at) {
        switch (value) {
            case null -> {}
            case GenericKubernetesResource ofAnOperator -> {}
            case Collection<?> many -> many.forEach(one -> visit(one, at + "[]"));
            case Map<?, ?> map -> map.forEach((key, one) -> visit(one, at + "." + key));
            case KubernetesResource resource -> visitFields(resource, at);
            default -> {}
        }
    }

    private void visitFields(KubernetesResource resource, String at) {
        for (Method method : resource.getClass().getMethods()) {
            if (method.getName().startsWith("get") && method.getParameterCount() == 0) {
                Object field = read(resource, method);
                if (!method.getName().equals("getAdditionalProperties")) {
                    visit(field, at + "." + method.getName().substring(3));
                } else if (field instanceof Map<?, ?> aside) {
                    aside.keySet().forEach(name -> unknown.add(at + ": " + name));
                }
            }
        }
    }

    private static @Nullable Object read(KubernetesResource resource, Method method) {
        try {
            return method.invoke(resource);
        } catch (ReflectiveOperationException e) {
            throw new LinkageError(method.toString(), e);
        }
    }
}

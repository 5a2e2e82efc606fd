package dev.tideline.invalidation.api;

import dev.tideline.invalidation.token.Caller;
import dev.tideline.invalidation.token.Role;
import dev.tideline.invalidation.token.TokenBook;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Arrays;
import java.util.Optional;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.http.ProblemDetail;
import org.springframework.web.method.HandlerMethod;
import org.springframework.web.servlet.HandlerInterceptor;
import tools.jackson.databind.json.JsonMapper;

/** Lets in whom the handler's {@link Requires} names. The token is never logged. */
public final class Access implements HandlerInterceptor {

    /** The request attribute that holds the {@link Caller} once it was let in. */
    public static final String CALLER = "dev.tideline.caller";

    private static final String SCHEME = "Bearer ";

    private final TokenBook tokens;
    private final JsonMapper json;

    Access(TokenBook tokens, JsonMapper json) {
        this.tokens = tokens;
        this.json = json;
    }

    @Override
    public boolean preHandle(HttpServletRequest request, HttpServletResponse response, Object handler)
            throws IOException {
        Requires requires = handler instanceof HandlerMethod method ? method.getMethodAnnotation(Requires.class) : null;
        if (requires == null) {
            return true;
        }
        Optional<Caller> caller = caller(request);
        if (caller.isEmpty()) {
            response.setHeader(HttpHeaders.WWW_AUTHENTICATE, "Bearer realm=\"tideline\"");
            return refuse(response, Problems.unauthorized());
        }
        Role[] roles = requires.value();
        if (roles.length > 0 && Arrays.stream(roles).noneMatch(caller.get()::may)) {
            return refuse(response, Problems.forbidden(roles[0]));
        }
        request.setAttribute(CALLER, caller.get());
        return true;
    }

    private Optional<Caller> caller(HttpServletRequest request) {
        String authorization = request.getHeader(HttpHeaders.AUTHORIZATION);
        return authorization == null || !authorization.regionMatches(true, 0, SCHEME, 0, SCHEME.length())
                ? Optional.empty()
                : tokens.find(authorization.substring(SCHEME.length()).strip());
    }

    private boolean refuse(HttpServletResponse response, ProblemDetail problem) throws IOException {
        response.setStatus(problem.getStatus());
        response.setContentType(MediaType.APPLICATION_PROBLEM_JSON_VALUE);
        response.getOutputStream().write(json.writeValueAsBytes(problem));
        return false;
    }
}

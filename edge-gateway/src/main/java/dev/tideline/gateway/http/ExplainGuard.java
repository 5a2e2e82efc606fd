package dev.tideline.gateway.http;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.http.server.reactive.ServerHttpResponse;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebFilter;
import org.springframework.web.server.WebFilterChain;
import org.springframework.web.util.pattern.PathPattern;
import org.springframework.web.util.pattern.PathPatternParser;
import reactor.core.publisher.Mono;

/**
 * Asks for the operators' token (RFC 6750) before {@link Explain} answers: what is stored may be nobody else's business.
 * The token is compared by its digest, in a time that does not depend on where they differ, and never logged.
 */
final class ExplainGuard implements WebFilter {

    private static final String SCHEME = "bearer ";
    private static final int LONGEST = 512;

    private final PathPattern guarded;
    private final byte @Nullable [] hash;

    /**
     * @param basePath of the management endpoints
     * @param tokenHash lower-case hex SHA-256 of the token, or null to let nobody in
     */
    ExplainGuard(String basePath, @Nullable String tokenHash) {
        // The very pattern language of the endpoints, so that no spelling of the path gets by.
        this.guarded = PathPatternParser.defaultInstance.parse(basePath + "/cache/**");
        this.hash = tokenHash == null ? null : tokenHash.getBytes(UTF_8);
    }

    @Override
    public Mono<Void> filter(ServerWebExchange exchange, WebFilterChain chain) {
        ServerHttpRequest request = exchange.getRequest();
        if (!guarded.matches(request.getPath().pathWithinApplication())
                || isToken(request.getHeaders().getFirst(HttpHeaders.AUTHORIZATION))) {
            return chain.filter(exchange);
        }
        ServerHttpResponse response = exchange.getResponse();
        response.setStatusCode(HttpStatus.UNAUTHORIZED);
        response.getHeaders().set(HttpHeaders.WWW_AUTHENTICATE, "Bearer realm=\"tideline\"");
        response.getHeaders().setContentType(MediaType.APPLICATION_PROBLEM_JSON);
        String detail = hash == null
                ? "No token is set up here: tideline.explain.token-hash is empty."
                : "Send the operators' token as Authorization: Bearer.";
        String problem = """
                {"type":"about:blank","title":"Unauthorized","status":401,"detail":"%s"}""".formatted(detail);
        return response.writeWith(Mono.just(response.bufferFactory().wrap(problem.getBytes(UTF_8))));
    }

    private boolean isToken(@Nullable String authorization) {
        if (hash == null
                || authorization == null
                || authorization.length() > LONGEST
                || !authorization.toLowerCase(Locale.ROOT).startsWith(SCHEME)) {
            return false;
        }
        return MessageDigest.isEqual(hash, sha256(authorization.substring(SCHEME.length())));
    }

    private static byte[] sha256(String token) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(token.getBytes(UTF_8));
            return HexFormat.of().formatHex(digest).getBytes(UTF_8);
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}

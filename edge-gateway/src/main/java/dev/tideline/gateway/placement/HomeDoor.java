package dev.tideline.gateway.placement;

import dev.tideline.placement.ApiPath;
import dev.tideline.placement.CollectionPlacement;
import dev.tideline.placement.Placement;
import dev.tideline.placement.RegionRules;
import dev.tideline.placement.WriteRule;
import java.net.URI;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpMethod;
import org.springframework.http.MediaType;
import org.springframework.web.reactive.function.server.HandlerFunction;
import org.springframework.web.reactive.function.server.RouterFunction;
import org.springframework.web.reactive.function.server.ServerRequest;
import org.springframework.web.reactive.function.server.ServerResponse;
import reactor.core.publisher.Mono;

/**
 * Takes the writes that must not be queued here, before the door for writes sees them: those of other homes go on to a
 * gateway there, those that are not allowed get 451. It also takes questions about such writes ({@code /writes/{id}?home=eu}).
 */
final class HomeDoor implements RouterFunction<ServerResponse>, Onward {

    private static final Set<HttpMethod> READS = Set.of(HttpMethod.GET, HttpMethod.HEAD, HttpMethod.OPTIONS);
    private static final Pattern OUTCOME = Pattern.compile("/writes/[^/]+");

    private final Placement placement;
    private final String region;
    private final Homes homes;
    private final HomeClient client;
    private final @Nullable URI blockedBy;
    private final PlacementEvents events;

    HomeDoor(
            Placement placement,
            String region,
            Homes homes,
            HomeClient client,
            @Nullable URI blockedBy,
            PlacementEvents events) {
        this.placement = placement;
        this.region = region;
        this.homes = homes;
        this.client = client;
        this.blockedBy = blockedBy;
        this.events = events;
    }

    @Override
    public Mono<HandlerFunction<ServerResponse>> route(ServerRequest request) {
        if (READS.contains(request.method())) {
            return outcome(request);
        }
        ApiPath.Target target = ApiPath.target(request.path()).orElse(null);
        CollectionPlacement collection = target == null
                ? null
                : placement.collection(target.collection()).orElse(null);
        if (target == null || collection == null || collection.residency() == null) {
            return Mono.empty();
        }
        WriteRule rule = RegionRules.write(collection, target.id(), region);
        events.write(collection.name(), rule);
        return switch (rule) {
            case WriteRule.Accepted _, WriteRule.ByDocument _, WriteRule.NoHome _ -> Mono.empty();
            case WriteRule.Forwarded(String home, String _) ->
                Mono.just(in -> forward(in, home, gateway -> client.forward(in, home, gateway)));
            case WriteRule.Refused _ -> Mono.just(in -> answer(Refusal.notHere(collection.name(), region, blockedBy)));
        };
    }

    @Override
    public Mono<ServerResponse> forward(ServerRequest request, byte[] body, String home) {
        return forward(request, home, gateway -> client.forward(request, body, home, gateway));
    }

    private Mono<HandlerFunction<ServerResponse>> outcome(ServerRequest request) {
        return Mono.justOrEmpty(request.queryParam(HomeClient.PARAMETER)
                .filter(home -> OUTCOME.matcher(request.path()).matches())
                .filter(home -> !home.equals(region) && homes.gateway(home).isPresent())
                .map(home -> in -> forward(in, home, gateway -> client.forward(in, home, gateway))));
    }

    private Mono<ServerResponse> forward(
            ServerRequest request, String home, Function<URI, Mono<ServerResponse>> sending) {
        if (request.headers().firstHeader(HomeClient.FORWARDED_BY) != null) {
            return answer(Refusal.loop(home));
        }
        return homes.gateway(home)
                .map(gateway -> sending.apply(gateway)
                        .onErrorResume(HomeClient.Away.class, away -> answer(Refusal.homeAway(home, away.sent()))))
                .orElseGet(() -> answer(Refusal.homeAway(home, false)));
    }

    private static Mono<ServerResponse> answer(Refusal refusal) {
        return ServerResponse.status(refusal.status())
                .headers(headers -> {
                    headers.setCacheControl("no-store");
                    refusal.fields().forEach(headers::set);
                })
                .contentType(MediaType.APPLICATION_PROBLEM_JSON)
                .bodyValue(refusal.document());
    }
}

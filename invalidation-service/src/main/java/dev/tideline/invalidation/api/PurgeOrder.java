package dev.tideline.invalidation.api;

import dev.tideline.events.PurgeIssued;
import dev.tideline.events.PurgeIssued.Mode;
import dev.tideline.events.Scope;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * What a request asks for, valid.
 *
 * @param scopes at least one, none twice
 * @param regions empty for all
 */
record PurgeOrder(List<Scope> scopes, Mode mode, Set<String> regions) {
    PurgeOrder {
        scopes = List.copyOf(scopes);
        regions = Set.copyOf(regions);
    }

    /** Whether it would empty every cache. */
    boolean reachesEverything() {
        return scopes.stream().anyMatch(PurgeOrder::isWholeSite);
    }

    private static boolean isWholeSite(Scope scope) {
        return switch (scope) {
            case Scope.Everything() -> true;
            case Scope.Prefix(var prefix) -> prefix.chars().allMatch(c -> c == '/');
            case Scope.Resource resource -> false;
            case Scope.Url url -> false;
            case Scope.Tag tag -> false;
        };
    }

    /** Whether that purge is what this order asks for. */
    boolean isSameAs(PurgeIssued purge) {
        return purge.mode() == mode
                && purge.regions().equals(regions)
                && new HashSet<>(purge.scopes()).equals(new HashSet<>(scopes));
    }
}

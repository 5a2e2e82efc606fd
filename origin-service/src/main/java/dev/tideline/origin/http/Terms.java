package dev.tideline.origin.http;

import dev.tideline.origin.store.Stored;
import dev.tideline.pages.Item;
import dev.tideline.placement.CollectionPlacement;
import dev.tideline.placement.HomeRule;
import dev.tideline.placement.Redaction;
import dev.tideline.placement.Residency;
import dev.tideline.placement.View;
import jakarta.servlet.http.HttpServletResponse;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * On what terms one request is answered: the collection's rules and, where it has a residency, the region whose readers the
 * answer is for. A region that gets documents redacted gets them redacted here: what it may not have never leaves.
 */
final class Terms {

    private final CollectionPlacement rules;
    private final @Nullable HomeRule home;
    private final @Nullable View view;

    private Terms(CollectionPlacement rules, @Nullable HomeRule home, @Nullable View view) {
        this.rules = rules;
        this.home = home;
        this.view = view;
    }

    /** The answer to these terms: either they are accepted, or why not. */
    sealed interface Offer {
        record Accepted(Terms terms) implements Offer {}

        record Refused(Problem problem) implements Offer {}
    }

    /**
     * The terms of one resource.
     *
     * @param named the request's {@link View#HEADER}; null where it has none
     */
    static Offer ofItem(CollectionPlacement rules, String id, @Nullable String named) {
        return of(rules, named, (residency, _) -> residency.of(id), Problem.notFound(rules.name() + "/" + id));
    }

    /**
     * The terms of a list.
     *
     * @param home whose list is asked for; null where the request does not say
     * @param named as for {@link #ofItem}
     */
    static Offer ofList(CollectionPlacement rules, @Nullable String home, @Nullable String named) {
        return of(
                rules,
                named,
                (residency, region) -> residency.list(Optional.ofNullable(home), region),
                Problem.badParameter("home", "a home of " + rules.name()));
    }

    private interface Choice {
        Optional<HomeRule> of(Residency residency, String region);
    }

    private static Offer of(CollectionPlacement rules, @Nullable String named, Choice choice, Problem noHome) {
        Residency residency = rules.residency();
        if (residency == null) {
            return new Offer.Accepted(new Terms(rules, null, null));
        }
        View view = named == null ? null : View.parse(named).orElse(null);
        if (view == null) {
            return new Offer.Refused(Problem.regionMissing(rules.name()));
        }
        HomeRule home = choice.of(residency, view.region()).orElse(null);
        if (home == null) {
            return new Offer.Refused(noHome);
        }
        if (!view.equals(View.of(rules, home, view.region()))) {
            return new Offer.Refused(Problem.placementDiffers(rules.name()));
        }
        return home.serveIn().contains(view.region())
                ? new Offer.Accepted(new Terms(rules, home, view))
                : new Offer.Refused(Problem.notServedIn(rules.name(), view.region()));
    }

    /** What all ids of a list on these terms begin with; empty where they may be any. */
    String idsBegin() {
        return home != null && rules.residency() instanceof Residency.HomePerRecord
                ? Residency.HomePerRecord.id(home.home(), "")
                : "";
    }

    /** What the next page's query has besides, for it to be on these terms. */
    String more() {
        return home != null && rules.residency() instanceof Residency.HomePerRecord ? "&home=" + home.home() : "";
    }

    CollectionPlacement rules() {
        return rules;
    }

    String cacheControl() {
        return isKept() ? CachePromises.cacheControl(rules) : CachePromises.NO_STORE;
    }

    String cacheControlOfAbsence() {
        return isKept() ? CachePromises.cacheControlOfAbsence(rules) : CachePromises.NO_STORE;
    }

    private boolean isKept() {
        return home == null || view == null || home.cacheIn().contains(view.region());
    }

    /** What every answer on these terms carries: that it is made by the same rules as the request names, and varies with them. */
    Map<String, String> fields() {
        Map<String, String> fields = new LinkedHashMap<>();
        if (view != null) {
            fields.put(View.HEADER, view.toString());
            fields.put("Vary", View.HEADER);
        }
        return fields;
    }

    void stamp(HttpServletResponse response) {
        fields().forEach(response::setHeader);
    }

    /** Strong: one version in two forms has two tags (RFC 9110 section 8.8.3). */
    String entityTag(Stored stored) {
        String form = isRedacted() && view != null ? "." + view.rules() : "";
        return "\"v" + stored.version() + form + '"';
    }

    /** What a list shows of them to this region; tombstones are none of it. */
    List<Item> items(List<Stored> found) {
        return found.stream()
                .map(stored -> new Item(stored.resource().id(), stored.version(), stored.updatedAt(), body(stored)))
                .toList();
    }

    /** The document as this region may see it; empty for a tombstone. */
    String body(Stored stored) {
        if (stored.body() == null) {
            return "";
        }
        return home == null || !isRedacted() ? stored.body() : Redaction.of(stored.body(), home.redact());
    }

    private boolean isRedacted() {
        return home != null && view != null && home.isRedactedIn(view.region());
    }
}

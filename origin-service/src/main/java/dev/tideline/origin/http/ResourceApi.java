package dev.tideline.origin.http;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.tideline.events.ResourceKey;
import dev.tideline.events.SessionTicket;
import dev.tideline.origin.store.Documents;
import dev.tideline.origin.store.Listed;
import dev.tideline.origin.store.Reading;
import dev.tideline.origin.store.Required;
import dev.tideline.origin.store.Stored;
import dev.tideline.pages.ListPage;
import dev.tideline.pages.PageRules;
import dev.tideline.placement.CollectionPlacement;
import dev.tideline.placement.View;
import jakarta.servlet.http.HttpServletResponse;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.context.request.ServletWebRequest;

/** {@code GET} and {@code HEAD} of resources and of lists of them. */
@RestController
class ResourceApi {

    private final Documents documents;
    private final CachePromises promises;
    private final PageRules pages;

    ResourceApi(Documents documents, CachePromises promises, PageRules pages) {
        this.documents = documents;
        this.promises = promises;
        this.pages = pages;
    }

    @GetMapping("/api/{collection}/{id}")
    @Nullable
    ResponseEntity<byte[]> item(
            @PathVariable String collection,
            @PathVariable String id,
            @RequestHeader(name = SessionHeader.NAME, required = false) @Nullable String session,
            @RequestHeader(name = View.HEADER, required = false) @Nullable String view,
            ServletWebRequest request,
            HttpServletResponse response) {
        CollectionPlacement rules = promises.rules(collection).orElse(null);
        if (rules == null) {
            return Problem.unknownCollection(collection).answer();
        }
        if (!ResourceKey.isId(id)) {
            return Problem.notAName(collection + "/" + id).answer();
        }
        Required required = SessionHeader.read(session);
        if (required == null) {
            return Problem.badSession().answer();
        }
        ResourceKey key = new ResourceKey(collection, id);
        return switch (Terms.ofItem(rules, id, view)) {
            case Terms.Offer.Refused(Problem problem) -> problem.answer();
            case Terms.Offer.Accepted(Terms terms) ->
                switch (documents.find(key, required)) {
                    case Reading.TooEarly<Optional<Stored>> early ->
                        Problem.tooEarly().answer();
                    case Reading.Found<Optional<Stored>>(var stored) ->
                        stored.filter(found -> found.body() != null).isPresent()
                                ? present(terms, stored.get(), request, response)
                                : absent(terms, key, stored);
                };
        };
    }

    private static @Nullable ResponseEntity<byte[]> present(
            Terms terms, Stored stored, ServletWebRequest request, HttpServletResponse response) {
        terms.stamp(response);
        response.setHeader("Cache-Control", terms.cacheControl());
        response.setHeader("Cache-Tag", CachePromises.tags(terms.rules(), stored.resource(), stored.body()));
        response.setHeader("X-Data-Version", Long.toString(stored.version()));
        response.setHeader("X-Tideline-Resource", stored.resource().toString());
        name(stored.madeBy(), response);
        if (request.checkNotModified(terms.entityTag(stored), wholeSeconds(stored.updatedAt()))) {
            return null;
        }
        return json(terms.body(stored));
    }

    /** Names the writes that the answer shows. */
    private static void name(@Nullable SessionTicket shows, HttpServletResponse response) {
        if (shows != null) {
            response.setHeader(SessionHeader.NAME, shows.toString());
        }
    }

    /** Milliseconds, but without any: the field has seconds, and a reader's copy of it must not look older than we are. */
    private static long wholeSeconds(Instant instant) {
        return instant.getEpochSecond() * 1000;
    }

    private static ResponseEntity<byte[]> absent(Terms terms, ResourceKey key, Optional<Stored> tombstone) {
        Problem problem = tombstone.isPresent() ? Problem.gone(key.toString()) : Problem.notFound(key.toString());
        problem = problem.with(terms.fields())
                .with("Cache-Control", terms.cacheControlOfAbsence())
                .with("Cache-Tag", CachePromises.tags(terms.rules(), key, null))
                .with("X-Tideline-Resource", key.toString());
        if (tombstone.isPresent()) {
            problem =
                    problem.with("X-Data-Version", Long.toString(tombstone.get().version()));
            SessionTicket madeBy = tombstone.get().madeBy();
            problem = madeBy == null ? problem : problem.with(SessionHeader.NAME, madeBy.toString());
        }
        return problem.answer();
    }

    @GetMapping("/api/{collection}")
    @Nullable
    ResponseEntity<byte[]> list(
            @PathVariable String collection,
            @RequestParam(required = false) @Nullable String limit,
            @RequestParam(required = false) @Nullable String after,
            @RequestParam(required = false) @Nullable String home,
            @RequestHeader(name = SessionHeader.NAME, required = false) @Nullable String session,
            @RequestHeader(name = View.HEADER, required = false) @Nullable String view,
            ServletWebRequest request,
            HttpServletResponse response) {
        CollectionPlacement rules = promises.rules(collection).orElse(null);
        if (rules == null) {
            return Problem.unknownCollection(collection).answer();
        }
        Required required = SessionHeader.read(session);
        if (required == null) {
            return Problem.badSession().answer();
        }
        return switch (pages.read(limit, after)) {
            case PageRules.Asked.Malformed(String parameter, String allowed) ->
                Problem.badParameter(parameter, allowed).answer();
            case PageRules.Asked.Page(int items, String last) ->
                switch (Terms.ofList(rules, home, view)) {
                    case Terms.Offer.Refused(Problem problem) -> problem.answer();
                    case Terms.Offer.Accepted(Terms terms) ->
                        // One more than asked for: whether there is a next page.
                        switch (documents.list(collection, terms.idsBegin(), last, items + 1, required)) {
                            case Reading.TooEarly<Listed> early ->
                                Problem.tooEarly().answer();
                            case Reading.Found<Listed>(Listed found) -> {
                                name(found.shows(), response);
                                ListPage page =
                                        ListPage.of(collection, terms.items(found.items()), items, terms.more());
                                yield page(terms, page, request, response);
                            }
                        };
                };
        };
    }

    private static @Nullable ResponseEntity<byte[]> page(
            Terms terms, ListPage page, ServletWebRequest request, HttpServletResponse response) {
        terms.stamp(response);
        response.setHeader("Cache-Control", terms.cacheControl());
        response.setHeader("Cache-Tag", CachePromises.listTags(terms.rules().name()));
        if (page.next() != null) {
            response.setHeader("Link", "<" + page.next() + ">; rel=\"next\"");
        }
        return request.checkNotModified(page.entityTag()) ? null : json(page.body());
    }

    private static ResponseEntity<byte[]> json(String body) {
        return ResponseEntity.ok().contentType(MediaType.APPLICATION_JSON).body(body.getBytes(UTF_8));
    }
}

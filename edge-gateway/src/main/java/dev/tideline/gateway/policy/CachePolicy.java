package dev.tideline.gateway.policy;

import java.util.Collection;
import org.jspecify.annotations.Nullable;

/**
 * The door of the policy: every question a shared cache has to ask, answered for one route's settings. Stateless and
 * safe for use by several threads. {@code nowMs} is always milliseconds since the epoch. No method throws for anything
 * a peer may send.
 *
 * <p>A read goes: {@link #lookup} (may the cache be asked at all), {@link #select} among the stored variants, {@link
 * #serve} or {@link #miss}, and on a hit {@link #answer}. Otherwise {@link #forwardFields} gives the header section for
 * the origin, and its answer goes to {@link #freshen} (304 to our own conditions), {@link #head}, {@link #serveOnError}
 * (5xx or no answer at all), {@link #combine} (206) or {@link #store}. Whatever else passes through goes to {@link
 * #invalidate}.
 */
public final class CachePolicy {

    private final Storing storing;
    private final Serving serving;
    private final Freshening freshening;
    private final Selection selection;
    private final boolean surrogate;

    /** A policy for one route. */
    public CachePolicy(PolicySettings settings) {
        this.storing = new Storing(settings);
        this.serving = new Serving(settings);
        this.freshening = new Freshening(storing, settings.trustNotModified());
        this.selection = new Selection(settings.matchLanguage());
        this.surrogate = TargetedControl.readsSurrogate(settings.targets());
    }

    /**
     * Why the cache may not be asked for this request, or null if it may: the method is not GET or HEAD; or a GET has
     * content, which no key covers; or it has {@code If-Match} or {@code If-Unmodified-Since}, which only the origin can
     * evaluate (RFC 9110 §13.1.1). On BYPASS nothing may be stored either; on METHOD ask {@link #invalidate}, then {@link
     * #store} (RFC 9110 §9.3.3 lets some answers to POST be stored).
     *
     * @param hasContent whether the request has content, by {@code Content-Length} or {@code Transfer-Encoding}
     */
    public @Nullable ForwardReason lookup(CacheRequest request, boolean hasContent) {
        return Forwarding.lookup(request, hasContent);
    }

    /** The most recent stored response whose selecting fields match (RFC 9111 §4.1), or null. */
    public @Nullable StoredResponse select(CacheRequest request, Collection<StoredResponse> variants) {
        return selection.select(request, variants);
    }

    /** May this selected response be served, and how? (RFC 9111 §4) */
    public ServeDecision serve(CacheRequest request, StoredResponse stored, long nowMs) {
        return serving.serve(request, stored, nowMs);
    }

    /** What to do with a response that could be served, had it not to be confirmed first for other reasons. */
    public ServeDecision confirm(CacheRequest request, StoredResponse stored, long nowMs) {
        return serving.confirm(request, stored, nowMs);
    }

    /** What to do when nothing was selected: Forward or Unsatisfiable. */
    public ServeDecision miss(CacheRequest request, ForwardReason why) {
        return serving.miss(request, why);
    }

    /**
     * May the stored response be served in place of this failure? (RFC 9111 §4.2.4, RFC 5861 §4) Either StaleServable
     * or Forward, which here means: let the client have the error.
     *
     * @param status the 5xx status, or 0 if there was no answer (connection refused, reset, timeout)
     */
    public ServeDecision serveOnError(CacheRequest request, StoredResponse stored, int status, long nowMs) {
        return serving.serveOnError(request, stored, status, nowMs);
    }

    /**
     * The response to send out of a stored one (RFC 9110 §13.2.2: preconditions, then ranges).
     *
     * @param bodyLength the length of the stored bytes, which for an incomplete response are those of its part
     */
    public Answer answer(CacheRequest request, StoredResponse stored, long bodyLength, long nowMs) {
        return Answering.answer(request, stored, bodyLength, nowMs);
    }

    /**
     * The header section to send to the origin for this decision: end-to-end fields of the client (RFC 9110 §7.6.1),
     * with the client's own conditions taken out where the cache wants the whole response or sends its own, and {@code
     * Range} kept only where a part is wanted.
     */
    public Fields forwardFields(CacheRequest request, ServeDecision decision) {
        Fields fields = Forwarding.fields(request, decision);
        return surrogate ? TargetedControl.announce(fields) : fields;
    }

    /** May this response be stored, and with what? (RFC 9111 §3) For a 206 see also {@link #combine}. */
    public StoreDecision store(CacheRequest request, OriginResponse response) {
        return storing.decide(request, response);
    }

    /**
     * Whether the answer to this request, which is not a read, might be stored for reads that follow (RFC 9110 §9.3.3).
     * Then the request must not carry what no key covers.
     */
    public boolean mayAnswerLater(CacheRequest request) {
        return storing.mayAnswerLater(request);
    }

    /** Applies a 304 that answered our own conditions (RFC 9111 §4.3.4). */
    public Freshened freshen(CacheRequest request, StoredResponse stored, OriginResponse notModified) {
        return freshening.notModified(request, stored, notModified);
    }

    /** Applies a response to a forwarded HEAD (RFC 9111 §4.3.5). */
    public Freshened head(CacheRequest request, StoredResponse stored, OriginResponse response) {
        return freshening.head(request, stored, response);
    }

    /**
     * Joins a 206 with the stored response it continues (RFC 9111 §3.4, RFC 9110 §15.3.7.3): both have the same strong
     * validator and their bytes overlap or touch. Null if they cannot be joined; then {@link #store} decides about the
     * new one alone.
     */
    public @Nullable CombinedParts combine(CacheRequest request, StoredResponse stored, OriginResponse partial) {
        return freshening.combine(request, stored, partial);
    }

    /** What this exchange makes invalid (RFC 9111 §4.4, RFC 9875); NOTHING for safe methods and error answers. */
    public Invalidation invalidate(CacheRequest request, OriginResponse response) {
        return Invalidating.of(request, response);
    }
}

package dev.tideline.invalidation.api;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.tideline.events.ErasureReceipt;
import dev.tideline.events.ErasureRequested;
import dev.tideline.events.SubjectErased;
import dev.tideline.invalidation.feed.ErasureOrders;
import dev.tideline.invalidation.fleet.ErasureLedger;
import dev.tideline.invalidation.fleet.Latest;
import dev.tideline.invalidation.fleet.News;
import dev.tideline.invalidation.token.Caller;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import org.jspecify.annotations.Nullable;

/** Takes orders to erase a data subject, and tells how far each is. */
final class ErasureDesk {

    /** Orders that this instance took and has not seen done; older ones are forgotten, which changes no order. */
    private static final int MOST_PENDING = 10_000;

    private final ErasureOrders orders;
    private final PurgeDesk purges;
    private final ErasureLedger ledger;
    private final News news;
    private final Clock clock;
    private final Latest<UUID, ErasureRequested> pending = new Latest<>(MOST_PENDING);

    ErasureDesk(ErasureOrders orders, PurgeDesk purges, ErasureLedger ledger, News news, Clock clock) {
        this.orders = orders;
        this.purges = purges;
        this.ledger = ledger;
        this.news = news;
        this.clock = clock;
    }

    /**
     * Orders an erasure. The same key again orders the same one, which is done once.
     *
     * @param key the caller's idempotency key; null for none
     * @return its id; empty if Kafka did not take it
     */
    Optional<UUID> order(Caller caller, String subject, @Nullable String key) throws InterruptedException {
        UUID id = key == null
                ? UUID.randomUUID()
                : UUID.nameUUIDFromBytes((caller.name() + "\nerase " + subject + '\n' + key).getBytes(UTF_8));
        ErasureRequested order = new ErasureRequested(id, subject, clock.instant());
        try {
            orders.append(order).get();
        } catch (ExecutionException notAppended) {
            return Optional.empty();
        }
        pending.put(id, order);
        return Optional.of(id);
    }

    /** Waits until every live instance has confirmed it, at most so long, and shows how far it is then. */
    ErasureView follow(UUID id, Duration limit) throws InterruptedException {
        news.await(
                () -> view(id).filter(view -> view.state().equals("confirmed")).isPresent(), limit);
        return view(id).orElseThrow();
    }

    /** Empty for an erasure that is not known here, or not yet. */
    Optional<ErasureView> view(UUID id) {
        return ledger.receipt(id)
                .map(ErasureDesk::confirmed)
                .or(() -> purges.view(id).flatMap(this::underWay))
                .or(() -> pending.find(id).map(ErasureDesk::requested));
    }

    private static ErasureView confirmed(ErasureReceipt receipt) {
        SubjectErased erased = receipt.erased();
        return new ErasureView(
                erased.erasureId(),
                "confirmed",
                erased.requestedAt(),
                erased.erasedAt(),
                erased.resources(),
                erased.keyDestroyed(),
                receipt.confirmedAt(),
                receipt.confirmedBy().stream().sorted().toList(),
                List.of());
    }

    private Optional<ErasureView> underWay(PurgeView purge) {
        return purges.erasure(purge.id())
                .map(erased -> new ErasureView(
                        erased.erasureId(),
                        "erased",
                        erased.requestedAt(),
                        erased.erasedAt(),
                        erased.resources(),
                        erased.keyDestroyed(),
                        null,
                        purge.instances().stream()
                                .filter(instance -> instance.state().equals("applied"))
                                .map(PurgeView.ReceiptView::instance)
                                .toList(),
                        purge.waitingFor()));
    }

    private static ErasureView requested(ErasureRequested order) {
        return new ErasureView(
                order.erasureId(), "requested", order.requestedAt(), null, null, null, null, List.of(), List.of());
    }
}

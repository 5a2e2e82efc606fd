package dev.tideline.gateway.purge;

import dev.tideline.events.SessionTicket;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Holds a reader back until the purges of what it has written are applied here. Waiting is bounded in time by the caller
 * and in number by a setting: whoever finds the room full is told "not reached" at once, which sends the read to the
 * origin and never serves older data.
 */
public final class SessionGate implements FollowerListener {

    private record Waiter(SessionTicket ticket, CompletableFuture<Boolean> answer) {}

    private final PurgeLog log;
    private final int maxWaiters;
    private final Set<Waiter> waiters = ConcurrentHashMap.newKeySet();
    private final AtomicInteger count = new AtomicInteger();

    public SessionGate(PurgeLog log, int maxWaiters) {
        this.log = log;
        this.maxWaiters = maxWaiters;
    }

    /** Whether the ticket's positions count in the log of writes that this gateway's regions share. */
    public boolean isOurs(SessionTicket ticket) {
        return ticket.log().equals(log.coverage().log());
    }

    /** Whether a ticket's text is known to count in another log than this gateway's. */
    public boolean isOfAnotherLog(String ticket) {
        String ours = log.coverage().log();
        return !ours.isEmpty() && !ticket.startsWith(SessionTicket.prefix(ours));
    }

    /** All that is known here to be committed, as a ticket; empty while nothing is. */
    public Optional<SessionTicket> everything() {
        return log.coverage().ticket();
    }

    /** Whether this instance has applied the purges of all the ticket's writes; false for a ticket of another log too. */
    public boolean hasReached(SessionTicket ticket) {
        return log.coverage().includes(ticket);
    }

    /**
     * Waits until the ticket is reached. The check of an entry must come after a true. Nobody waits for a ticket of another
     * log: it never will be.
     *
     * @return completes with whether it was reached within the limit, never on the follower's thread
     */
    public CompletableFuture<Boolean> await(SessionTicket ticket, Duration limit) {
        if (hasReached(ticket)) {
            return CompletableFuture.completedFuture(true);
        }
        if (!limit.isPositive() || !isOurs(ticket)) {
            return CompletableFuture.completedFuture(false);
        }
        if (count.incrementAndGet() > maxWaiters) {
            count.decrementAndGet();
            return CompletableFuture.completedFuture(false);
        }
        Waiter waiter = new Waiter(ticket, new CompletableFuture<>());
        waiters.add(waiter);
        waiter.answer.completeOnTimeout(false, limit.toNanos(), TimeUnit.NANOSECONDS);
        // The heartbeat may have come between the first look and the queue.
        if (hasReached(ticket)) {
            waiter.answer.complete(true);
        }
        // What the reader does next must not run on the follower's thread, which all others wait for.
        return waiter.answer.whenCompleteAsync((reached, cancelled) -> leave(waiter));
    }

    private void leave(Waiter waiter) {
        if (waiters.remove(waiter)) {
            count.decrementAndGet();
        }
    }

    @Override
    public void advanced() {
        if (waiters.isEmpty()) {
            return;
        }
        Coverage coverage = log.coverage();
        for (Waiter waiter : waiters) {
            if (coverage.includes(waiter.ticket)) {
                waiter.answer.complete(true);
            }
        }
    }

    /** Readers waiting now. */
    public int waiting() {
        return count.get();
    }
}

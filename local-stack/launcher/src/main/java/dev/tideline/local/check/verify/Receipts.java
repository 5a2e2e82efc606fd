package dev.tideline.local.check.verify;

import dev.tideline.local.check.history.Fact.Receipt;
import dev.tideline.local.check.history.History;
import java.util.HashMap;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;

/** How far each instance was known to have applied the purge log, at any moment. */
final class Receipts {

    private final Map<String, NavigableMap<Long, Receipt>> byInstance = new HashMap<>();

    Receipts(History history) {
        for (Receipt receipt : history.all(Receipt.class)) {
            NavigableMap<Long, Receipt> known =
                    byInstance.computeIfAbsent(receipt.instance(), instance -> new TreeMap<>());
            // A restarted instance may repeat a lower offset. What it had said before binds it all the same.
            if (known.isEmpty() || known.lastEntry().getValue().offset() < receipt.offset()) {
                known.put(receipt.at(), receipt);
            }
        }
    }

    /** The furthest that the instance had said before a moment. */
    Optional<Receipt> before(String instance, long moment) {
        return Optional.ofNullable(
                        byInstance.getOrDefault(instance, new TreeMap<>()).lowerEntry(moment))
                .map(Map.Entry::getValue);
    }
}

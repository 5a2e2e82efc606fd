package dev.tideline.writer.store;

import java.util.List;

/**
 * Some records of one partition, in order.
 *
 * @param logId the topic's id
 * @param entries at least one, by rising offset
 */
public record Batch(int partition, String logId, List<Entry> entries) {

    public Batch {
        if (entries.isEmpty()) {
            throw new IllegalArgumentException("an empty batch");
        }
    }

    public long firstOffset() {
        return entries.getFirst().offset();
    }

    public long nextOffset() {
        return entries.getLast().offset() + 1;
    }

    public Batch firstHalf() {
        return new Batch(partition, logId, entries.subList(0, entries.size() / 2));
    }

    public Batch secondHalf() {
        return new Batch(partition, logId, entries.subList(entries.size() / 2, entries.size()));
    }
}

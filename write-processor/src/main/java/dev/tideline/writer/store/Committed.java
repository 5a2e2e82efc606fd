package dev.tideline.writer.store;

import dev.tideline.events.ResourceChanged;
import dev.tideline.events.SubjectErased;
import dev.tideline.writer.decide.Outcome;
import dev.tideline.writer.watch.BatchCounts;
import java.time.Instant;
import java.util.List;

/**
 * What a transaction left to announce.
 *
 * @param changes in the order of the log; those of records that were committed before too
 * @param erasures in the order of the log, their changes among {@code changes}
 * @param outcomes of the records that were not
 * @param replayed how many records had been committed before
 * @param parked how many records were put behind a parked one of their key
 * @param letters whether the partition has dead letters that are not yet in their topic
 * @param batchEnd the offset after the batch; 0 where there was none
 * @param position the offset up to which the partition is committed; above {@code batchEnd} while old records are replayed
 * @param settledOffset every write below it has its outcome
 * @param asOf no commit of this partition lies between this transaction and this moment
 */
public record Committed(
        int partition,
        List<ResourceChanged> changes,
        List<SubjectErased> erasures,
        List<Outcome> outcomes,
        int replayed,
        int parked,
        boolean letters,
        long batchEnd,
        long position,
        long settledOffset,
        Instant asOf) {

    public BatchCounts counts() {
        int[] counts = new int[5];
        for (Outcome outcome : outcomes) {
            int kind =
                    switch (outcome) {
                        case Outcome.Applied applied -> 0;
                        case Outcome.Conflict conflict -> 1;
                        case Outcome.Rejected rejected -> 2;
                        case Outcome.Duplicate duplicate -> 3;
                        case Outcome.Mismatched mismatched -> 4;
                    };
            counts[kind]++;
        }
        return new BatchCounts(counts[0], counts[1], counts[2], counts[3], counts[4], replayed, parked);
    }
}

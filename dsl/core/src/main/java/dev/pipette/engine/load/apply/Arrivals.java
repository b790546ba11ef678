package dev.pipette.engine.load.apply;

import java.util.Map;
import java.util.Optional;
import org.jooq.Record;
import org.jooq.Table;

/**
 * What a write disposition did with the arriving rows of a root table before the rest of them is inserted.
 *
 * @param left root rows that are not inserted
 * @param leftNested root rows whose nested rows are not inserted
 * @param deleted how many rows it took away, by the names of the tables
 * @param updated how many rows that were there have an arriving one in their place
 * @param inPlace how many of these were changed in their place, so that none is inserted for them
 * @param same the root rows that are there with the same values and stay, by their ordinals
 */
record Arrivals(
        LeftOut left,
        LeftOut leftNested,
        Map<String, Long> deleted,
        long updated,
        long inPlace,
        Optional<Table<Record>> same) {
    /** Rows that are all inserted, but for those that are left out. */
    static Arrivals inserted(LeftOut left) {
        return replacing(left, Map.of(), 0, Optional.empty());
    }

    /** Rows that are inserted after others were taken away. */
    static Arrivals replacing(LeftOut left, Map<String, Long> deleted, long updated, Optional<Table<Record>> same) {
        return new Arrivals(left, left, deleted, updated, 0, same);
    }

    /** The same with further rows that were taken away. */
    Arrivals withDeleted(Map<String, Long> more) {
        return new Arrivals(left, leftNested, NestedDelete.plus(deleted, more), updated, inPlace, same);
    }
}

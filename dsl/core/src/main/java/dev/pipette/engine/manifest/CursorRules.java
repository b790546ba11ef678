package dev.pipette.engine.manifest;

import dev.pipette.incremental.Lag;
import dev.pipette.incremental.LastValue;
import dev.pipette.incremental.MissingValue;
import dev.pipette.incremental.RowOrder;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The options of a cursor as a package keeps them.
 *
 * @param lastValue which value to continue from
 * @param excludesStart whether rows that have exactly the value of the start are left out
 * @param includesEnd whether a backfill loads the rows that have exactly the value of its end
 * @param missing what happens to rows without a value
 * @param rowOrder the declared order of the rows
 * @param lagText how far before {@code start} the load begins, as {@link Lag#parse} reads it
 * @param zoneName the time zone of values without an offset where instants are compared
 * @param key normalized names of the columns by which rows at the boundary are known again; none for the whole row
 */
public record CursorRules(
        LastValue lastValue,
        boolean excludesStart,
        boolean includesEnd,
        MissingValue missing,
        @Nullable RowOrder rowOrder,
        @Nullable String lagText,
        @Nullable String zoneName,
        List<String> key) {
    /** How far before the committed value the load begins. */
    public Optional<Lag> lag() {
        return Optional.ofNullable(lagText).map(Lag::parse);
    }

    /** The time zone of values without an offset, where one was declared. */
    public Optional<ZoneId> zone() {
        return Optional.ofNullable(zoneName).map(ZoneId::of);
    }
}

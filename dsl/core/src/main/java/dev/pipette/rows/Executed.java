package dev.pipette.rows;

import dev.pipette.text.Units;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What statements that write did.
 *
 * <pre>{@code
 * Executed deleted = dataset.execute("DELETE FROM orders WHERE id = 7");
 * deleted.changedRows();   // 1
 * }</pre>
 */
public final class Executed {
    private final long changedRows;
    private final @Nullable Rows returned;

    Executed(long changedRows, @Nullable Rows returned) {
        this.changedRows = changedRows;
        this.returned = returned;
    }

    /** How many rows the last statement inserted, updated or deleted, as the destination counts them. */
    public long changedRows() {
        return changedRows;
    }

    /** The rows that the last statement returned, as {@code DELETE .. RETURNING} does. */
    public Optional<Rows> returned() {
        return Optional.ofNullable(returned);
    }

    @Override
    public String toString() {
        return returned == null ? Units.rows(changedRows) + " changed" : returned.toString();
    }
}

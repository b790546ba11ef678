package dev.pipette.pack;

import dev.pipette.incremental.CursorKind;
import dev.pipette.incremental.Window;
import org.jspecify.annotations.Nullable;

/**
 * What a package knows of its resource's cursor.
 *
 * @param path source name of the column
 * @param column its normalized name
 * @param kind how values are compared; null while the data has not told
 * @param initial the value that the cursor was declared to start at, as the state keeps it
 * @param start the committed value that the package was extracted from, as the state keeps it; null for the first load
 * @param end the highest value of the package, or {@code start} where nothing is higher; null where there is neither
 * @param deduplicated whether rows at {@code start} are compared with those that were loaded before
 * @param window the part that a backfill loads, as it was asked for; null where the cursor follows what is new. A
 *     backfill knows no {@code start} and no {@code end}: it leaves the state as it is
 */
public record CursorLoad(
        String path,
        String column,
        @Nullable CursorKind kind,
        @Nullable Object initial,
        @Nullable Object start,
        @Nullable Object end,
        boolean deduplicated,
        @Nullable Window<String> window) {
    /** With what the whole package's column turned out to be. */
    CursorLoad withEnd(@Nullable CursorKind newKind, @Nullable Object newEnd) {
        return new CursorLoad(
                path, column, newKind, initial, start, window == null ? newEnd : null, deduplicated, window);
    }

    /** Whether there may be rows that the cursor does not ask for. */
    boolean isBounded() {
        return window != null || start != null || initial != null;
    }
}

package dev.pipette.cli;

import dev.pipette.error.ErrorCode;
import dev.pipette.error.PipetteException;
import org.jspecify.annotations.Nullable;

/** How many rows a command prints. */
final class RowLimit {
    private RowLimit() {}

    /**
     * Checks a limit.
     *
     * @param limit null where none is given
     */
    static void check(@Nullable Integer limit) {
        if (limit != null && limit < 0) {
            throw new PipetteException(ErrorCode.BAD_USAGE, "--limit " + limit + ": a limit is 0 or more rows.");
        }
    }
}

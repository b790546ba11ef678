package dev.pipette.cli;

import dev.pipette.ErrorCode;
import dev.pipette.Pipette;
import dev.pipette.PipetteException;
import dev.pipette.Resource;
import org.jspecify.annotations.Nullable;

/** What {@code --cursor}, {@code --from} and {@code --to} mean together. */
final class Backfill {
    private Backfill() {}

    /**
     * Lets a resource follow its cursor, or load a part by it.
     *
     * @throws PipetteException BAD_USAGE for a bound without the other, or without a cursor
     */
    static Resource incremental(
            Resource resource, @Nullable String cursor, @Nullable String from, @Nullable String to) {
        if (from == null && to == null) {
            return cursor == null ? resource : resource.incremental(Pipette.cursor(cursor));
        }
        if (cursor == null || from == null || to == null) {
            throw new PipetteException(
                    ErrorCode.BAD_USAGE,
                    "a backfill needs --cursor, --from and --to, and "
                            + (cursor == null ? "--cursor" : from == null ? "--from" : "--to")
                            + " is missing. Write it like --cursor updated_at --from 2025-01-01 --to 2025-02-01.");
        }
        return resource.incremental(Pipette.cursor(cursor).backfill(from, to));
    }
}

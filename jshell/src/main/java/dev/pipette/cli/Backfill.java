package dev.pipette.cli;

import dev.pipette.ErrorCode;
import dev.pipette.Pipette;
import dev.pipette.PipetteException;
import dev.pipette.Resource;
import dev.pipette.incremental.Cursor;
import dev.pipette.incremental.Lag;
import dev.pipette.incremental.MissingValue;
import java.util.Locale;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What {@code --cursor} and the options that belong to it mean together. */
final class Backfill {
    private Backfill() {}

    /**
     * Lets a resource follow its cursor, or load a part by it.
     *
     * @throws PipetteException BAD_USAGE for a bound without the other, and for options without a cursor
     */
    static Resource incremental(
            Resource resource,
            @Nullable String path,
            @Nullable String from,
            @Nullable String to,
            @Nullable String lag,
            @Nullable String missing) {
        boolean backfills = from != null || to != null;
        if (backfills && (path == null || from == null || to == null)) {
            throw new PipetteException(
                    ErrorCode.BAD_USAGE,
                    "a backfill needs --cursor, --from and --to, and "
                            + (path == null ? "--cursor" : from == null ? "--from" : "--to")
                            + " is missing. Write it like --cursor updated_at --from 2025-01-01 --to 2025-02-01.");
        }
        if (path == null) {
            if (lag != null || missing != null) {
                throw new PipetteException(
                        ErrorCode.BAD_USAGE,
                        (lag != null ? "--lag" : "--missing") + " is about a cursor, and --cursor is missing.");
            }
            return resource;
        }
        Cursor<String> cursor = Pipette.cursor(path);
        if (lag != null) {
            cursor = cursor.lag(Lag.parse(lag));
        }
        if (missing != null) {
            cursor = cursor.whenMissing(missing(missing));
        }
        return resource.incremental(from == null || to == null ? cursor : cursor.backfill(from, to));
    }

    private static MissingValue missing(String word) {
        return Stream.of(MissingValue.values())
                .filter(value -> value.name().toLowerCase(Locale.ROOT).equals(word))
                .findFirst()
                .orElseThrow(() -> new PipetteException(
                        ErrorCode.BAD_USAGE, "--missing " + word + ": there are raise, include and exclude."));
    }
}

package dev.pipette.rest;

import dev.pipette.error.ErrorCode;
import dev.pipette.error.PipetteException;
import dev.pipette.incremental.Cursor;
import dev.pipette.incremental.ExtractContext;
import java.util.Optional;
import java.util.function.Function;

/**
 * How a run's part of a cursor is asked for.
 *
 * @param start the parameter of the value that the run begins with
 * @param end the parameter of the value at which a backfill ends
 */
record IncrementalParameter<C extends Comparable<? super C>>(
        Cursor<C> cursor, String start, Optional<String> end, Function<? super C, String> format) {
    IncrementalParameter {
        if (cursor.kind().isEmpty()) {
            throw new PipetteException(
                    ErrorCode.BAD_USAGE,
                    "the value of cursor '" + cursor.path() + "' cannot be sent as " + start
                            + ": without a type it is not known before the first row. Say cursor(\"" + cursor.path()
                            + "\", Instant.class), or another type.");
        }
    }

    RestRequest in(RestRequest request, ExtractContext context) {
        RestRequest since =
                context.cursor().map(value -> request.set(start, text(value))).orElse(request);
        return end.flatMap(parameter -> context.backfillEnd().map(value -> since.set(parameter, text(value))))
                .orElse(since);
    }

    @SuppressWarnings("unchecked") // values of a cursor have its type
    private String text(Comparable<?> value) {
        Comparable<?> typed =
                cursor.kind().orElseThrow().read(value).orElseThrow(() -> new IllegalStateException("no " + cursor));
        return format.apply((C) typed);
    }

    IncrementalParameter<C> until(String parameter) {
        return new IncrementalParameter<>(cursor, start, Optional.of(parameter), format);
    }
}

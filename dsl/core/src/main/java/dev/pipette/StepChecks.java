package dev.pipette;

import dev.pipette.check.Rule;
import dev.pipette.error.ErrorCode;
import dev.pipette.error.PipetteException;
import dev.pipette.incremental.Cursor;
import dev.pipette.incremental.LastValue;
import dev.pipette.incremental.MissingValue;
import dev.pipette.incremental.RowOrder;
import dev.pipette.schema.WriteDisposition;
import dev.pipette.spi.RowSource;

/** Refuses to commit a resource in steps, where the next run could not continue after the last step. */
final class StepChecks {
    private StepChecks() {}

    static void check(Resource resource) {
        String refused = "resource " + resource.name() + " cannot be committed in steps: ";
        if (resource.writeDisposition().kind() == WriteDisposition.Kind.REPLACE) {
            throw new PipetteException(
                    ErrorCode.BAD_USAGE,
                    refused
                            + "it replaces its table, which must not be seen half replaced. Leave commitEvery(..) out.");
        }
        resource.checks().stream()
                .filter(check -> check.rule() instanceof Rule.OfLoad || check.rule() instanceof Rule.RowCountChange)
                .findFirst()
                .ifPresent(check -> {
                    throw new PipetteException(
                            ErrorCode.BAD_USAGE,
                            refused + "check " + check
                                    + " is about all rows of a load, and each step is a load of its own."
                                    + " Leave the check or commitEvery(..) out.");
                });
        if (resource.fileState().isPresent()) {
            return;
        }
        if (resource.source() instanceof RowSource.Derived derived) {
            throw new PipetteException(
                    ErrorCode.BAD_USAGE,
                    refused + "it is committed with the rows of " + derived.parent()
                            + ", which it is made of. Say commitEvery(..) of " + derived.parent() + ".");
        }
        if (resource.source().readsFiles()) {
            throw new PipetteException(
                    ErrorCode.BAD_USAGE,
                    refused + "nothing remembers which of its files are loaded. Give files(..) a file state, for"
                            + " instance FileState.ledger().");
        }
        Cursor<?> followed = resource.cursor()
                .filter(cursor -> cursor.rowOrder().isPresent())
                .orElseThrow(() -> new PipetteException(
                        ErrorCode.BAD_USAGE,
                        refused
                                + "nothing says where the next run would continue. Give it a cursor whose rows come in an"
                                + " order, .rowOrder(..), or leave commitEvery(..) out."));
        if (followed.window().isPresent()) {
            throw new PipetteException(
                    ErrorCode.BAD_USAGE,
                    refused + "a backfill " + followed.window().get()
                            + " leaves the cursor where it is, so that the next run could not continue in its middle. Load"
                            + " shorter windows, or start a cursor of its own at the beginning.");
        }
        boolean prefix = followed.function().isEmpty()
                && (followed.rowOrder().orElseThrow() == RowOrder.ASCENDING)
                        == (followed.lastValue() == LastValue.HIGHEST);
        if (!prefix) {
            throw new PipetteException(
                    ErrorCode.BAD_USAGE,
                    refused + "the first rows of cursor '" + followed.path()
                            + "' would move it beyond the rows that are left. Let rows come in the order in which the cursor"
                            + " moves.");
        }
        if (resource.deduplicatesWithinRun() || followed.missing() == MissingValue.INCLUDE) {
            throw new PipetteException(
                    ErrorCode.BAD_USAGE,
                    refused
                            + (resource.deduplicatesWithinRun()
                                    ? "the last row of a key is known at the end of a run only. Leave deduplicatedWithinRun() out."
                                    : "rows without a value of the cursor would be loaded again by a run that continues. Say"
                                            + " .whenMissing(EXCLUDE)."));
        }
    }
}

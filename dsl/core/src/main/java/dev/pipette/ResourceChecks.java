package dev.pipette;

import dev.pipette.error.ErrorCode;
import dev.pipette.error.PipetteException;
import dev.pipette.schema.WriteDisposition;
import dev.pipette.spi.RowSource;
import dev.pipette.spi.RowStep;
import java.util.HashSet;
import java.util.Set;

/** Refuses settings of a resource that contradict each other. */
final class ResourceChecks {
    private final Resource resource;

    private ResourceChecks(Resource resource) {
        this.resource = resource;
    }

    static void check(Resource resource) {
        ResourceChecks checks = new ResourceChecks(resource);
        checks.checkKey();
        checks.checkBackfill();
        checks.checkConditional();
        if (resource.steps().stream().anyMatch(RowStep.TimeLimit.class::isInstance)) {
            checks.checkTimeLimit();
        }
        if (resource.fileState().isPresent()) {
            checks.checkFileState();
        }
    }

    private void checkKey() {
        Set<String> names = new HashSet<>();
        for (String key : resource.primaryKey()) {
            if (!names.add(key)) {
                throw new PipetteException(
                        ErrorCode.BAD_USAGE,
                        "resource " + resource.name() + ": the key has column '" + key
                                + "' twice. Name each column once.");
            }
        }
    }

    private void checkBackfill() {
        boolean backfills =
                resource.cursor().filter(cursor -> cursor.window().isPresent()).isPresent();
        if (backfills && resource.writeDisposition().kind() == WriteDisposition.Kind.REPLACE) {
            throw new PipetteException(
                    ErrorCode.BAD_USAGE,
                    "resource " + resource.name()
                            + " replaces its table, and a backfill of a part would delete the rest."
                            + " Say append() or merge(..) with it.");
        }
    }

    private void checkTimeLimit() {
        if (resource.source().readsFiles()) {
            throw new PipetteException(
                    ErrorCode.BAD_USAGE,
                    "resource " + resource.name()
                            + " reads files, of which a limit of time would load a part that no run completes."
                            + " Say limit(rows), or commitEvery(..) with a file state.");
        }
        if (resource.cursor().filter(cursor -> cursor.rowOrder().isEmpty()).isPresent()) {
            throw new PipetteException(
                    ErrorCode.BAD_USAGE,
                    "resource " + resource.name()
                            + " has a cursor and a limit of time, and the rows behind the limit may be older than those"
                            + " before it: no run would load them. Give the cursor the order of the rows, .rowOrder(..),"
                            + " or leave the limit out.");
        }
    }

    private void checkConditional() {
        boolean isConditional = resource.source() instanceof RowSource.Supplied supplied
                && supplied.rows().isConditional();
        WriteDisposition disposition = resource.writeDisposition();
        if (isConditional && (disposition.clears() || disposition.takesAllRows())) {
            throw new PipetteException(
                    ErrorCode.BAD_USAGE,
                    "resource " + resource.name()
                            + " asks for rows only when they changed, and takes the rows that arrive for all that there are:"
                            + " an unchanged answer would empty the table. Leave conditional() out, or say append() or"
                            + " merge(\"key\").");
        }
    }

    private void checkFileState() {
        if (resource.writeDisposition().kind() == WriteDisposition.Kind.REPLACE) {
            throw new PipetteException(
                    ErrorCode.BAD_USAGE,
                    "resource " + resource.name()
                            + " replaces its table, and would keep nothing but the files of the last run."
                            + " Leave the file state out, or say append() or merge(..).");
        }
        if (resource.cursor().isPresent()) {
            throw new PipetteException(
                    ErrorCode.BAD_USAGE,
                    "resource " + resource.name()
                            + " has a file state and a cursor, and each says what is new. Say one of them.");
        }
    }
}

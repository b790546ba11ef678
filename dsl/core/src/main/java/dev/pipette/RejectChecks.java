package dev.pipette;

import dev.pipette.check.BadRows;
import dev.pipette.check.Check;
import dev.pipette.check.Rule;
import dev.pipette.check.Severity;
import dev.pipette.error.ErrorCode;
import dev.pipette.error.PipetteException;
import dev.pipette.schema.WriteDisposition;
import dev.pipette.spi.RowStep;

/** Refuses to reject rows where a row that does not arrive means something. */
final class RejectChecks {
    private final Resource resource;

    private RejectChecks(Resource resource) {
        this.resource = resource;
    }

    static void check(Resource resource) {
        RejectChecks checks = new RejectChecks(resource);
        resource.checks().stream()
                .filter(check -> check.severity() == Severity.REJECT)
                .forEach(checks::check);
        if (resource.badRows() == BadRows.REJECT
                && resource.steps().stream().anyMatch(RowStep.Masked.class::isInstance)) {
            throw new PipetteException(
                    ErrorCode.BAD_USAGE,
                    "resource " + resource.name()
                            + " masks columns, and would keep lines that cannot be read with the values that are to be masked. Leave"
                            + " .badRows(BadRows.REJECT) (--bad-rows reject) out, or .mask(..).");
        }
        if (resource.badRows() == BadRows.REJECT && checks.missesAreGone()) {
            throw new PipetteException(
                    ErrorCode.BAD_USAGE,
                    "resource " + resource.name() + " cannot reject bad rows: " + checks.whyNot()
                            + ". Leave .badRows(BadRows.REJECT) (--bad-rows reject) out.");
        }
    }

    /** Whether a row that does not arrive is taken for one that is gone. */
    private boolean missesAreGone() {
        WriteDisposition disposition = resource.writeDisposition();
        return disposition.kind() == WriteDisposition.Kind.MERGE
                && (disposition.takesAllRows() || disposition.versions().isPresent());
    }

    private String whyNot() {
        return "its write disposition takes a row that does not arrive for one that is gone, so that the row would be "
                + (resource.writeDisposition().versions().isPresent() ? "retired" : "deleted");
    }

    private void check(Check check) {
        boolean merges = resource.writeDisposition().kind() == WriteDisposition.Kind.MERGE;
        if (missesAreGone()) {
            throw refused(check, whyNot());
        }
        if (merges && check.rule() instanceof Rule.Unique) {
            throw refused(
                    check,
                    "a merge decides by the key which rows stay, and only afterwards is it known which repeat a value");
        }
    }

    private PipetteException refused(Check check, String why) {
        return new PipetteException(
                ErrorCode.BAD_USAGE,
                "resource " + resource.name() + " cannot reject rows by check " + check + ": " + why
                        + ". Say fail() (--check) or warn() (--warn).");
    }
}

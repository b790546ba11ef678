package dev.pipette;

import dev.pipette.check.Check;
import dev.pipette.check.Rule;
import dev.pipette.check.Severity;
import dev.pipette.error.ErrorCode;
import dev.pipette.error.PipetteException;
import dev.pipette.schema.WriteDisposition;

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
    }

    private void check(Check check) {
        WriteDisposition disposition = resource.writeDisposition();
        boolean merges = disposition.kind() == WriteDisposition.Kind.MERGE;
        if (merges && (disposition.takesAllRows() || disposition.versions().isPresent())) {
            throw refused(
                    check,
                    "its write disposition takes a row that does not arrive for one that is gone, so that the row would be "
                            + (disposition.versions().isPresent() ? "retired" : "deleted"));
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

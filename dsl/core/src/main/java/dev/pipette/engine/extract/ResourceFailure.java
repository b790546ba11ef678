package dev.pipette.engine.extract;

import dev.pipette.engine.disk.FolderProblem;
import dev.pipette.error.ErrorCode;
import dev.pipette.error.PipetteException;

/**
 * Errors for what a resource's own code throws.
 *
 * @param rows how many rows were read before
 * @param step the number of the step that failed, from 1
 */
record ResourceFailure(String resource, long rows, int step) {
    PipetteException tooDeep(StackOverflowError failed) {
        return new PipetteException(
                ErrorCode.RESOURCE_FAILED,
                "resource " + resource + ", row " + rows + ": a value is nested too deep, or holds itself. "
                        + outcome(),
                failed);
    }

    PipetteException of(Exception failed) {
        if (FolderProblem.isInterrupt(failed)) {
            return FolderProblem.interrupted(
                    "resource " + resource + ": the run was interrupted after " + rows
                            + (rows == 1 ? " row. " : " rows. ") + outcome(),
                    failed);
        }
        return new PipetteException(
                ErrorCode.RESOURCE_FAILED,
                "resource " + resource + " failed after " + rows
                        + (rows == 1 ? " row: " : " rows: ")
                        + failed.getClass().getSimpleName() + ": " + failed.getMessage() + ". " + outcome(),
                failed);
    }

    private String outcome() {
        return step == 1
                ? "Nothing of the run was loaded."
                : step - 1 + (step == 2 ? " step of it is" : " steps of it are")
                        + " committed; the next run continues after them.";
    }
}

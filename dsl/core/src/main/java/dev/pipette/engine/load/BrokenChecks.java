package dev.pipette.engine.load;

import dev.pipette.check.CheckResult;
import dev.pipette.check.Verdict;
import dev.pipette.error.ErrorCode;
import dev.pipette.error.PipetteException;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Ends the transaction of a package whose checks are broken; never seen outside of it. */
final class BrokenChecks extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient List<CheckResult> results;

    private BrokenChecks(List<CheckResult> results, @Nullable Throwable cause) {
        super("checks are broken", cause);
        this.results = List.copyOf(results);
    }

    /**
     * Throws where one of the results fails the load.
     *
     * @param cause what else happened meanwhile
     */
    static void refuse(List<CheckResult> results, @Nullable RuntimeException cause) {
        if (results.stream().anyMatch(BrokenChecks::fails)) {
            throw new BrokenChecks(results, cause);
        }
    }

    private static boolean fails(CheckResult result) {
        return result.verdict() == Verdict.FAILED;
    }

    /** How all checks of the package ended. */
    List<CheckResult> results() {
        return results;
    }

    /** The error for people, with all that fails. */
    PipetteException error(String dataset) {
        List<String> failed = results.stream()
                .filter(BrokenChecks::fails)
                .map(CheckResult::describe)
                .toList();
        return new PipetteException(
                ErrorCode.CHECK_FAILED,
                (failed.size() == 1 ? "1 check" : failed.size() + " checks") + " of a load into " + dataset
                        + " failed, so that nothing of it was loaded: "
                        + failed.stream().collect(Collectors.joining("; ")) + ".",
                getCause());
    }
}

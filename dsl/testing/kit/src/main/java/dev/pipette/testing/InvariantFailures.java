package dev.pipette.testing;

import dev.pipette.spi.LoadStep;

/** The texts of invariants that do not hold. */
final class InvariantFailures {
    private InvariantFailures() {}

    static String notIdempotent(RunningAssert.Run run, String difference) {
        return run + " is not idempotent: a second run without new input changed what is there.\n"
                + indented(difference)
                + "\nExpected is what the first run left. Rows are known again by merge(..), incremental(..), replace() or"
                + " a run key.";
    }

    static String notDeterministic(RunningAssert.Run run, String difference) {
        return run + " is not deterministic: two runs into empty datasets ended differently.\n" + indented(difference)
                + "\nExpected is what the first of both left.";
    }

    static String missesLateFiles(RunningAssert.Run run, String difference) {
        return run
                + " does not handle late files: a run before and a run after they arrived did not end like one that found"
                + " all of them.\n" + indented(difference)
                + "\nExpected is what the run left that found all of them. FileState.ledger() takes a file whatever its date.";
    }

    static String notSurviving(RunningAssert.Run run, RunTrials.Casualty casualty) {
        return notSurviving(run.toString(), casualty.step(), casualty.folderKept(), casualty.difference());
    }

    static String notSurviving(Class<?> main, LoadStep step, boolean folderKept, String difference) {
        return notSurviving(main.getName(), step, folderKept, difference);
    }

    private static String notSurviving(String what, LoadStep step, boolean folderKept, String difference) {
        return what + " does not survive a kill at " + step + " with the working folder "
                + (folderKept ? "kept" : "lost") + ": it did not end as an undisturbed run.\n" + indented(difference)
                + "\nExpected is what the undisturbed run left.";
    }

    static String ended(Class<?> main, int code, String output) {
        return main.getName() + " ended with exit code " + code + ", and not with 0. It said:\n" + indented(output);
    }

    private static String indented(String text) {
        return "  " + text.replace("\n", "\n  ");
    }
}

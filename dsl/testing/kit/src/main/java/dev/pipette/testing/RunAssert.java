package dev.pipette.testing;

import dev.pipette.LoadInfo;
import dev.pipette.error.ErrorCode;
import dev.pipette.error.PipetteException;
import java.util.Optional;
import java.util.concurrent.Callable;

/**
 * Assertions about whether a run came to its end.
 *
 * <pre>{@code
 * assertThatRun(() -> pipeline.run(orders)).succeeds().appended("orders", 2);
 * assertThatRun(() -> pipeline.run(broken)).failsWith(ErrorCode.KEY_MISSING);
 * // expected the run to fail with KEY_MISSING, but it succeeded. It loaded: orders 2 merged.
 * }</pre>
 */
public class RunAssert extends PipetteAssert<RunAssert, RunAssert.Outcome> {
    /** What a run returned or threw; one of both. */
    public record Outcome(Optional<LoadInfo> info, Optional<Throwable> failure) {
        /** Runs it. */
        static Outcome of(Callable<LoadInfo> run) {
            try {
                return new Outcome(Optional.of(run.call()), Optional.empty());
            } catch (Throwable failure) { // an assertion reports everything that was thrown
                if (failure instanceof InterruptedException) {
                    Thread.currentThread().interrupt();
                }
                return new Outcome(Optional.empty(), Optional.of(failure));
            }
        }
    }

    /** Makes assertions about a run. */
    public RunAssert(Outcome actual) {
        super(actual, RunAssert.class);
    }

    /** Checks that the run came to its end, and continues to what it did. */
    public LoadInfoAssert succeeds() {
        return navigate(LoadInfoAssert.class, LoadInfo.class, LoadInfoAssert::new, () -> {
            isNotNull();
            return actual.info().orElseThrow(() -> {
                Throwable failure = actual.failure().orElseThrow();
                AssertionError failed = failed(Failures.runFailed(failure));
                failed.addSuppressed(failure); // its stack trace; AssertJ may have set a cause
                return failed;
            });
        });
    }

    /** Checks that the run failed, and continues to the error. */
    public PipetteExceptionAssert fails() {
        return navigate(
                PipetteExceptionAssert.class, PipetteException.class, PipetteExceptionAssert::new, () -> failure(""));
    }

    /** Checks that the run failed with this code, and continues to the error. */
    public PipetteExceptionAssert failsWith(ErrorCode code) {
        return navigate(PipetteExceptionAssert.class, PipetteException.class, PipetteExceptionAssert::new, () -> {
            PipetteException failure = failure(" with " + code);
            check(
                    failure.code() == code,
                    () -> Failures.code(code, failure.code(), PipetteExceptionAssert.words(failure)));
            return failure;
        });
    }

    private PipetteException failure(String expected) {
        isNotNull();
        actual.info().ifPresent(info -> {
            throw failed(Failures.runSucceeded(expected, FailureTexts.loaded(info)));
        });
        Throwable failure = actual.failure().orElseThrow();
        if (failure instanceof PipetteException pipettes) {
            return pipettes;
        }
        AssertionError failed = failed(Failures.failedOtherwise(failure));
        failed.addSuppressed(failure);
        throw failed;
    }
}

package dev.pipette.testing;

import dev.pipette.ErrorCode;
import dev.pipette.PipetteException;
import dev.pipette.spi.Secrets;
import org.assertj.core.api.AbstractThrowableAssert;

/**
 * Assertions about an error, besides those that AssertJ has for every exception.
 *
 * <pre>{@code
 * assertThatRun(() -> pipeline.run(orders)).fails().hasCode(ErrorCode.BAD_USAGE).says("two resources write orders.");
 * // expected the code BAD_USAGE, but it is KEY_MISSING: merge into orders: 1 row has no value for key column 'id'.
 * }</pre>
 */
public class PipetteExceptionAssert extends AbstractThrowableAssert<PipetteExceptionAssert, PipetteException> {
    /** Makes assertions about an error. */
    public PipetteExceptionAssert(PipetteException actual) {
        super(actual, PipetteExceptionAssert.class);
    }

    /** Checks the code. */
    public PipetteExceptionAssert hasCode(ErrorCode code) {
        isNotNull();
        if (actual.code() != code) {
            throw failure("%s", Secrets.masked(Failures.code(code, actual.code(), words(actual))));
        }
        return this;
    }

    /** Checks the whole message, word for word, without the code that stands before it. */
    public PipetteExceptionAssert says(String message) {
        isNotNull();
        if (!words(actual).equals(message)) {
            throw failure("%s", Secrets.masked(Failures.says(message, words(actual))));
        }
        return this;
    }

    static String words(PipetteException failure) {
        String message = String.valueOf(failure.getMessage());
        String code = "[" + failure.code() + "] ";
        return message.startsWith(code) ? message.substring(code.length()) : message;
    }
}

package dev.pipette.testing;

import static org.assertj.core.api.Assertions.catchThrowableOfType;

import org.assertj.core.api.ThrowableAssert.ThrowingCallable;

/** The texts of failed assertions. */
final class Messages {
    private Messages() {}

    /** The text with which an assertion fails. */
    static String failureOf(ThrowingCallable assertion) {
        AssertionError failed = catchThrowableOfType(AssertionError.class, assertion);
        return failed == null ? "nothing failed" : String.valueOf(failed.getMessage());
    }
}

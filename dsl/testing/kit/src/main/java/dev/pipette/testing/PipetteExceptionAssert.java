package dev.pipette.testing;

import dev.pipette.Pipeline;
import dev.pipette.admin.PipelineAdmin.PendingPackage;
import dev.pipette.error.ErrorCode;
import dev.pipette.error.PipetteException;
import dev.pipette.text.Secrets;
import java.util.List;
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

    /** Checks the whole message, word for word, without the code that is before it. */
    public PipetteExceptionAssert says(String message) {
        isNotNull();
        if (!words(actual).equals(message)) {
            throw failure("%s", Secrets.masked(Failures.says(message, words(actual))));
        }
        return this;
    }

    /**
     * Checks the whole message of a load whose package was set aside: the words before the sentence that names the package
     * and the commands for it, and that sentence.
     */
    public PipetteExceptionAssert saysAndSetsAside(String message, Pipeline pipeline) {
        isNotNull();
        List<PendingPackage> aside = pipeline.admin().failed().quarantined();
        if (aside.isEmpty()) {
            throw failure("%s", Failures.nothingSetAside(pipeline.name()));
        }
        PendingPackage last = aside.getLast();
        return says(message + " Package " + last.loadId() + " is set aside: after a fix, '" + last.retryCommand()
                + "' loads it, and '" + last.discardCommand() + "' deletes it.");
    }

    static String words(PipetteException failure) {
        String message = String.valueOf(failure.getMessage());
        String code = "[" + failure.code() + "] ";
        return message.startsWith(code) ? message.substring(code.length()) : message;
    }
}

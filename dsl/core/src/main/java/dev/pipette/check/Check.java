package dev.pipette.check;

import com.google.errorprone.annotations.CheckReturnValue;
import dev.pipette.error.ErrorCode;
import dev.pipette.error.PipetteException;
import java.util.function.UnaryOperator;

/**
 * A rule, and what happens where it is broken. A value: {@link Checks} makes it, and a package keeps it, so that a package
 * that waits is judged by its own checks.
 *
 * <pre>{@code
 * Check amounts = range("amount", 0, null);
 * amounts.reject();    // rows with other amounts are not loaded
 * amounts.toString();  // range(amount, 0, ..)
 * }</pre>
 *
 * @param rule what has to hold
 * @param severity what happens where it does not; {@link Severity#FAIL} by default
 */
@CheckReturnValue
public record Check(Rule rule, Severity severity) {
    /** Refuses to reject rows by a rule that no single row breaks. */
    public Check {
        if (severity == Severity.REJECT && !rule.isOfRows()) {
            throw new PipetteException(
                    ErrorCode.BAD_USAGE,
                    "check " + rule
                            + " rejects no rows: it is about all of them together, and no single row breaks it. Say"
                            + " fail() (--check) or warn() (--warn).");
        }
    }

    /** A check that fails the load. */
    public static Check of(Rule rule) {
        return new Check(rule, Severity.FAIL);
    }

    /** The same, where a broken rule publishes nothing (the default). */
    public Check fail() {
        return new Check(rule, Severity.FAIL);
    }

    /**
     * The same, where only the rows that break the rule are left out.
     *
     * @throws PipetteException BAD_USAGE for a rule about all rows together
     */
    public Check reject() {
        return new Check(rule, Severity.REJECT);
    }

    /** The same, where everything is loaded and the run says what is wrong. */
    public Check warn() {
        return new Check(rule, Severity.WARN);
    }

    /** The same with other names of the columns and of the tables that it names. */
    public Check named(UnaryOperator<String> columns, UnaryOperator<String> tables) {
        return new Check(rule.named(columns, tables), severity);
    }

    /** How the check of a table ended. */
    public CheckResult result(String table, long violations, String message) {
        return new CheckResult(
                table, rule.toString(), severity, Verdict.of(severity, violations > 0), violations, message);
    }

    /** The rule. */
    @Override
    public String toString() {
        return rule.toString();
    }
}

package dev.pipette.check;

import dev.pipette.text.Units;

/**
 * How one check of one load ended.
 *
 * <pre>{@code
 * for (CheckResult result : info.checks()) {
 *     System.out.println(result);   // warned: range(amount, 0, ..) of orders: 2 violations: row 3 (amount = -5), ..
 * }
 * }</pre>
 *
 * @param table whose rows were checked
 * @param check the rule, as {@link Rule#toString} writes it
 * @param severity what was to happen where it is broken
 * @param verdict how it ended
 * @param violations how many rows, values or groups of values break it
 * @param message the first of them, or what was found instead; empty where the rule holds
 */
public record CheckResult(
        String table, String check, Severity severity, Verdict verdict, long violations, String message) {
    /** Whether the rule holds. */
    public boolean passed() {
        return verdict == Verdict.PASSED;
    }

    /** The rule and what breaks it: {@code not_null(id) of orders: 1 violation: row 2}. */
    public String describe() {
        return check + " of " + table
                + (passed()
                        ? ""
                        : ": " + Units.number(violations) + (violations == 1 ? " violation: " : " violations: ")
                                + message);
    }

    /** One line: the verdict, the rule, and what breaks it. */
    @Override
    public String toString() {
        return verdict + ": " + describe();
    }
}

package dev.pipette.engine.load.check;

/**
 * What breaks a rule.
 *
 * @param count how many
 * @param message the first of them; empty where there is none
 */
record Violations(long count, String message) {
    static final Violations NONE = new Violations(0, "");
}

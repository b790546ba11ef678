package dev.pipette.engine.sql;

import java.util.Properties;

/**
 * Keeps jOOQ's logo and its tip of the day out of the user's log. jOOQ prints them when it writes its first statement, unless
 * these system properties of its manual are set before.
 */
public final class QuietJooq {
    private QuietJooq() {}

    /** Sets the properties that the user did not set. */
    public static void set(Properties system) {
        system.putIfAbsent("org.jooq.no-logo", "true");
        system.putIfAbsent("org.jooq.no-tips", "true");
    }
}

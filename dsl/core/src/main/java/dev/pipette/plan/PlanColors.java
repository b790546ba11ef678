package dev.pipette.plan;

/** How the parts of a plan differ on a terminal. */
enum PlanColors {
    /** By words and signs alone. */
    NONE("", "", "", "", "", ""),
    /** By colors and bold letters as well. */
    ANSI("\u001b[1m", "\u001b[32m", "\u001b[33m", "\u001b[31m", "\u001b[2m", "\u001b[0m");

    private final String bold;
    private final String green;
    private final String yellow;
    private final String red;
    private final String faint;
    private final String end;

    PlanColors(String bold, String green, String yellow, String red, String faint, String end) {
        this.bold = bold;
        this.green = green;
        this.yellow = yellow;
        this.red = red;
        this.faint = faint;
        this.end = end;
    }

    /** A heading. */
    String heading(String text) {
        return bold + text + end;
    }

    /** What is added. */
    String added(String text) {
        return green + text + end;
    }

    /** What is changed. */
    String changed(String text) {
        return yellow + text + end;
    }

    /** What is taken away, or refused. */
    String removed(String text) {
        return red + text + end;
    }

    /** What is less important. */
    String aside(String text) {
        return faint + text + end;
    }
}

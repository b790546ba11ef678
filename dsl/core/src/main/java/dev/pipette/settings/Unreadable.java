package dev.pipette.settings;

import java.util.OptionalInt;

/** A file of settings that cannot be read: where and why, and nothing of what it holds. */
final class Unreadable extends Exception {
    private static final long serialVersionUID = 1L;

    Unreadable(String reason, OptionalInt line, OptionalInt column) {
        super((line.isPresent() ? ", line " + line.getAsInt() : "")
                + (column.isPresent() ? ", column " + column.getAsInt() : "") + ": " + reason + ".");
    }

    /** What comes after the name of the file. */
    String description() {
        return String.valueOf(getMessage());
    }
}

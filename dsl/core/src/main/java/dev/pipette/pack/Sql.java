package dev.pipette.pack;

import java.sql.SQLException;

/** DuckDB's quoting, for the SQL that jOOQ has no words for: its file readers and COPY. */
public final class Sql {
    private Sql() {}

    /** A text literal. */
    public static String literal(String text) {
        if (text.indexOf('\0') >= 0) {
            throw new IllegalArgumentException("a NUL character cannot stand in SQL");
        }
        return "'" + text.replace("'", "''") + "'";
    }

    /** The literal of a file for DuckDB's readers, which take stars, question marks and brackets for a pattern. */
    public static String file(String path) {
        return literal(path.replaceAll("[\\[*?]", "[$0]"));
    }

    /** A quoted identifier. */
    public static String name(String identifier) {
        return '"' + identifier.replace("\"", "\"\"") + '"';
    }

    /** The first line of what DuckDB says, without the pointer into the statement. */
    static String message(SQLException failed) {
        String message = String.valueOf(failed.getMessage());
        int end = message.indexOf("\n");
        return end < 0 ? message : message.substring(0, end);
    }
}

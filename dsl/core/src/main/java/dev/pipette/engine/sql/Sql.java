package dev.pipette.engine.sql;

import java.nio.file.Path;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** DuckDB's quoting, for the SQL that jOOQ has no words for: its file readers and COPY. */
public final class Sql {
    /** An error of a background write, which DuckDB wraps without unpacking it. */
    private static final Pattern INSIDE = Pattern.compile("\"exception_message\":\"((?:[^\"\\\\]|\\\\.)*)\"");

    private Sql() {}

    /** A text: a literal, or what makes it where it has U+0000, which DuckDB reads in no literal. */
    public static String literal(String text) {
        return text.indexOf('\0') < 0
                ? quoted(text)
                : Arrays.stream(text.split("\0", -1))
                        .map(Sql::quoted)
                        .collect(Collectors.joining(" || chr(0) || ", "(", ")"));
    }

    private static String quoted(String text) {
        return "'" + text.replace("'", "''") + "'";
    }

    /** The literal of a file for DuckDB's readers, which take stars, question marks and brackets for a pattern. */
    public static String file(String path) {
        return literal(path.replaceAll("[\\[*?]", "[$0]"));
    }

    /** The files for DuckDB's readers: one, or a list. */
    public static String files(List<String> paths) {
        return paths.size() == 1
                ? file(paths.getFirst())
                : paths.stream().map(Sql::file).collect(Collectors.joining(", ", "[", "]"));
    }

    /**
     * The call that reads a Parquet file, with what is in it and nothing else: DuckDB would take the names of folders like
     * {@code year=2024} for columns, and let them win over those of the file.
     *
     * @param options further arguments, each after a comma
     */
    public static String parquet(Path file, String options) {
        return parquet(List.of(file), options);
    }

    /** The call that reads Parquet files that have the same columns, one after the other. */
    public static String parquet(List<Path> files, String options) {
        return "read_parquet(" + files(files.stream().map(Path::toString).toList()) + ", hive_partitioning = false"
                + options + ")";
    }

    /** A quoted identifier. */
    public static String name(String identifier) {
        return '"' + identifier.replace("\"", "\"\"") + '"';
    }

    /** The first line of what DuckDB says, without the pointer into the statement, or what is inside in JSON. */
    public static String message(SQLException failed) {
        String message = String.valueOf(failed.getMessage());
        Matcher inside = INSIDE.matcher(message);
        if (inside.find()) {
            return inside.group(1).replace("\\\"", "\"");
        }
        int end = message.indexOf("\n");
        return end < 0 ? message : message.substring(0, end);
    }

    /** A double as JSON, which has no number for NaN and the infinities: they are texts. */
    public static String jsonNumber(String value) {
        return "CASE WHEN isfinite(" + value + ") THEN to_json(" + value + ") ELSE to_json(CAST(" + value
                + " AS VARCHAR)) END";
    }
}

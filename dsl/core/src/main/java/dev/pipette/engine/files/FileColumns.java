package dev.pipette.engine.files;

import dev.pipette.error.ErrorCode;
import dev.pipette.error.PipetteException;
import dev.pipette.schema.Naming;
import dev.pipette.schema.ReservedNames;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Which columns of a table the columns of a file become. */
public final class FileColumns {
    /** Where a column of delimited text can be renamed. */
    public static final String FIRST_LINE = "the file's first line";

    /** Where a column of Parquet can be renamed. */
    public static final String FILE = "the file";

    private FileColumns() {}

    /**
     * The normalized names of the columns that are loaded, by the names in the file.
     *
     * @param where a column can be renamed
     * @throws PipetteException NAME_COLLISION when two of them become one column
     */
    public static Map<String, String> of(
            Path file, List<String> header, TakenColumns taken, Naming naming, String where) {
        Map<String, String> names = taken.of(header);
        for (Naming.Collision collision : naming.collisions(names.values())) {
            throw new PipetteException(
                    ErrorCode.NAME_COLLISION,
                    file + ": the columns "
                            + collision.keys().stream()
                                    .map(key -> "'" + key + "'")
                                    .collect(Collectors.joining(" and "))
                            + " both become '" + collision.name() + "'. Rename one of them in " + where + ".");
        }
        checkCase(file, header, where);
        Map<String, String> columns = new LinkedHashMap<>();
        names.forEach((field, name) -> columns.put(field, naming.key(name)));
        return columns;
    }

    /** Refuses columns that Pipette needs for itself, where no code can change them before they are loaded. */
    public static void checkReserved(Path file, Map<String, String> columns, String where) {
        List<String> fields = columns.keySet().stream()
                .filter(field -> isReserved(columns.get(field)))
                .toList();
        if (fields.size() == 1) {
            String field = fields.getFirst();
            refuseReserved(
                    file + ": its column '" + field + "'",
                    Objects.requireNonNull(columns.get(field)),
                    exclude(fields) + "rename it in " + where);
        } else if (!fields.isEmpty()) {
            throw new PipetteException(
                    ErrorCode.NAME_COLLISION,
                    file + ": its columns "
                            + fields.stream().map(field -> "'" + field + "'").collect(Collectors.joining(", "))
                            + " have names that are Pipette's own. " + exclude(fields) + "rename them in " + where
                            + ", or rename or drop them with .map(..).");
        }
    }

    private static boolean isReserved(@Nullable String column) {
        return column != null && ReservedNames.prefixOf(column).isPresent();
    }

    private static String exclude(List<String> fields) {
        return "Leave " + (fields.size() == 1 ? "it" : "them") + " out with .exclude("
                + fields.stream().map(field -> '"' + field + '"').collect(Collectors.joining(", ")) + ") (--exclude "
                + forShell(String.join(",", fields)) + "), ";
    }

    private static String forShell(String word) {
        return word.matches("[\\w.,-]+") ? word : "'" + word + "'";
    }

    /** Refuses a column that Pipette needs for itself. */
    public static void checkReserved(String what, String column, String where) {
        refuseReserved(what, column, "Rename it in " + where);
    }

    private static void refuseReserved(String what, String column, String wayOut) {
        ReservedNames.prefixOf(column).ifPresent(prefix -> {
            throw new PipetteException(
                    ErrorCode.NAME_COLLISION,
                    what + " becomes column " + column + ", and names that begin with " + prefix
                            + " are Pipette's own. " + wayOut + ", or rename or drop it with .map(..).");
        });
    }

    /**
     * Refuses names that DuckDB's readers cannot distinguish. They would give the second one another name, in the order
     * of the file, and the columns of files with another order would be mixed.
     */
    static void checkCase(Path file, List<String> header, String where) {
        Map<String, String> seen = new HashMap<>();
        for (String field : header) {
            String other = seen.put(field.toLowerCase(Locale.ROOT), field);
            if (other != null) {
                throw new PipetteException(
                        ErrorCode.NAME_COLLISION,
                        file + ": "
                                + (other.equals(field)
                                        ? "two columns have the name '" + field + "'"
                                        : "the names of the columns '" + other + "' and '" + field
                                                + "' differ only in upper and lower case")
                                + ". Rename one of them in " + where + ".");
            }
        }
    }
}

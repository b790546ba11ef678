package dev.pipette.pack;

import dev.pipette.ErrorCode;
import dev.pipette.PipetteException;
import dev.pipette.schema.Naming;
import dev.pipette.schema.ReservedNames;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** Which columns of a table the columns of a file become. */
final class FileColumns {
    /** Where a column of delimited text can be renamed. */
    static final String FIRST_LINE = "the file's first line";

    /** Where a column of Parquet can be renamed. */
    static final String FILE = "the file";

    private FileColumns() {}

    /**
     * The normalized names of the columns that are loaded, by the names in the file.
     *
     * @param where a column can be renamed
     * @throws PipetteException NAME_COLLISION when two of them become one column
     */
    static Map<String, String> of(Path file, List<String> header, TakenColumns taken, Naming naming, String where) {
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
    static void checkReserved(Path file, Map<String, String> columns, String where) {
        columns.forEach((field, column) -> checkReserved(file + ": its column '" + field + "'", column, where));
    }

    /** Refuses a column that Pipette needs for itself. */
    static void checkReserved(String what, String column, String where) {
        ReservedNames.prefixOf(column).ifPresent(prefix -> {
            throw new PipetteException(
                    ErrorCode.NAME_COLLISION,
                    what + " becomes column " + column + ", and names that begin with " + prefix
                            + " are Pipette's own. Rename it in " + where + ", or rename or drop it with .map(..).");
        });
    }

    /**
     * Refuses names that DuckDB's readers cannot tell apart. They would give the second one another name, in the order of
     * the file, and the columns of files with another order would be mixed.
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

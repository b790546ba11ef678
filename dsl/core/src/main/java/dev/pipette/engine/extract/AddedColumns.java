package dev.pipette.engine.extract;

import dev.pipette.engine.manifest.MadeColumn;
import dev.pipette.error.ErrorCode;
import dev.pipette.error.PipetteException;
import dev.pipette.schema.Naming;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The columns that Pipette adds to the rows of one file: the values of its folders, and where it is remembered which
 * files are loaded, its name, the number of the row, and its date where its name has one.
 */
final class AddedColumns {
    static final String FILE_NAME = "_file_name";
    private static final String ROW_ID = "_row_id";
    private static final String FILE_DATE = "_file_date";

    private final String resource;
    private final String file;
    private final List<FolderKeys.Key> folders;
    private final Map<String, Object> ofAllRows = new LinkedHashMap<>();
    private final boolean remembered;
    private long rows;

    private AddedColumns(String resource, String file, List<FolderKeys.Key> folders, boolean remembered) {
        this.resource = resource;
        this.file = file;
        this.folders = folders;
        this.remembered = remembered;
    }

    /** The columns of a file of which nothing is remembered. */
    public static AddedColumns of(String resource, String file, List<FolderKeys.Key> folders) {
        return new AddedColumns(resource, file, folders, false);
    }

    /** The columns of a file that is remembered. */
    static AddedColumns remembered(
            String resource, String file, List<FolderKeys.Key> folders, Optional<LocalDate> date) {
        AddedColumns columns = new AddedColumns(resource, file, folders, true);
        columns.ofAllRows.put(FILE_NAME, file);
        date.ifPresent(day -> columns.ofAllRows.put(FILE_DATE, day));
        return columns;
    }

    /** Whether a row has this column from its file's place, not from the file's content. */
    boolean gives(String column) {
        return ofAllRows.containsKey(column) || column.equals(ROW_ID);
    }

    /** The same columns, by the names that they have in the rows. */
    Map<String, MadeColumn> named() {
        Map<String, MadeColumn> named = new LinkedHashMap<>();
        folders.forEach(key -> named.put(key.name(), MadeColumn.ofFolder(key.name(), key.value(), key.folder())));
        ofAllRows.forEach((name, value) -> named.put(name, MadeColumn.constant(name, value, false)));
        if (remembered) {
            named.put(ROW_ID, MadeColumn.rowNumber(ROW_ID));
        }
        return named;
    }

    /** How many rows were given them. */
    long rows() {
        return rows;
    }

    /** The next row of the file, with them. */
    Map<String, Object> in(Map<String, Object> row, long number) {
        Map<String, Object> more = new LinkedHashMap<>(row);
        for (FolderKeys.Key key : folders) {
            if (more.containsKey(key.name())) {
                throw new PipetteException(
                        ErrorCode.NAME_COLLISION, MadeColumn.collision(file, key.name(), key.folder(), key.name()));
            }
            more.put(key.name(), key.value());
        }
        ofAllRows.forEach((name, value) -> put(more, name, value, number));
        if (remembered) {
            put(more, ROW_ID, rows, number);
        }
        rows++;
        return more;
    }

    private void put(Map<String, Object> row, String name, Object value, long number) {
        if (row.put(name, value) != null) {
            throw new PipetteException(
                    ErrorCode.NAME_COLLISION,
                    "resource " + resource + ", row " + number + ": the row has a value for '" + name
                            + "', which is the name of a column that Pipette adds to the rows of files. Rename it in the"
                            + " file.");
        }
    }

    /**
     * The same columns, for rows that pack takes as they are.
     *
     * @param steps which choose and rename the columns of folders like those of the file
     */
    List<MadeColumn> made(Naming naming, ColumnSteps steps) {
        List<MadeColumn> made = new ArrayList<>();
        folders.forEach(key -> steps.leadingName(key.name())
                .ifPresent(name -> made.add(MadeColumn.ofFolder(naming.key(name), key.value(), key.folder()))));
        ofAllRows.forEach((name, value) -> made.add(MadeColumn.constant(naming.key(name), value, false)));
        if (remembered) {
            made.add(MadeColumn.rowNumber(naming.key(ROW_ID)));
        }
        return made;
    }
}

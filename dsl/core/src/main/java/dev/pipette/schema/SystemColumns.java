package dev.pipette.schema;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The columns that every loaded table has besides its data, with dlt's names and hints.
 *
 * <pre>{@code
 * TableSchema.root("users", "append")
 *     .withColumn(SystemColumns.loadId()).withColumn(SystemColumns.rowId());
 * }</pre>
 *
 * <p>Source: the documents that dlt 1.26 writes; {@code dlt/common/normalizers/json/relational.py}.
 */
public final class SystemColumns {
    /** Begins the name of every table and column that is not the user's. */
    public static final String PREFIX = "_dlt";

    /** Identifies a row; nested rows point to it. */
    public static final String ROW_ID = "_dlt_id";

    /** Names the load that wrote a root row. */
    public static final String LOAD_ID = "_dlt_load_id";

    /** Points from a nested row to its parent row. */
    public static final String PARENT_ID = "_dlt_parent_id";

    /** Position of a nested row in its list, from 0. */
    public static final String LIST_INDEX = "_dlt_list_idx";

    /** Points from a nested row to its root row, where a merge needs that. */
    public static final String ROOT_ID = "_dlt_root_id";

    /** The hint of the column with the beginning of versions. */
    public static final String VALID_FROM = "x-valid-from";

    /** The hint of the column with the end of versions. */
    public static final String VALID_TO = "x-valid-to";

    /** The hint, on the same column, with what active versions have there. */
    public static final String ACTIVE = "x-active-record-timestamp";

    /** The hint of the column that changes whenever its row does. */
    public static final String ROW_VERSION = "x-row-version";

    private static final Column ROW_ID_COLUMN = text(ROW_ID).withUnique(true).withRowKey(true);
    private static final Column LOAD_ID_COLUMN = text(LOAD_ID);
    private static final Column PARENT_ID_COLUMN = text(PARENT_ID).withParentKey(true);
    private static final Column LIST_INDEX_COLUMN =
            Column.of(LIST_INDEX, DataType.BIGINT).withNullable(false);
    private static final Column ROOT_ID_COLUMN = text(ROOT_ID).withRootKey(true);

    private SystemColumns() {}

    /** Whether a column is one that each row gets when it is loaded. */
    public static boolean isOfRow(String column) {
        return switch (column) {
            case ROW_ID, LOAD_ID, PARENT_ID, LIST_INDEX, ROOT_ID -> true;
            default -> false;
        };
    }

    public static Column rowId() {
        return ROW_ID_COLUMN;
    }

    public static Column loadId() {
        return LOAD_ID_COLUMN;
    }

    public static Column parentId() {
        return PARENT_ID_COLUMN;
    }

    public static Column listIndex() {
        return LIST_INDEX_COLUMN;
    }

    public static Column rootId() {
        return ROOT_ID_COLUMN;
    }

    /** The id of a row of a table that keeps versions: dlt marks it as the version of the row. */
    public static Column versionId() {
        Map<String, @Nullable Object> hints = new LinkedHashMap<>();
        hints.put("name", ROW_ID);
        hints.put("nullable", false);
        hints.put(ROW_VERSION, true);
        hints.put("unique", false);
        hints.put("row_key", false);
        hints.put("data_type", DataType.TEXT.dltName());
        return Column.fromDocument(ROW_ID, hints);
    }

    /** The time from which a version of a row is valid. */
    public static Column validFrom(String name) {
        return Column.of(name, DataType.TIMESTAMP).withHint(VALID_FROM, true);
    }

    /**
     * The time until which a version of a row is valid.
     *
     * @param active what the version has that is valid now; null where that is NULL
     */
    public static Column validTo(String name, @Nullable Instant active) {
        Map<String, @Nullable Object> hints =
                new LinkedHashMap<>(Column.of(name, DataType.TIMESTAMP).hints());
        hints.put(VALID_TO, true);
        hints.put(ACTIVE, active == null ? null : active.toString());
        return Column.fromDocument(name, hints);
    }

    private static Column text(String name) {
        return Column.of(name, DataType.TEXT).withNullable(false);
    }
}

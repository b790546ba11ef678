package dev.pipette.schema;

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

    private static final Column ROW_ID_COLUMN = text(ROW_ID).withUnique(true).withRowKey(true);
    private static final Column LOAD_ID_COLUMN = text(LOAD_ID);
    private static final Column PARENT_ID_COLUMN = text(PARENT_ID).withParentKey(true);
    private static final Column LIST_INDEX_COLUMN =
            Column.of(LIST_INDEX, DataType.BIGINT).withNullable(false);
    private static final Column ROOT_ID_COLUMN = text(ROOT_ID).withRootKey(true);

    private SystemColumns() {}

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

    private static Column text(String name) {
        return Column.of(name, DataType.TEXT).withNullable(false);
    }
}

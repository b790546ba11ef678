package dev.pipette.jdbc;

import java.util.List;

/**
 * What the catalogue says of a table.
 *
 * @param comment empty where there is none
 * @param primaryKey its columns in the order of the key; empty where there is none
 */
record TableInfo(TableName name, String comment, List<ColumnInfo> columns, List<String> primaryKey) {
    TableInfo {
        columns = List.copyOf(columns);
        primaryKey = List.copyOf(primaryKey);
    }
}

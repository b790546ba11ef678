package dev.pipette;

import dev.pipette.schema.Column;
import dev.pipette.schema.DataType;
import dev.pipette.schema.Schema;
import dev.pipette.schema.SystemColumns;
import dev.pipette.schema.TableColumn;
import dev.pipette.schema.TableSchema;
import dev.pipette.schema.ValueType;
import dev.pipette.schema.file.SchemaFile;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * The tables of a committed schema as they are at the destination now: the document says what a table is for, and the catalogue which
 * columns it has, of which types, and whether they take NULL.
 *
 * @param stored the columns of the dataset's tables, by table
 */
record DatasetSchema(Schema schema, Map<String, List<TableColumn>> stored) {
    SchemaFile file(boolean withSystemColumns) {
        List<TableSchema> tables = new ArrayList<>();
        for (TableSchema table : schema.dataTables()) {
            List<TableColumn> columns = stored.get(table.name());
            if (columns != null) {
                tables.add(table(table, columns));
            }
        }
        return SchemaFile.of(schema.name(), tables, withSystemColumns);
    }

    private static TableSchema table(TableSchema known, List<TableColumn> columns) {
        TableSchema table = known;
        for (Column column : known.columns().values()) {
            Optional<TableColumn> there =
                    columns.stream().filter(one -> one.is(column.name())).findFirst();
            table = there.isPresent()
                    ? table.withColumn(asStored(column, there.get()))
                    : table.withoutColumn(column.name());
        }
        for (TableColumn column : columns) {
            boolean isKnown = known.columnNames().stream().anyMatch(column::is);
            if (!isKnown && !column.name().startsWith(SystemColumns.PREFIX)) {
                table = table.withColumn(asStored(Column.of(column.name()), column));
            }
        }
        return table;
    }

    private static Column asStored(Column column, TableColumn there) {
        Column nullable = column.withNullable(there.nullable());
        Optional<ValueType> declared = column.dataType().map(type -> ValueType.of(type, column.timezone()));
        if (there.type().isEmpty()) {
            return withoutSize(nullable).withHint("data_type", there.sqlType().toLowerCase(Locale.ROOT));
        }
        ValueType type = there.type().get();
        if (declared.filter(type::equals).isEmpty()) {
            Column typed =
                    withoutSize(nullable).withDataType(type.dataType()).withTimezone(type != ValueType.LOCAL_TIMESTAMP);
            return type == ValueType.DECIMAL && there.precision() > 0
                    ? typed.withPrecision(there.precision()).withScale(there.scale())
                    : typed;
        }
        boolean isSized = column.dataType().filter(DataType.DECIMAL::equals).isPresent()
                && column.precision().isPresent()
                && there.precision() > 0
                && there.cast().isEmpty();
        return isSized ? nullable.withPrecision(there.precision()).withScale(there.scale()) : nullable;
    }

    private static Column withoutSize(Column column) {
        return column.withoutHint("precision").withoutHint("scale");
    }
}

package dev.pipette.engine.load.apply;

import static org.jooq.impl.DSL.field;
import static org.jooq.impl.DSL.name;

import java.util.List;
import org.jooq.Field;
import org.jooq.Table;

/** Columns of a dataset's tables by their names. */
final class RowFields {
    private RowFields() {}

    static Field<Object> column(String columnName) {
        return field(name(columnName), Object.class);
    }

    static Field<String> text(String columnName) {
        return field(name(columnName), String.class);
    }

    static List<Field<Object>> columns(List<String> names) {
        return names.stream().map(RowFields::column).toList();
    }

    /** A column of one of several tables. */
    static <T> Field<T> of(Table<?> table, Field<T> field) {
        return field(table.getQualifiedName().append(field.getName()), field.getDataType());
    }
}

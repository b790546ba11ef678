package dev.pipette.engine.query;

import dev.pipette.engine.columnar.DuckEngine;
import dev.pipette.engine.sql.Sql;
import dev.pipette.schema.Column;
import dev.pipette.schema.DataType;
import dev.pipette.spi.PackagedRows;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The columns of the table of rejects.
 *
 * @param texts those that have one text in all rows
 * @param at the column of the time, and the time in ISO form
 */
public record RejectColumns(Map<String, String> texts, Map.Entry<String, String> at) {
    private static final List<String> OF_ROW = List.of("kind", "rule", "message", "content", "place");

    /** Copies the texts, in their order. */
    public RejectColumns {
        texts = new LinkedHashMap<>(texts);
    }

    /**
     * Rows of the table.
     *
     * @param number an expression for the number of the row
     * @param from which has the columns of a row
     */
    PackagedRows rows(DuckEngine engine, String number, String from) {
        List<String> outputs = new ArrayList<>();
        List<Column> columns = new ArrayList<>();
        texts.forEach((name, text) -> {
            outputs.add(Sql.literal(text) + " AS " + Sql.name(name));
            columns.add(Column.of(name, DataType.TEXT));
        });
        outputs.add("CAST(" + Sql.literal(at.getValue()) + " AS TIMESTAMPTZ) AS " + Sql.name(at.getKey()));
        columns.add(Column.of(at.getKey(), DataType.TIMESTAMP));
        outputs.add(number + " AS row_number");
        columns.add(Column.of("row_number", DataType.BIGINT));
        for (String text : OF_ROW) {
            outputs.add(text);
            columns.add(Column.of(text, DataType.TEXT));
        }
        return new TableRows(engine, "SELECT " + String.join(", ", outputs) + " FROM " + from, columns, Map.of());
    }
}

package dev.pipette.admin;

import dev.pipette.schema.Column;
import dev.pipette.schema.ColumnMemory;
import dev.pipette.schema.Schema;
import dev.pipette.schema.TableSchema;
import dev.pipette.text.Grid;
import dev.pipette.text.TextTable;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * The tables that a pipeline made, as its committed schema has them.
 *
 * <pre>{@code
 * PipelineSchema schema = pipeline.admin().schema();
 * System.out.println(schema);                      // each table with its columns and types
 * schema.document().map(Schema::versionHash);      // and all that dlt's document says
 * }</pre>
 *
 * @param document the committed schema; empty before the first load
 */
public record PipelineSchema(Optional<Schema> document) {
    /** The tables that hold the user's data, nested ones included. */
    public List<TableSchema> tables() {
        return document.map(Schema::dataTables).orElse(List.of());
    }

    private String title() {
        return document.map(schema ->
                        "schema " + schema.name() + ", version " + schema.version() + ", " + schema.versionHash())
                .orElse("no schema: nothing was loaded yet");
    }

    private static String heading(TableSchema table) {
        return table.name()
                + table.parent().map(parent -> ", nested in " + parent).orElse("")
                + (ColumnMemory.dropped(table).isEmpty()
                        ? ""
                        : ", without " + String.join(", ", ColumnMemory.dropped(table)) + " (dropped)");
    }

    private static Grid grid(TableSchema table) {
        Grid grid = new Grid("column", "type", "");
        table.columns().values().forEach(column -> grid.add(column.name(), column.typeText(), remarks(column)));
        return grid;
    }

    private static String remarks(Column column) {
        List<String> remarks = new ArrayList<>();
        if (column.primaryKey()) {
            remarks.add("primary key");
        }
        if (!column.nullable()) {
            remarks.add("not null");
        }
        if (column.incremental()) {
            remarks.add("cursor");
        }
        if (ColumnMemory.isRetyped(column)) {
            remarks.add("keeps its type");
        }
        List<String> former = ColumnMemory.formerNames(column);
        if (!former.isEmpty()) {
            remarks.add("was " + String.join(", ", former));
        }
        return String.join(", ", remarks);
    }

    /** The tables as HTML, for notebooks. */
    public String toHtml() {
        return "<p>" + TextTable.escaped(title()) + "</p>\n"
                + tables().stream()
                        .map(table -> "<h4>" + TextTable.escaped(heading(table)) + "</h4>\n"
                                + grid(table).html())
                        .collect(Collectors.joining());
    }

    @Override
    public String toString() {
        return title()
                + tables().stream()
                        .map(table ->
                                "\n\n" + heading(table) + "\n\n" + grid(table).text())
                        .collect(Collectors.joining());
    }
}

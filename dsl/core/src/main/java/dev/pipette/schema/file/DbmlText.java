package dev.pipette.schema.file;

import dev.pipette.schema.Column;
import dev.pipette.schema.KeyHints;
import dev.pipette.schema.SystemColumns;
import dev.pipette.schema.TableReference;
import dev.pipette.schema.TableSchema;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** A schema in DBML, the words of dbdiagram.io. Source of the escapes: {@code https://dbml.dbdiagram.io/docs}. */
final class DbmlText {
    private final SchemaFile file;
    private final Set<String> parents;
    private final StringBuilder text = new StringBuilder();

    private DbmlText(SchemaFile file) {
        this.file = file;
        this.parents = file.parents();
    }

    static String of(SchemaFile file) {
        DbmlText made = new DbmlText(file);
        file.tables().forEach(made::add);
        file.tables().forEach(made::refer);
        return made.text.toString();
    }

    private void add(TableSchema table) {
        text.append(text.isEmpty() ? "" : "\n")
                .append("Table ")
                .append(name(table.name()))
                .append(" {\n");
        List<String> primary = SchemaFile.key(table, Column::primaryKey);
        for (Column column : columns(table)) {
            List<String> settings = new ArrayList<>();
            if (primary.equals(List.of(column.name()))) {
                settings.add("pk");
            }
            if (!column.nullable()) {
                settings.add("not null");
            }
            if (column.unique()) {
                settings.add("unique");
            }
            column.description().ifPresent(note -> settings.add("note: " + quoted(note)));
            text.append("  ")
                    .append(name(column.name()))
                    .append(' ')
                    .append(TypeText.of(column))
                    .append(settings.isEmpty() ? "" : " [" + String.join(", ", settings) + "]")
                    .append('\n');
        }
        indexes(table, primary);
        table.description()
                .ifPresent(
                        note -> text.append("\n  Note: ").append(quoted(note)).append('\n'));
        text.append("}\n");
    }

    /** With the columns by which nested rows find their parent. */
    private List<Column> columns(TableSchema table) {
        List<Column> columns = new ArrayList<>(table.columns().values());
        if (parents.contains(table.name()) && table.column(SystemColumns.ROW_ID).isEmpty()) {
            columns.add(SystemColumns.rowId());
        }
        boolean isNested = table.parent().filter(parents::contains).isPresent();
        if (isNested && table.column(SystemColumns.PARENT_ID).isEmpty()) {
            columns.add(SystemColumns.parentId());
        }
        return columns;
    }

    private void indexes(TableSchema table, List<String> primary) {
        List<String> lines = new ArrayList<>();
        if (primary.size() > 1) {
            lines.add(names(primary) + " [pk]");
        }
        KeyHints.uniqueKeys(table).forEach(key -> lines.add(names(key) + " [unique]"));
        KeyHints.indexes(table).forEach(index -> lines.add(names(index)));
        if (!lines.isEmpty()) {
            text.append("\n  indexes {\n");
            lines.forEach(line -> text.append("    ").append(line).append('\n'));
            text.append("  }\n");
        }
    }

    private void refer(TableSchema table) {
        table.parent()
                .filter(parents::contains)
                .ifPresent(parent -> text.append("\nRef: ")
                        .append(name(table.name()) + "." + name(SystemColumns.PARENT_ID))
                        .append(" > ")
                        .append(name(parent) + "." + name(SystemColumns.ROW_ID))
                        .append('\n'));
        List<TableReference> whole = file.references(table).toList();
        for (TableReference reference : KeyHints.references(table)) {
            text.append(whole.contains(reference) ? "\nRef: " : "\n// not in this schema: ")
                    .append(name(table.name()) + "." + columns(reference.columns()))
                    .append(" > ")
                    .append(name(reference.table()) + "." + columns(reference.referencedColumns()))
                    .append('\n');
        }
    }

    private static String columns(List<String> columns) {
        return columns.size() == 1 ? name(columns.getFirst()) : names(columns);
    }

    private static String names(Collection<String> names) {
        return names.stream().map(DbmlText::name).collect(Collectors.joining(", ", "(", ")"));
    }

    private static String name(String name) {
        return '"' + name.replace("\\", "\\\\").replace("\"", "\\\"").replaceAll("[\\p{Cntrl}\u2028\u2029]", " ") + '"';
    }

    /** A text of one line in quotes, one of several in three. */
    private static String quoted(String text) {
        String escaped = text.replace("\\", "\\\\").replace("'", "\\'").replaceAll("\r\n?", "\n");
        return escaped.contains("\n") ? "'''" + escaped + "'''" : "'" + escaped + "'";
    }
}

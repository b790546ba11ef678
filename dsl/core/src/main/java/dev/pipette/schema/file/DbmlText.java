package dev.pipette.schema.file;

import dev.pipette.schema.Column;
import dev.pipette.schema.KeyHints;
import dev.pipette.schema.SystemColumns;
import dev.pipette.schema.TableReference;
import dev.pipette.schema.TableSchema;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** A schema in DBML, the words of dbdiagram.io. Source of the escapes: {@code https://dbml.dbdiagram.io/docs}. */
final class DbmlText {
    private final SchemaFile file;
    private final Set<String> parents;
    private final Map<String, String> tables = new HashMap<>();
    private final Map<String, Map<String, String>> columns = new HashMap<>();
    private final StringBuilder text = new StringBuilder();

    private DbmlText(SchemaFile file) {
        this.file = file;
        this.parents = file.parents();
        Set<String> taken = new HashSet<>();
        for (TableSchema table : file.tables()) {
            tables.put(table.name(), unused(table.name(), taken));
            Set<String> takenHere = new HashSet<>();
            Map<String, String> names = new HashMap<>();
            columns(table).forEach(column -> names.put(column.name(), unused(column.name(), takenHere)));
            columns.put(table.name(), names);
        }
    }

    /** The name in one line, and another one where a table or column has that already. */
    private static String unused(String name, Set<String> taken) {
        String line = name.replaceAll("[\\p{Cntrl}\u2028\u2029]", " ");
        String free = line;
        for (int number = 2; !taken.add(free); number++) {
            free = line + "_" + number;
        }
        return free;
    }

    private String table(String name) {
        return name(tables.getOrDefault(name, name));
    }

    private String column(String table, String name) {
        return name(columns.getOrDefault(table, Map.of()).getOrDefault(name, name));
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
                .append(table(table.name()))
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
                    .append(column(table.name(), column.name()))
                    .append(' ')
                    .append(type(column))
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
            lines.add(names(table, primary) + " [pk]");
        }
        KeyHints.uniqueKeys(table).forEach(key -> lines.add(names(table, key) + " [unique]"));
        KeyHints.indexes(table).forEach(index -> lines.add(names(table, index)));
        if (!lines.isEmpty()) {
            text.append("\n  indexes {\n");
            lines.forEach(line -> text.append("    ").append(line).append('\n'));
            text.append("  }\n");
        }
    }

    private void refer(TableSchema table) {
        Set<String> written = new LinkedHashSet<>();
        table.parent()
                .filter(parents::contains)
                .ifPresent(parent -> written.add(table(table.name()) + "."
                        + column(table.name(), SystemColumns.PARENT_ID) + " > " + table(parent) + "."
                        + column(parent, SystemColumns.ROW_ID)));
        List<TableReference> whole = file.references(table).toList();
        List<String> others = new ArrayList<>();
        for (TableReference reference : KeyHints.references(table)) {
            String from = table(table.name()) + "." + columns(table.name(), reference.columns());
            String to = table(reference.table()) + "." + columns(reference.table(), reference.referencedColumns());
            if (!whole.contains(reference)) {
                others.add("// not in this schema: " + from + " > " + to);
            } else if (from.equals(to)) {
                others.add("// to itself: " + from + " > " + to);
            } else {
                written.add(from + " > " + to);
            }
        }
        written.forEach(reference -> text.append("\nRef: ").append(reference).append('\n'));
        others.forEach(line -> text.append('\n').append(line).append('\n'));
    }

    private String columns(String table, List<String> names) {
        return names.size() == 1 ? column(table, names.getFirst()) : names(table, names);
    }

    private String names(TableSchema table, Collection<String> names) {
        return names(table.name(), names);
    }

    private String names(String table, Collection<String> names) {
        return names.stream().map(name -> column(table, name)).collect(Collectors.joining(", ", "(", ")"));
    }

    private static String type(Column column) {
        String type = TypeText.of(column);
        return type.matches("\\w+(\\(\\d+(,\\d+)?\\))?") ? type : name(type);
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

package dev.pipette.testing.content;

import dev.pipette.admin.PipelineSchema;
import dev.pipette.schema.Column;
import dev.pipette.schema.TableSchema;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;

/**
 * A schema as the text of a file that people check in and review: tables by name, columns in their order, nothing that
 * changes by itself.
 *
 * <pre>{@code
 * orders (merge)
 *   id      bigint         not null, primary key
 *   amount  decimal(12,2)
 *
 * orders__lines, nested in orders
 *   sku  text
 * }</pre>
 */
public final class SchemaSnapshot {
    private SchemaSnapshot() {}

    /** The text of a schema. */
    public static String of(PipelineSchema schema) {
        return schema.tables().stream()
                .sorted(Comparator.comparing(TableSchema::name))
                .map(SchemaSnapshot::table)
                .collect(Collectors.joining("\n"));
    }

    private static String table(TableSchema table) {
        List<Column> columns = table.columns().values().stream()
                .filter(column -> !TableContent.isSystemColumn(column.name()))
                .toList();
        int names = columns.stream()
                .mapToInt(column -> column.name().length())
                .max()
                .orElse(0);
        int types = columns.stream()
                .mapToInt(column -> column.typeText().length())
                .max()
                .orElse(0);
        StringBuilder text = new StringBuilder(table.name());
        table.parent().ifPresent(parent -> text.append(", nested in ").append(parent));
        table.writeDisposition()
                .ifPresent(disposition -> text.append(" (").append(disposition).append(')'));
        text.append('\n');
        for (Column column : columns) {
            String line = "  " + padded(column.name(), names) + "  " + padded(column.typeText(), types) + "  "
                    + remarks(column);
            text.append(line.stripTrailing()).append('\n');
        }
        return text.toString();
    }

    private static String padded(String text, int width) {
        return text + " ".repeat(width - text.length());
    }

    private static String remarks(Column column) {
        List<String> remarks = new ArrayList<>();
        if (!column.nullable()) {
            remarks.add("not null");
        }
        if (column.primaryKey()) {
            remarks.add("primary key");
        }
        if (column.mergeKey()) {
            remarks.add("merge key");
        }
        if (column.incremental()) {
            remarks.add("cursor");
        }
        return String.join(", ", remarks);
    }

    /** The text of a file. */
    public static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    /** Writes the file where it is not the same already, and returns whether it did. */
    public static boolean write(Path file, String text) {
        try {
            if (Files.exists(file) && Files.readString(file).equals(text)) {
                return false;
            }
            Path folder = file.toAbsolutePath().getParent();
            if (folder != null) {
                Files.createDirectories(folder);
            }
            Files.writeString(file, text);
            return true;
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }
}

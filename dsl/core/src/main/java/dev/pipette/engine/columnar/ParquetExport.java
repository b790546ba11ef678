package dev.pipette.engine.columnar;

import dev.pipette.engine.disk.PrivateFiles;
import dev.pipette.engine.lexical.NumberText;
import dev.pipette.engine.sql.Sql;
import dev.pipette.error.ErrorCode;
import dev.pipette.error.PipetteException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.duckdb.DuckDBColumnType;
import org.duckdb.DuckDBDataChunkWriter;
import org.jspecify.annotations.Nullable;

/**
 * Writes rows of texts into a Parquet file while they are read, with DuckDB's COPY. Memory does not grow with their number.
 *
 * <pre>{@code
 * new ParquetExport(file, "1GB").write(List.of(new Column("id", "BIGINT"), new Column("price", Column.DECIMAL)), rows);
 * }</pre>
 */
public final class ParquetExport {
    private final Path file;
    private final String memoryLimit;

    /**
     * An export.
     *
     * @param file is replaced; what spills is beside it until the export ends
     */
    public ParquetExport(Path file, String memoryLimit) {
        this.file = file;
        this.memoryLimit = memoryLimit;
    }

    /**
     * A column of the file.
     *
     * @param type DuckDB's type that the texts are cast to; {@link #DECIMAL} for one that the values decide
     */
    public record Column(String name, String type) {
        /** A decimal of as many digits as its values need; text where they need more than 38, or one is not a number. */
        public static final String DECIMAL = "DECIMAL";

        private boolean isUndecided() {
            return type.equals(DECIMAL);
        }

        /** The value of a column of texts. */
        private String value(String scanned) {
            return switch (type) {
                case "VARCHAR" -> scanned;
                case "BLOB" -> "unhex(substr(" + scanned + ", 3))"; // behind 0x
                default -> "CAST(" + scanned + " AS " + type + ")";
            };
        }
    }

    /**
     * Writes the file.
     *
     * @param rows the values of all columns, in their order; null for NULL
     * @throws PipetteException DESTINATION_FAILED when the file cannot be written; what reading rows throws, as it is
     */
    public void write(List<Column> columns, Iterator<@Nullable String[]> rows) {
        Path folder = file.toAbsolutePath().getParent();
        if (folder == null || !Files.isDirectory(folder)) {
            throw new PipetteException(
                    ErrorCode.DESTINATION_FAILED,
                    "could not write " + file + ": the folder " + folder + " does not exist. Make it first.");
        }
        Path scratch = file.resolveSibling("." + UUID.randomUUID() + ".spill");
        Path draft = scratch.resolve("draft.parquet");
        try (DuckEngine engine = new DuckEngine(scratch, memoryLimit)) {
            boolean undecided = columns.stream().anyMatch(Column::isUndecided);
            if (!undecided) {
                scan(engine, columns, rows, file);
                return;
            }
            PrivateFiles.USUAL.makeFolders(scratch);
            scan(engine, columns.stream().map(ParquetExport::asText).toList(), rows, draft);
            copy(engine, decided(engine, draft, columns), draft);
        } catch (SQLException failed) {
            throw failure(Sql.message(failed), failed);
        } catch (IOException failed) {
            throw failure(String.valueOf(failed.getMessage()), failed);
        } finally {
            delete(draft);
            delete(scratch);
        }
    }

    private static Column asText(Column column) {
        return column.isUndecided() ? new Column(column.name(), "VARCHAR") : column;
    }

    private void scan(DuckEngine engine, List<Column> columns, Iterator<@Nullable String[]> rows, Path to)
            throws SQLException {
        TextScan scan = new TextScan(columns.size(), rows);
        List<String> selected = new ArrayList<>();
        for (int index = 0; index < columns.size(); index++) {
            Column column = columns.get(index);
            selected.add(column.value("f" + index) + " AS " + Sql.name(column.name()));
        }
        try {
            engine.copy(
                    "COPY (SELECT " + String.join(", ", selected) + " FROM java_scan(?)) TO "
                            + Sql.literal(to.toString()) + " (FORMAT parquet)",
                    scan);
        } catch (SQLException failed) {
            scan.rethrow();
            throw failed;
        }
        scan.rethrow();
    }

    private void copy(DuckEngine engine, List<Column> columns, Path draft) throws SQLException {
        List<String> selected = columns.stream()
                .map(column -> column.type().startsWith(Column.DECIMAL)
                        ? column.value(Sql.name(column.name())) + " AS " + Sql.name(column.name())
                        : Sql.name(column.name()))
                .toList();
        try (var connection = engine.connection();
                var statement = connection.createStatement()) {
            statement.execute("COPY (SELECT " + String.join(", ", selected) + " FROM " + Sql.parquet(draft, "")
                    + ") TO " + Sql.literal(file.toString()) + " (FORMAT parquet)");
        }
    }

    private static List<Column> decided(DuckEngine engine, Path draft, List<Column> columns) throws SQLException {
        List<Column> decided = new ArrayList<>();
        for (Column column : columns) {
            decided.add(column.isUndecided() ? decided(engine, draft, column.name()) : column);
        }
        return decided;
    }

    private static Column decided(DuckEngine engine, Path draft, String name) throws SQLException {
        String text = Sql.name(name);
        return engine.row(
                "SELECT coalesce(bool_and(" + NumberText.isPlain(text) + "), true),"
                        + " coalesce(max(length(split_part(ltrim(" + text + ", '-'), '.', 1))), 1),"
                        + " coalesce(max(length(split_part(" + text + ", '.', 2))), 0) FROM " + Sql.parquet(draft, ""),
                row -> {
                    int digits = row.getInt(2) + row.getInt(3);
                    return row.getBoolean(1) && digits <= 38
                            ? new Column(name, Column.DECIMAL + "(" + digits + ", " + row.getInt(3) + ")")
                            : new Column(name, "VARCHAR");
                });
    }

    private PipetteException failure(String reason, Exception failed) {
        return new PipetteException(
                ErrorCode.DESTINATION_FAILED, "could not write " + file + ": " + reason + ".", failed);
    }

    private static void delete(Path path) {
        try {
            Files.deleteIfExists(path);
        } catch (IOException left) {
            // a spill folder that is not read; the export itself is complete or has failed for a reason of its own
        }
    }

    /** Passes rows of texts to DuckDB; an error of reading them ends the rows, and is kept. */
    private static final class TextScan implements DuckEngine.Scan {
        private final int columns;
        private final Iterator<@Nullable String[]> rows;
        private @Nullable RuntimeException failed;

        TextScan(int columns, Iterator<@Nullable String[]> rows) {
            this.columns = columns;
            this.rows = rows;
        }

        @Override
        public Map<String, DuckDBColumnType> columns() {
            Map<String, DuckDBColumnType> types = new LinkedHashMap<>();
            for (int index = 0; index < columns; index++) {
                types.put("f" + index, DuckDBColumnType.VARCHAR);
            }
            return types;
        }

        @Override
        public int fill(DuckDBDataChunkWriter chunk, int capacity) {
            @Nullable String[][] batch = new String[columns][capacity];
            int count = 0;
            try {
                for (; count < capacity && rows.hasNext(); count++) {
                    @Nullable String[] row = rows.next();
                    for (int index = 0; index < columns; index++) {
                        batch[index][count] = row[index];
                    }
                }
            } catch (RuntimeException reading) {
                failed = reading;
                return 0;
            }
            for (int index = 0; index < columns; index++) {
                chunk.vector(index).setStrings(0, java.util.Arrays.copyOf(batch[index], count));
            }
            return count;
        }

        void rethrow() {
            if (failed != null) {
                throw failed;
            }
        }
    }
}

package dev.pipette.engine.query;

import dev.pipette.engine.columnar.DuckEngine;
import dev.pipette.engine.sql.Sql;
import dev.pipette.schema.Column;
import dev.pipette.schema.DataType;
import dev.pipette.spi.PackagedRows;
import dev.pipette.spi.RowBatch;
import java.math.BigDecimal;
import java.sql.SQLException;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.duckdb.DuckDBChunkedResult;
import org.duckdb.DuckDBConnection;
import org.duckdb.DuckDBDataChunkReader;
import org.duckdb.DuckDBPreparedStatement;
import org.duckdb.DuckDBReadableVector;
import org.jspecify.annotations.Nullable;

/** The rows of a query over a package, which DuckDB reads ahead with its own threads and passes chunk by chunk. */
final class TableRows implements PackagedRows {
    private final DuckEngine engine;
    private final String select;
    private final List<Column> columns;
    private final Map<String, Supplier<String>> made;

    /**
     * The rows of a query.
     *
     * @param made what makes the text of the columns that Java fills faster than DuckDB
     */
    TableRows(DuckEngine engine, String select, List<Column> columns, Map<String, Supplier<String>> made) {
        this.engine = engine;
        this.select = select;
        this.columns = List.copyOf(columns);
        this.made = Map.copyOf(made);
    }

    @Override
    public List<Column> columns() {
        return columns;
    }

    @Override
    public String duckDbSelect() {
        return select;
    }

    @Override
    public void read(Consumer<RowBatch> consumer) {
        String outputs = columns.stream()
                .filter(column -> !made.containsKey(column.name()))
                .map(column -> inChunk(column, Sql.name(column.name())))
                .collect(Collectors.joining(", "));
        @Nullable Supplier<String>[] makers = makers();
        try (DuckDBConnection connection = engine.connection();
                DuckDBPreparedStatement statement = connection
                        .prepareStatement("SELECT " + (outputs.isEmpty() ? "1" : outputs) + " FROM (" + select + ")")
                        .unwrap(DuckDBPreparedStatement.class);
                DuckDBChunkedResult result = statement.query()) {
            while (result.nextChunk()) {
                consumer.accept(new Chunk(result.chunk(), makers));
            }
        } catch (SQLException failed) {
            throw DuckEngine.failure("read the package", failed);
        }
    }

    @SuppressWarnings({"unchecked", "rawtypes"}) // an array of a generic type
    private @Nullable Supplier<String>[] makers() {
        return columns.stream().map(column -> made.get(column.name())).toArray(Supplier[]::new);
    }

    /** The form in which a value is in a chunk: the driver reads numbers and text there, but no bytes. */
    private static String inChunk(Column column, String name) {
        return switch (type(column)) {
            case BOOL, DOUBLE, DECIMAL, WEI -> name;
            case BIGINT -> "CAST(" + name + " AS BIGINT)";
            case TEXT, JSON -> "CAST(" + name + " AS VARCHAR)";
            case BINARY -> "to_base64(" + name + ")";
            case TIME -> "epoch_us(" + name + ")";
            case DATE -> endless(name, "CAST(" + name + " - DATE '1970-01-01' AS BIGINT)");
            case TIMESTAMP -> endless(name, "epoch_us(" + name + ")");
        };
    }

    private static DataType type(Column column) {
        return column.dataType().orElseThrow();
    }

    private static String endless(String name, String number) {
        return "CASE WHEN isfinite(" + name + ") THEN " + number + " WHEN " + name + " = 'infinity' THEN "
                + Long.MAX_VALUE + " WHEN " + name + " = '-infinity' THEN " + Long.MIN_VALUE + " END";
    }

    /** A chunk of DuckDB's, with its vectors looked up once. */
    private static final class Chunk implements RowBatch {
        private final int rows;
        private final @Nullable Supplier<String>[] makers;
        private final DuckDBReadableVector[] vectors;

        Chunk(DuckDBDataChunkReader chunk, @Nullable Supplier<String>[] makers) {
            rows = (int) chunk.rowCount();
            this.makers = makers;
            vectors = new DuckDBReadableVector[makers.length];
            int next = 0;
            for (int column = 0; column < makers.length; column++) {
                if (makers[column] == null) {
                    vectors[column] = chunk.vector(next++);
                }
            }
        }

        @Override
        public int rows() {
            return rows;
        }

        @Override
        public boolean isNull(int column, int row) {
            return makers[column] == null && vectors[column].isNull(row);
        }

        @Override
        public boolean bool(int column, int row) {
            return vectors[column].getBoolean(row);
        }

        @Override
        public long integer(int column, int row) {
            return vectors[column].getLong(row);
        }

        @Override
        public double floating(int column, int row) {
            return vectors[column].getDouble(row);
        }

        @Override
        public BigDecimal decimal(int column, int row) {
            return vectors[column].getBigDecimal(row);
        }

        @Override
        public String text(int column, int row) {
            Supplier<String> maker = makers[column];
            return maker == null ? vectors[column].getString(row) : maker.get();
        }

        @Override
        public byte[] bytes(int column, int row) {
            return Base64.getDecoder().decode(vectors[column].getString(row));
        }
    }
}

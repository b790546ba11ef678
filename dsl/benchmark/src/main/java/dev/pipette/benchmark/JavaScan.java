package dev.pipette.benchmark;

import java.sql.SQLException;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.Iterator;
import java.util.stream.Stream;
import org.duckdb.DuckDBColumnType;
import org.duckdb.DuckDBDataChunkWriter;
import org.duckdb.DuckDBFunctions;
import org.duckdb.DuckDBTableFunction;
import org.duckdb.DuckDBTableFunctionBindInfo;
import org.duckdb.DuckDBTableFunctionCallInfo;
import org.duckdb.DuckDBTableFunctionInitInfo;

/** The fastest bridge from Java rows to DuckDB that was measured, with nothing around it: a Java table function. */
final class JavaScan implements DuckDBTableFunction<Object, Object, Object> {
    private static final long MICROS = 1_000_000;
    private static final int NANOS_IN_MICRO = 1_000;

    private final Iterator<Measurement> rows;

    private JavaScan(Iterator<Measurement> rows) {
        this.rows = rows;
    }

    /** Makes {@code java_scan()} of the rows; read once, by one thread. */
    static void register(Duck duck, Stream<Measurement> rows) throws SQLException {
        DuckDBFunctions.tableFunction()
                .withName("java_scan")
                .withFunction(new JavaScan(rows.iterator()))
                .register(duck.connection());
    }

    @Override
    public Object bind(DuckDBTableFunctionBindInfo info) throws SQLException {
        info.addResultColumn("id", DuckDBColumnType.BIGINT);
        info.addResultColumn("taken_at", DuckDBColumnType.BIGINT);
        info.addResultColumn("value", DuckDBColumnType.DOUBLE);
        info.addResultColumn("device", DuckDBColumnType.VARCHAR);
        info.addResultColumn("kind", DuckDBColumnType.VARCHAR);
        info.addResultColumn("valid", DuckDBColumnType.BOOLEAN);
        return this;
    }

    @Override
    public Object init(DuckDBTableFunctionInitInfo info) {
        info.setMaxThreads(1);
        return this;
    }

    @Override
    public long apply(DuckDBTableFunctionCallInfo info, DuckDBDataChunkWriter chunk) {
        int capacity = (int) chunk.capacity();
        var id = chunk.vector(0);
        var takenAt = chunk.vector(1);
        var value = chunk.vector(2);
        var valid = chunk.vector(5);
        String[] devices = new String[capacity];
        String[] kinds = new String[capacity];
        int count = 0;
        while (count < capacity && rows.hasNext()) {
            Measurement row = rows.next();
            id.setLong(count, row.id());
            takenAt.setLong(count, micros(row.takenAt()));
            value.setDouble(count, row.value());
            devices[count] = row.device();
            kinds[count] = row.kind();
            valid.setBoolean(count, row.valid());
            count++;
        }
        if (count > 0) {
            chunk.vector(3).setStrings(0, devices);
            chunk.vector(4).setStrings(0, kinds);
        }
        return count;
    }

    private static long micros(LocalDateTime time) {
        return time.toEpochSecond(ZoneOffset.UTC) * MICROS + time.getNano() / NANOS_IN_MICRO;
    }
}

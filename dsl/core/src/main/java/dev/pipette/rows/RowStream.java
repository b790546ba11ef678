package dev.pipette.rows;

import dev.pipette.engine.columnar.ParquetExport;
import dev.pipette.error.PipetteException;
import dev.pipette.settings.ProcessEnvironment;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.List;
import org.jooq.Cursor;
import org.jooq.Field;
import org.jooq.Record;
import org.jooq.SQLDialect;

/**
 * Rows that are read one after the other while the destination is open, so that memory does not grow with their number. Each
 * row is read once.
 *
 * <pre>{@code
 * long bytes = dataset.query("SELECT payload FROM events", rows -> {
 *     long sum = 0;
 *     for (Record row : rows) {
 *         sum += row.get("payload", String.class).length();
 *     }
 *     return sum;
 * });
 * }</pre>
 *
 * <p>For the thread that the function runs on, while it runs.
 */
public final class RowStream implements Iterable<Record> {
    private final Cursor<Record> cursor;
    private final List<String> types;
    private final ValueText texts;

    RowStream(Cursor<Record> cursor, List<String> types, SQLDialect dialect) {
        this.cursor = cursor;
        this.types = types;
        this.texts = ValueText.of(dialect);
    }

    /** The names of the columns. */
    public List<String> columns() {
        return List.of(cursor.fieldsRow().fields()).stream().map(Field::getName).toList();
    }

    /** A value of these rows as text, as {@link Rows#text}. */
    public String text(Object value) {
        return texts.of(value);
    }

    /** Reads the next rows, at most {@code limit}. */
    public Rows next(int limit) {
        var rows = cursor.fetchNext(limit);
        return new Rows(rows, rows.size());
    }

    /**
     * Writes the rows that were not read yet into a Parquet file, one after the other. Columns have the types that they have in
     * the database, as far as Parquet knows them: integers of 128 bits and decimals of any size become decimals of as many
     * digits as the values need, up to 38, and what else Parquet does not know becomes text.
     *
     * <pre>{@code
     * dataset.query("SELECT * FROM orders", rows -> rows.writeParquet(Path.of("orders.parquet"), 1_000));
     * }</pre>
     *
     * @param file is replaced where it exists
     * @param limit how many rows at most
     * @return how many rows were written
     * @throws PipetteException DESTINATION_FAILED when the file cannot be written; a part of it may be there then
     */
    public long writeParquet(Path file, long limit) {
        ExportedRows exported = ExportedRows.of(this, types, texts, limit);
        new ParquetExport(file, ProcessEnvironment.engineMemory()).write(exported.columns(), exported);
        return limit - exported.left();
    }

    /** Whether there is another row. */
    public boolean hasNext() {
        return cursor.hasNext();
    }

    /** The rows that were not read yet. */
    @Override
    public Iterator<Record> iterator() {
        return cursor.iterator();
    }
}

package dev.pipette;

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
    private final ValueText texts;

    RowStream(Cursor<Record> cursor, SQLDialect dialect) {
        this.cursor = cursor;
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

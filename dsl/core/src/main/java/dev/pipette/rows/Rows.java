package dev.pipette.rows;

import java.util.Collection;
import java.util.Iterator;
import java.util.List;
import org.jooq.Configuration;
import org.jooq.Record;
import org.jooq.Result;

/**
 * Rows that were read, and how they are printed.
 *
 * <pre>{@code
 * Rows rows = dataset.query("SELECT date, clicks FROM daily_stats ORDER BY date");
 * System.out.println(rows);
 * long clicks = rows.result().get(0).get("clicks", Long.class);
 * }</pre>
 */
public final class Rows implements Iterable<Record> {
    private final Result<Record> result;
    private final long total;

    public Rows(Result<Record> result, long total) {
        this.result = result;
        this.total = total;
    }

    /** The rows as jOOQ has them. */
    public Result<Record> result() {
        return result;
    }

    /** The number of rows that were read. */
    public int size() {
        return result.size();
    }

    /** The number of rows that there are, of which {@link #size()} were read. */
    public long total() {
        return total;
    }

    /**
     * A value of these rows as text: as the destination writes it, but for timestamps, which are ISO text with instants in
     * UTC, and bytes, which are hexadecimal.
     */
    public String text(Object value) {
        Configuration configuration = result.configuration();
        return ValueText.of(configuration == null ? null : configuration.dialect())
                .of(value);
    }

    /** The names of the columns. */
    public List<String> columns() {
        return List.of(result.fieldsRow().fields()).stream()
                .map(org.jooq.Field::getName)
                .toList();
    }

    @Override
    public Iterator<Record> iterator() {
        return result.iterator();
    }

    /**
     * The rows as a table that is at most so wide: columns that matter come first, long values are cut, and a last line names
     * the columns that are left out.
     *
     * @param width in places of a terminal
     * @param firstColumns columns that come first, where the rows have them: their key
     * @param advice appended to the names of columns that are left out
     */
    public String fitted(int width, Collection<String> firstColumns, String advice) {
        return new FittedTable(this, width, firstColumns, advice).text();
    }

    /**
     * The rows one below the other, with a line for each column. Nothing is cut or left out.
     *
     * @param firstColumns columns that come first, where the rows have them: their key
     */
    public String blocks(Collection<String> firstColumns) {
        return FittedTable.blocks(this, firstColumns);
    }

    /** An HTML table, for notebooks. */
    public String toHtml() {
        return RowsTable.of(this).html();
    }

    @Override
    public String toString() {
        return RowsTable.of(this).text();
    }
}

package dev.pipette.jdbc;

import dev.pipette.schema.ColumnHint;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Spliterator;
import java.util.Spliterators;
import java.util.function.Consumer;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/** The rows of one statement as they arrive: the driver holds as many as it fetches, and this class none. */
final class RowStream extends Spliterators.AbstractSpliterator<Map<String, Object>> implements AutoCloseable {
    private final Selection selection;
    private final PreparedStatement statement;
    private final ResultSet row;
    private final String[] names;
    private final ColumnReading.Reader[] readers;

    /** The names of the columns beside those of decimals, for NaN and infinities; null for columns that have none. */
    private final @Nullable String[] beside;

    private long rows;
    private boolean ended;

    private RowStream(
            Selection selection, PreparedStatement statement, ResultSet row, Map<String, ColumnHint> declared) {
        super(Long.MAX_VALUE, Spliterator.ORDERED | Spliterator.NONNULL);
        this.selection = selection;
        this.statement = statement;
        this.row = row;
        this.names = selection.names().toArray(String[]::new);
        this.readers = selection.readings().values().stream()
                .map(ColumnReading::reader)
                .toArray(ColumnReading.Reader[]::new);
        this.beside = selection.readings().entrySet().stream()
                .map(entry -> NonFinite.beside(entry.getKey(), entry.getValue(), declared))
                .toArray(String[]::new);
    }

    /** Runs a statement. The connection stays open when the stream is closed. */
    static Stream<Map<String, Object>> open(
            Selection selection, Connection connection, String sql, List<?> bounds, Map<String, ColumnHint> declared) {
        RowStream rows = of(selection, connection, sql, bounds, declared);
        return StreamSupport.stream(rows, false).onClose(rows::close);
    }

    static RowStream of(
            Selection selection, Connection connection, String sql, List<?> bounds, Map<String, ColumnHint> declared) {
        try {
            PreparedStatement statement = selection.dialect().streaming(connection, sql);
            selection.bind(statement, bounds);
            return new RowStream(selection, statement, statement.executeQuery(), declared);
        } catch (SQLException failed) {
            Connections.close(connection);
            throw selection.connections().problems().brokeOff(selection.what(), 0, failed);
        }
    }

    @Override
    public boolean tryAdvance(Consumer<? super Map<String, Object>> action) {
        Map<String, Object> next = next();
        if (next == null) {
            return false;
        }
        action.accept(next);
        return true;
    }

    /** The next row; null behind the last one. */
    @Nullable
    Map<String, Object> next() {
        try {
            if (!row.next()) {
                ended = true;
                return null;
            }
            Map<String, @Nullable Object> values = LinkedHashMap.newLinkedHashMap(names.length);
            for (int index = 0; index < names.length; index++) {
                Object value = readers[index].read(row, index + 1);
                String other = beside[index];
                boolean isBeside = other != null && value instanceof Double;
                values.put(names[index], isBeside ? null : value);
                if (isBeside) {
                    values.put(other, value);
                }
            }
            rows++;
            return plain(values);
        } catch (SQLException failed) {
            throw selection.connections().problems().brokeOff(selection.what(), rows, failed);
        }
    }

    /** The engine takes NULL in a row. */
    @SuppressWarnings("NullAway")
    private static Map<String, Object> plain(Map<String, @Nullable Object> values) {
        return values;
    }

    @Override
    public void close() {
        try {
            if (!ended && selection.dialect().readsRest()) {
                statement.cancel();
            }
        } catch (SQLException hasEnded) {
            // there is nothing to cancel
        }
        try (statement) {
            row.close();
        } catch (SQLException alreadyLost) {
            // nothing is written: there is nothing to lose
        }
    }
}

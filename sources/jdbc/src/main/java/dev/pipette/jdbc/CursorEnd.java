package dev.pipette.jdbc;

import dev.pipette.incremental.Cursor;
import dev.pipette.incremental.CursorKind;
import dev.pipette.incremental.ExtractContext;
import dev.pipette.incremental.LastValue;
import dev.pipette.incremental.MissingValue;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The value that a cursor reaches with the rows that are there now. Ranges that are read in snapshots of their own leave out what is
 * beyond it: a row that arrives meanwhile in one range would move the cursor beyond rows that arrive in a range that was read before,
 * and no run would load those.
 *
 * @param rules of the cursor
 * @param reading how its column is read
 * @param compared the column as it is compared, in SQL
 */
record CursorEnd(Selection selection, Cursor<?> rules, ColumnReading reading, String compared) {
    /** The end of a run's cursor; empty where the database cannot be asked for it. */
    static Optional<CursorEnd> of(Selection selection, Optional<Cursor<?>> declared, ExtractContext context) {
        return CursorCondition.rules(declared, context)
                .filter(rules -> rules.lastValue() != LastValue.CUSTOM)
                .flatMap(rules -> selection
                        .column(rules.path())
                        .flatMap(column -> CursorCondition.compared(selection, column)
                                .map(sql -> new CursorEnd(selection, rules, selection.reading(column), sql))));
    }

    /**
     * The value that rows have that are there now.
     *
     * @param condition which rows are read
     * @return empty where no row has a value, or where the database would compare it otherwise than Pipette
     */
    Optional<Comparable<?>> reached(Connection connection, CursorCondition condition) throws SQLException {
        String sql = "SELECT "
                + reading.selected((rules.lastValue() == LastValue.HIGHEST ? "max(" : "min(") + compared + ")")
                + " FROM " + selection.from() + condition.where();
        Object value =
                one(connection, sql, condition.bounds(), row -> reading.reader().read(row, 1));
        if (value == null) {
            return Optional.empty();
        }
        Optional<CursorKind> kind = rules.kind().or(() -> CursorKind.guess(value));
        Optional<Comparable<?>> end = kind.flatMap(known -> known.read(value));
        return end.isPresent() && hasAll(connection, condition, end.get()) ? end : Optional.empty();
    }

    /** Whether no row is beyond a value as it arrives at the database: what is rounded on the way would lose rows. */
    private boolean hasAll(Connection connection, CursorCondition condition, Comparable<?> end) throws SQLException {
        Optional<CursorCondition> beyond = upTo(CursorCondition.NONE, end)
                .map(kept -> condition.and("NOT (" + String.join(" AND ", kept.conditions()) + ")", kept.bounds()));
        if (beyond.isEmpty()) {
            return false;
        }
        String sql = "SELECT count(*) FROM " + selection.from() + beyond.get().where();
        return Long.valueOf(0).equals(one(connection, sql, beyond.get().bounds(), row -> row.getLong(1)));
    }

    /** A condition that leaves out rows beyond a value; empty where the database has no such value. */
    Optional<CursorCondition> upTo(CursorCondition condition, Comparable<?> end) {
        boolean up = rules.lastValue() == LastValue.HIGHEST;
        return CursorCondition.parameter(end, reading, !up)
                .map(bound -> condition.and(
                        "(" + compared + (up ? " <= ?" : " >= ?")
                                + (rules.missing() == MissingValue.EXCLUDE ? "" : " OR " + compared + " IS NULL") + ")",
                        List.of(bound)));
    }

    /** Reads the one row of a statement. */
    @FunctionalInterface
    private interface Reader {
        @Nullable
        Object read(ResultSet row) throws SQLException;
    }

    private @Nullable Object one(Connection connection, String sql, List<Object> bounds, Reader reader)
            throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            selection.bind(statement, bounds);
            try (ResultSet row = statement.executeQuery()) {
                row.next();
                return reader.read(row);
            }
        }
    }
}

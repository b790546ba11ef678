package dev.pipette.jdbc;

import dev.pipette.error.ErrorCode;
import dev.pipette.error.PipetteException;
import dev.pipette.incremental.Cursor;
import dev.pipette.incremental.ExtractContext;
import dev.pipette.slices.SliceBounds;
import dev.pipette.slices.SlicedRows;
import java.math.BigInteger;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/**
 * The rows of ranges of a column of integers. One process reads several at once, in one snapshot where the database can share one;
 * other processes read each task's ranges in a snapshot of its own.
 */
final class KeyRanges implements SlicedRows {
    static final int MOST_AT_ONCE = 64;

    /** Rows of a range, where the values are spread evenly: what a reader may read ahead. */
    private static final long ROWS_OF_RANGE = 10_000;

    private static final int MOST_RANGES = 100_000;

    /** For other processes, which share a range's costs with those beside it; each range is in the text of a task. */
    private static final int MOST_SLICES = 1_000;

    private final Selection selection;
    private final Optional<Cursor<?>> cursor;
    private final int atOnce;
    private final TableInfo table;
    private final String column;

    /** @param atOnce how many ranges one process reads at once */
    KeyRanges(Selection selection, Optional<Cursor<?>> cursor, int atOnce, TableInfo table, String column) {
        this.selection = selection;
        this.cursor = cursor;
        this.atOnce = atOnce;
        this.table = table;
        this.column = column;
    }

    /**
     * How the rows are cut.
     *
     * @param ranges the last of which has no end; none for a table without rows
     * @param cursorEnd the value beyond which rows are left out; empty where none are
     */
    private record Cuts(List<KeyRange> ranges, Optional<Comparable<?>> cursorEnd) {}

    @Override
    public int parallel() {
        return atOnce;
    }

    @Override
    public KeyRanges withParallel(int slices) {
        if (slices > MOST_AT_ONCE) {
            throw new PipetteException(
                    ErrorCode.BAD_USAGE,
                    "parallel(" + slices + ") of " + selection.what() + ": each slice that is read at the same time has"
                            + " a connection of its own, of which there are 1 to " + MOST_AT_ONCE + ".");
        }
        return new KeyRanges(selection, cursor, slices, table, column);
    }

    /** All rows, by several connections of this process. */
    @Override
    public Stream<Map<String, Object>> open(ExtractContext context) {
        CursorCondition condition = CursorCondition.of(selection, cursor, context);
        Connection first = selection.connections().open();
        try {
            Optional<String> snapshot = selection.dialect().exportSnapshot(first);
            Cuts cuts = cuts(first, condition, snapshot.isEmpty(), MOST_RANGES, context);
            RangeReaders readers = new RangeReaders(
                    selection,
                    new RangeReaders.Ranges(cuts.ranges(), selection.dialect().quoted(column), atOnce),
                    upTo(condition, cuts.cursorEnd(), context),
                    snapshot,
                    first,
                    context.declaredColumns());
            return StreamSupport.stream(readers, false).onClose(readers::close);
        } catch (SQLException failed) {
            Connections.close(first);
            throw selection.connections().problems().brokeOff(selection.what(), 0, failed);
        } catch (PipetteException failed) {
            Connections.close(first);
            throw failed;
        }
    }

    @Override
    public List<SliceBounds> slices(ExtractContext context) {
        CursorCondition condition = CursorCondition.of(selection, cursor, context);
        Cuts cuts = selection
                .connections()
                .ask(
                        "cut " + selection.what() + " into slices",
                        connection -> cuts(connection, condition, true, MOST_SLICES, context));
        if (selection.dialect().sharesSnapshots() && cuts.ranges().size() > 1) {
            context.note("its slices are read in snapshots of their own, because other processes" + " read them");
        }
        return cuts.ranges().stream()
                .map(range -> range.bounds(cuts.cursorEnd()))
                .toList();
    }

    @Override
    public Stream<?> open(SliceBounds slice, ExtractContext context) {
        return open(List.of(slice), context);
    }

    /** The rows of ranges one after the other, in one connection and one snapshot. */
    @Override
    public Stream<?> open(List<SliceBounds> slices, ExtractContext context) {
        CursorCondition condition = CursorCondition.of(selection, cursor, context);
        Connection connection = selection.connections().open();
        SlicedRows inTurn = SlicedRows.of(_ -> slices, (slice, _) -> {
            CursorCondition part = in(slice, condition, context);
            return RowStream.open(
                    selection, connection, selection.select() + part.where(), part.bounds(), context.declaredColumns());
        });
        return inTurn.withParallel(1).open(slices, context).onClose(() -> Connections.close(connection));
    }

    private CursorCondition in(SliceBounds slice, CursorCondition condition, ExtractContext context) {
        return KeyRange.of(slice)
                .in(
                        upTo(condition, KeyRange.cursorEnd(slice), context),
                        selection.dialect().quoted(column));
    }

    private CursorCondition upTo(CursorCondition condition, Optional<Comparable<?>> cursorEnd, ExtractContext context) {
        return cursorEnd
                .map(end -> CursorEnd.of(selection, cursor, context)
                        .flatMap(known -> known.upTo(condition, end))
                        .orElseThrow(() -> new PipetteException(
                                ErrorCode.SOURCE_UNREADABLE,
                                selection.what() + ": its columns are not those that it had when its slices were cut,"
                                        + " and rows beyond " + end
                                        + " of the cursor cannot be left out. Run it again.")))
                .orElse(condition);
    }

    /**
     * Cuts the rows that are there now.
     *
     * @param apart whether each range is read in a snapshot of its own
     */
    private Cuts cuts(
            Connection connection, CursorCondition condition, boolean apart, int mostRanges, ExtractContext context)
            throws SQLException {
        String quoted = selection.dialect().quoted(column);
        String sql = "SELECT min(" + quoted + "), max(" + quoted + "), count(*) FROM " + selection.from()
                + condition.where();
        long rows;
        BigInteger least;
        BigInteger most;
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            selection.bind(statement, condition.bounds());
            try (ResultSet row = statement.executeQuery()) {
                row.next();
                rows = row.getLong(3);
                if (rows == 0) {
                    return new Cuts(List.of(), Optional.empty());
                }
                String lowest = row.getString(1);
                if (lowest == null) {
                    // no row has a value: one range has them
                    return new Cuts(List.of(KeyRange.whole(BigInteger.ZERO, BigInteger.ZERO)), Optional.empty());
                }
                least = new BigInteger(lowest);
                most = new BigInteger(row.getString(2));
            }
        }
        List<KeyRange> ranges = KeyRange.between(least, most, wanted(rows, isCheap(connection) ? mostRanges : 0));
        Optional<Cursor<?>> moved = context.declaredCursor();
        if (!apart || moved.isEmpty() || ranges.size() == 1) {
            return new Cuts(ranges, Optional.empty());
        }
        Optional<CursorEnd> end = CursorEnd.of(selection, cursor, context);
        Optional<Comparable<?>> reached =
                end.isEmpty() ? Optional.empty() : end.get().reached(connection, condition);
        if (reached.isEmpty()) {
            context.note("it is read in one slice, because slices in snapshots of their own need a"
                    + " cursor whose values the database compares as Pipette does, and '"
                    + moved.get().path()
                    + "' is not one");
            return new Cuts(List.of(KeyRange.whole(least, most)), Optional.empty());
        }
        return new Cuts(ranges, reached);
    }

    /** @param mostRanges 0 where each range costs as much as the table */
    private long wanted(long rows, int mostRanges) {
        long few = Math.min(rows, atOnce);
        return mostRanges == 0
                ? few
                : Math.clamp((rows + ROWS_OF_RANGE - 1) / ROWS_OF_RANGE, few, Math.max(few, mostRanges));
    }

    /** Whether many ranges cost no more than few: without an index, each of them reads the whole table. */
    private boolean isCheap(Connection connection) throws SQLException {
        return (!table.primaryKey().isEmpty() && table.primaryKey().getFirst().equals(column))
                || selection.dialect().isIndexed(connection, table.name(), column);
    }
}

package dev.pipette.duckdb.fuzz;

import dev.pipette.duckdb.fuzz.CursorCase.Key;
import dev.pipette.duckdb.fuzz.CursorCase.Row;
import dev.pipette.duckdb.fuzz.CursorCase.Run;
import dev.pipette.duckdb.fuzz.CursorCase.Window;
import dev.pipette.error.ErrorCode;
import dev.pipette.incremental.LastValue;
import dev.pipette.incremental.MissingValue;
import dev.pipette.incremental.RowOrder;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What stands in the table and in the state after each run, in lists and sets of a few rows: what the documentation of a
 * cursor says, and nothing of how it is done.
 */
final class CursorModel {
    private final CursorCase options;

    /** Whether the source is closed where no row that follows can be asked for; a file is read whole. */
    private final boolean stops;

    private final List<Row> table = new ArrayList<>();
    private @Nullable Integer committed;
    private final Set<List<Object>> boundary = new HashSet<>();

    /** Where the keys of a lag begin; null where nobody noted it. */
    private @Nullable Integer noted;

    CursorModel(CursorCase options, boolean stops) {
        this.options = options;
        this.stops = stops;
    }

    /** The rows of the table, in no order. */
    List<Row> table() {
        return table;
    }

    /** Where the cursor stands. */
    Optional<Integer> committed() {
        return Optional.ofNullable(committed);
    }

    /** How many rows at the boundary are known. */
    long boundaryKeys() {
        return boundary.size();
    }

    /**
     * What a run did.
     *
     * @param refused why nothing was loaded
     * @param read how many rows the source was asked for
     * @param loaded how many rows were loaded
     */
    record Outcome(Optional<ErrorCode> refused, int read, long loaded) {}

    Outcome run(Run run) {
        List<Row> read = stops ? upToTheLast(run) : run.rows();
        Optional<ErrorCode> refused = refused(read);
        if (refused.isPresent()) {
            return new Outcome(refused, read.size(), 0);
        }
        List<Row> asked = read.stream().filter(row -> isAsked(row, run)).toList();
        List<Row> wanted = new ArrayList<>(asked);
        if (comparesRows(run)) {
            wanted.removeIf(row -> row.at() != null && mayBeLoaded(row.at()) && boundary.contains(keyAtValue(row)));
        }
        long loaded = options.merges() ? merge(wanted) : append(wanted, run.loose());
        if (run.window() == null) {
            move(asked, comparesRows(run));
        }
        return new Outcome(Optional.empty(), read.size(), loaded);
    }

    /** The rows up to the first one after which all others are out of range, that one included. */
    private List<Row> upToTheLast(Run run) {
        RowOrder order = options.order();
        if (order == null || options.missing() == MissingValue.INCLUDE) {
            return run.rows();
        }
        boolean withTheCursor = (order == RowOrder.ASCENDING) == (options.lastValue() == LastValue.HIGHEST);
        for (int index = 0; index < run.rows().size(); index++) {
            Integer at = run.rows().get(index).at();
            if (at != null && (withTheCursor ? isPastEnd(at, run.window()) : isBeforeStart(at, start(run)))) {
                return run.rows().subList(0, index + 1);
            }
        }
        return run.rows();
    }

    private Optional<ErrorCode> refused(List<Row> rows) {
        List<ErrorCode> problems = new ArrayList<>();
        Integer before = null;
        for (Row row : rows) {
            Integer at = row.at();
            if (at == null) {
                if (options.missing() == MissingValue.RAISE) {
                    problems.add(ErrorCode.CURSOR_MISSING);
                }
                continue;
            }
            boolean unordered = options.order() != null
                    && before != null
                    && (options.order() == RowOrder.ASCENDING ? at < before : at > before);
            if (unordered) {
                problems.add(ErrorCode.CURSOR_UNORDERED);
            }
            before = at;
        }
        // of rows that come one by one the first problem is told, of a file first what is missing
        return stops
                ? problems.stream().findFirst()
                : Stream.of(ErrorCode.CURSOR_MISSING, ErrorCode.CURSOR_UNORDERED)
                        .filter(problems::contains)
                        .findFirst();
    }

    private boolean isAsked(Row row, Run run) {
        Integer at = row.at();
        return at == null
                ? options.missing() == MissingValue.INCLUDE
                : !isBeforeStart(at, start(run)) && !isPastEnd(at, run.window());
    }

    /** Where a run begins; null where it takes all rows. */
    private @Nullable Integer start(Run run) {
        Integer initial = options.initial();
        Window window = run.window();
        if (window != null) {
            return window.from();
        }
        if (committed == null) {
            return initial;
        }
        int lagged = lagged(committed);
        int from = options.lag() > 0 && initial != null && isBeyond(initial, lagged) ? initial : (Integer) lagged;
        return options.lag() > 0 && comparesRows(run) ? further(known(), from) : (Integer) from;
    }

    private int lagged(int value) {
        return options.lastValue() == LastValue.LOWEST ? value + options.lag() : value - options.lag();
    }

    /** Where the keys of loaded rows begin; null where all are known. */
    private @Nullable Integer known() {
        return committed == null || noted != null ? noted : committed;
    }

    private int further(@Nullable Integer one, int other) {
        return one != null && isBeyond(one, other) ? one : other;
    }

    private boolean mayBeLoaded(int at) {
        return committed != null && (options.lag() == 0 ? at == committed : !isBeyond(at, committed));
    }

    private boolean isBeforeStart(int at, @Nullable Integer start) {
        return start != null && (at == start ? options.excludesStart() : !isBeyond(at, start));
    }

    private boolean isPastEnd(int at, @Nullable Window window) {
        return window != null && (at == window.to() ? !window.includesEnd() : isBeyond(at, window.to()));
    }

    private boolean isBeyond(int at, int bound) {
        return switch (options.lastValue()) {
            case HIGHEST -> at > bound;
            case LOWEST -> at < bound;
            case CUSTOM -> at / 2 > bound / 2;
        };
    }

    private boolean comparesRows(Run run) {
        boolean said = options.key() == Key.BY_ID || options.key() == Key.BY_TWO;
        boolean usual = options.key() != Key.NONE && !options.merges();
        return (said || usual)
                && !run.loose()
                && run.window() == null
                && (options.lag() > 0 || !options.excludesStart());
    }

    private List<Object> key(Row row, boolean loose) {
        Key key = loose && options.key() != Key.PRIMARY ? Key.NONE : options.key();
        boolean byId = key == Key.BY_ID || key == Key.PRIMARY || options.merges();
        return key == Key.BY_TWO
                ? List.of(row.id(), row.name())
                : byId ? List.of(row.id()) : List.of(row.id(), row.name(), Optional.ofNullable(row.at()));
    }

    private List<Object> keyAtValue(Row row) {
        return List.of(Objects.requireNonNull(row.at()), key(row, false));
    }

    private long append(List<Row> wanted, boolean loose) {
        List<Row> added = wanted;
        if (options.withinRun()) {
            Map<Object, Row> last = new LinkedHashMap<>();
            wanted.forEach(row -> last.put(key(row, loose), row));
            added = List.copyOf(last.values());
        }
        table.addAll(added);
        return added.size();
    }

    private long merge(List<Row> wanted) {
        Map<Integer, Row> last = new LinkedHashMap<>();
        wanted.forEach(row -> last.put(row.id(), row));
        table.removeIf(row -> last.containsKey(row.id()));
        table.addAll(last.values());
        return last.size();
    }

    private void move(List<Row> asked, boolean compared) {
        Integer end = committed;
        for (Row row : asked) {
            Integer at = row.at();
            if (at != null) {
                Integer before = end == null ? options.initial() : end;
                end = before == null || isBeyond(at, before) ? at : before;
            }
        }
        if (compared && end != null) {
            int keptFrom = lagged(end);
            if (!end.equals(committed)) {
                boundary.removeIf(
                        key -> committed == null || options.lag() == 0 || isBeyond(keptFrom, (Integer) key.getFirst()));
            }
            for (Row row : asked) {
                boolean kept =
                        row.at() != null && (options.lag() == 0 ? end.equals(row.at()) : !isBeyond(keptFrom, row.at()));
                if (kept) {
                    boundary.add(keyAtValue(row));
                }
            }
        }
        noted = compared && end != null && options.lag() > 0 ? (Integer) further(known(), lagged(end)) : null;
        committed = end;
    }
}

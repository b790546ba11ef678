package dev.pipette.duckdb.fuzz;

import dev.pipette.Resource;
import dev.pipette.incremental.Cursor;
import dev.pipette.incremental.LastValue;
import dev.pipette.incremental.MissingValue;
import dev.pipette.incremental.RowOrder;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;

/**
 * A cursor with some of its options, and the rows of some runs, one after the other.
 *
 * @param scale what kind of column it follows
 * @param typed whether its type is said
 * @param lastValue which value is gone on from; a custom function looks at pairs of points
 * @param initial where the first load begins
 * @param excludesStart whether rows at the start are left out
 * @param lag how many points a load begins before the committed value
 * @param missing what happens to rows without a value
 * @param order in which the rows are said to come
 * @param key by what rows at the boundary are known
 * @param merges whether rows are merged by their id
 * @param withinRun whether rows are de-duplicated within a run
 * @param step after how many rows a run in steps commits
 * @param runs what is read, one run after the other
 */
record CursorCase(
        Scale scale,
        boolean typed,
        LastValue lastValue,
        @Nullable Integer initial,
        boolean excludesStart,
        int lag,
        MissingValue missing,
        @Nullable RowOrder order,
        Key key,
        boolean merges,
        boolean withinRun,
        int step,
        List<Run> runs) {

    /** How many runs a case has at most. */
    static final int MOST_RUNS = 4;

    /** By what rows at the boundary are known. */
    enum Key {
        /** The resource's own: its primary key, or the whole row, and nothing where rows are merged. */
        USUAL,
        PRIMARY,
        BY_ID,
        BY_TWO,
        NONE
    }

    /** A row; without a value where {@code at} is null. */
    record Row(int id, @Nullable Integer at, String name) {}

    /** What a backfill loads. */
    record Window(int from, int to, boolean includesEnd) {}

    /** One run; a loose one compares no rows at the boundary, whatever the others do. */
    record Run(List<Row> rows, @Nullable Window window, boolean loose) {}

    static CursorCase random(Random random) {
        LastValue lastValue = random.nextInt(8) == 0
                ? LastValue.CUSTOM
                : Fuzz.pick(random, List.of(LastValue.HIGHEST, LastValue.HIGHEST, LastValue.LOWEST));
        boolean custom = lastValue == LastValue.CUSTOM;
        Scale scale = custom ? Scale.INTEGER : Fuzz.pick(random, List.of(Scale.values()));
        RowOrder order = custom || random.nextBoolean() ? null : Fuzz.pick(random, List.of(RowOrder.values()));
        int lag = custom || scale.lag(1).isEmpty() || random.nextInt(3) > 0 ? 0 : 1 + random.nextInt(3);
        MissingValue missing = Fuzz.pick(random, List.of(MissingValue.values()));
        CursorCase options = new CursorCase(
                scale,
                custom || random.nextInt(3) > 0,
                lastValue,
                random.nextInt(3) > 0 ? null : random.nextInt(Scale.POINTS),
                random.nextInt(4) == 0,
                lag,
                missing,
                order,
                Fuzz.pick(random, List.of(Key.values())),
                random.nextInt(3) == 0,
                random.nextInt(5) == 0,
                1 + random.nextInt(6),
                List.of());
        List<Row> known = new ArrayList<>();
        List<Run> runs = new ArrayList<>();
        for (int count = random.nextInt(MOST_RUNS); count >= 0; count--) {
            Window window = custom || random.nextInt(5) > 0 ? null : options.window(random);
            runs.add(new Run(options.rows(random, known), window, random.nextInt(6) == 0));
        }
        return options.with(runs);
    }

    private CursorCase with(List<Run> more) {
        return new CursorCase(
                scale,
                typed,
                lastValue,
                initial,
                excludesStart,
                lag,
                missing,
                order,
                key,
                merges,
                withinRun,
                step,
                List.copyOf(more));
    }

    private Window window(Random random) {
        int one = random.nextInt(Scale.POINTS);
        int other = random.nextInt(Scale.POINTS);
        boolean up = lastValue == LastValue.HIGHEST;
        return new Window(
                up ? Math.min(one, other) : Math.max(one, other),
                up ? Math.max(one, other) : Math.min(one, other),
                random.nextBoolean());
    }

    /** Rows of which some were there before, in the order that was said, or mostly so. */
    private List<Row> rows(Random random, List<Row> known) {
        List<Row> rows = new ArrayList<>();
        int most = random.nextInt(10);
        for (int count = 0; count < most; count++) {
            rows.add(known.isEmpty() || random.nextInt(3) == 0 ? row(random) : Fuzz.pick(random, known));
        }
        known.addAll(rows);
        if (order == null || random.nextInt(7) == 0) {
            return List.copyOf(rows);
        }
        List<Row> valued = new ArrayList<>(rows);
        valued.removeIf(row -> row.at() == null);
        Comparator<Row> ascending = Comparator.comparing(row -> Objects.requireNonNull(row.at()));
        valued.sort(order == RowOrder.ASCENDING ? ascending : ascending.reversed());
        rows.removeAll(valued);
        rows.forEach(row -> valued.add(random.nextInt(valued.size() + 1), row));
        return List.copyOf(valued);
    }

    private Row row(Random random) {
        boolean without = random.nextInt(missing == MissingValue.RAISE ? 40 : 7) == 0;
        return new Row(
                random.nextInt(6), without ? null : random.nextInt(Scale.POINTS), random.nextBoolean() ? "x" : "y");
    }

    /** Whether all runs can be committed in steps, and end as if they were not. */
    boolean hasSteps() {
        boolean follows = order != null
                && lastValue != LastValue.CUSTOM
                && (order == RowOrder.ASCENDING) == (lastValue == LastValue.HIGHEST);
        return follows
                && !withinRun
                && missing != MissingValue.INCLUDE
                && runs.stream().allMatch(run -> run.window() == null && areTold(run.rows()));
    }

    /** Whether no two rows of one value have one id: what is in one step may be left out in the next. */
    private static boolean areTold(List<Row> rows) {
        return new HashSet<>(rows.stream().map(row -> row.id() + " " + row.at()).toList()).size() == rows.size();
    }

    /** Gives a resource what the case says of it, for one of its runs. */
    Resource of(Resource resource, Run run) {
        Resource said = merges ? resource.merge("id") : key == Key.PRIMARY ? resource.primaryKey("id") : resource;
        said = withinRun ? said.deduplicatedWithinRun() : said;
        said = scale == Scale.ZONED ? said.zone(ZoneId.of("America/New_York")) : said;
        return said.incremental(scale.cursor(typed, new Scale.Saying() {
            @Override
            public <C extends Comparable<? super C>> Cursor<C> of(Cursor<C> cursor, IntFunction<C> values) {
                return cursor(cursor, values, run);
            }
        }));
    }

    private <C extends Comparable<? super C>> Cursor<C> cursor(Cursor<C> plain, IntFunction<C> values, Run run) {
        Window window = run.window();
        Cursor<C> cursor = switch (lastValue) {
            case HIGHEST -> plain.whenMissing(missing);
            case LOWEST -> plain.whenMissing(missing).lowest();
            case CUSTOM -> plain.whenMissing(missing).custom((value, last) -> pair(value) > pair(last) ? value : last);
        };
        cursor = initial == null ? cursor : cursor.startingAt(values.apply(initial));
        cursor = window == null ? cursor : cursor.backfill(values.apply(window.from()), values.apply(window.to()));
        cursor = window != null && window.includesEnd() ? cursor.includingEnd() : cursor;
        cursor = excludesStart ? cursor.excludingStart() : cursor;
        cursor = lag > 0 ? cursor.lag(scale.lag(lag).orElseThrow()) : cursor;
        cursor = order == null ? cursor : cursor.rowOrder(order);
        return switch (run.loose() ? Key.NONE : key) {
            case USUAL, PRIMARY -> cursor;
            case BY_ID -> cursor.deduplicatedBy("id");
            case BY_TWO -> cursor.deduplicatedBy("id", "name");
            case NONE -> cursor.withoutDeduplication();
        };
    }

    private static long pair(Object value) {
        return (Long) value / 20;
    }
}

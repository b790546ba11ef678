package dev.pipette.testing.data;

import com.google.errorprone.annotations.CheckReturnValue;
import dev.pipette.Pipette;
import dev.pipette.Resource;
import dev.pipette.schema.Column;
import dev.pipette.schema.ColumnHint;
import dev.pipette.schema.SystemColumns;
import dev.pipette.schema.TableSchema;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Makes rows for columns of given types: first every value at which loads break, each once, then others.
 *
 * <pre>{@code
 * RowGenerator items = RowGenerator.empty().column("sku", text()).column("price", decimal(12, 2));
 * RowGenerator orders = RowGenerator.empty()
 *     .column("id", bigint())
 *     .column("updated_at", timestamp())
 *     .column("note", text())
 *     .key("id")
 *     .increasing("updated_at")
 *     .nested("items", items, 0, 5);
 *
 * pipeline.run(orders.resource("orders", 2_000).merge("id"));    // with its types and its key
 * List<Map<String, Object>> rows = orders.seed(42).rows(1_000);  // or as maps
 * RowGenerator again = RowGenerator.of(pipeline.admin().schema().tables().getFirst());
 * }</pre>
 *
 * <p>A row depends on the seed, its number and the columns' names and types, and on nothing else: not on the machine, the
 * thread, or what was asked before. The seed is 1 unless another one is given. {@link Edge} lists the special values;
 * they fill the first {@link #edgeRows()} rows of a column, and come now and then after them. A JSON document is kept
 * whole in the rows of a resource, and in nested lists becomes columns and tables, as everywhere.
 */
@CheckReturnValue
public final class RowGenerator {
    private static final long DEFAULT_SEED = 1;
    private static final double DEFAULT_NULLS = 0.05;

    private final long seed;
    private final double nulls;
    private final Set<Edge> unwanted;
    private final List<GeneratedColumn> columns;
    private final List<NestedRows> nested;
    private final List<CellValues> cells;

    private RowGenerator(
            long seed, double nulls, Set<Edge> unwanted, List<GeneratedColumn> columns, List<NestedRows> nested) {
        this.seed = seed;
        this.nulls = nulls;
        this.unwanted = unwanted;
        this.columns = List.copyOf(columns);
        this.nested = List.copyOf(nested);
        String unique = uniqueKey(this.columns);
        this.cells = this.columns.stream()
                .map(column -> new CellValues(column, column.name().equals(unique), seed, nulls, unwanted))
                .toList();
    }

    /** The column that makes a key of several columns unique: the first that can; the others repeat their values. */
    private static @Nullable String uniqueKey(List<GeneratedColumn> columns) {
        return columns.stream()
                .filter(GeneratedColumn::key)
                .filter(GeneratedColumn::canBeUnique)
                .map(GeneratedColumn::name)
                .findFirst()
                .orElse(null);
    }

    /** A generator that has no columns yet. */
    public static RowGenerator empty() {
        return new RowGenerator(DEFAULT_SEED, DEFAULT_NULLS, EnumSet.noneOf(Edge.class), List.of(), List.of());
    }

    /**
     * A generator for the columns of a table, without those that Pipette adds; primary keys are unique, and the cursor
     * increases.
     */
    public static RowGenerator of(TableSchema table) {
        return of(table.columns().values().stream()
                .filter(column -> !column.name().startsWith(SystemColumns.PREFIX))
                .toList());
    }

    /** A generator for columns. */
    public static RowGenerator of(Collection<Column> columns) {
        return empty().withColumns(columns.stream().map(GeneratedColumn::of).toList());
    }

    /** Adds a column that may be null, or gives one another type. */
    public RowGenerator column(String name, ColumnHint type) {
        GeneratedColumn added = GeneratedColumn.of(name, type);
        if (columns.stream().anyMatch(column -> column.name().equals(name))) {
            return changed(
                    name,
                    old -> new GeneratedColumn(
                            name,
                            added.type(),
                            added.precision(),
                            added.scale(),
                            old.nullable(),
                            old.key(),
                            old.increasing()));
        }
        List<GeneratedColumn> more = new ArrayList<>(columns);
        more.add(added);
        return withColumns(more);
    }

    /**
     * Makes columns the key: no two rows have the same values there, and none is null.
     *
     * @throws IllegalArgumentException when there is no such column, or none of them has enough different values
     */
    public RowGenerator key(String column, String... moreColumns) {
        List<String> names =
                Stream.concat(Stream.of(column), Arrays.stream(moreColumns)).toList();
        if (names.stream().map(this::find).noneMatch(GeneratedColumn::canBeUnique)) {
            throw new IllegalArgumentException("key(" + quoted(names) + "): " + types(names)
                    + ", so that rows would share a key. Columns that can be one: "
                    + columnsThat(GeneratedColumn::canBeUnique) + ".");
        }
        RowGenerator changed = this;
        for (String name : names) {
            changed = changed.changed(name, GeneratedColumn::asKey);
        }
        return changed;
    }

    /**
     * Makes the values of a column rise from row to row, as those of a cursor do. About every fourth row has the value of
     * the row before, unless the column is the key.
     *
     * @throws IllegalArgumentException when there is no such column, or its type has no order that a cursor follows
     */
    public RowGenerator increasing(String column) {
        if (!find(column).canIncrease()) {
            throw new IllegalArgumentException("increasing(\"" + column + "\"): " + types(List.of(column))
                    + ", which no cursor follows. Columns that can: "
                    + columnsThat(GeneratedColumn::canIncrease) + ".");
        }
        return changed(column, GeneratedColumn::asIncreasing);
    }

    /** Columns without nulls. */
    public RowGenerator notNull(String column, String... moreColumns) {
        RowGenerator changed = this;
        for (String name :
                Stream.concat(Stream.of(column), Arrays.stream(moreColumns)).toList()) {
            changed = changed.changed(name, GeneratedColumn::asNotNull);
        }
        return changed;
    }

    /**
     * Adds a list of rows to each row. All lengths come equally often, the shortest first.
     *
     * @param fewest not negative
     * @param most not less than that
     */
    public RowGenerator nested(String name, RowGenerator rows, int fewest, int most) {
        if (fewest < 0 || most < fewest) {
            throw new IllegalArgumentException("nested(\"" + name + "\", .., " + fewest + ", " + most
                    + "): a list has at least 0 elements, and at most not fewer than at least.");
        }
        if (has(name)) {
            throw new IllegalArgumentException("'" + name + "' is there already.");
        }
        List<NestedRows> more = new ArrayList<>(nested);
        more.add(new NestedRows(name, rows, fewest, most));
        return new RowGenerator(seed, nulls, unwanted, columns, more);
    }

    /** Other values, of nested lists too. */
    public RowGenerator seed(long newSeed) {
        return new RowGenerator(newSeed, nulls, unwanted, columns, nested);
    }

    /** The seed. */
    long seed() {
        return seed;
    }

    /** Leaves out a kind of special values, not in nested lists, which have a generator of their own. */
    public RowGenerator without(Edge edge) {
        Set<Edge> more = EnumSet.of(edge);
        more.addAll(unwanted);
        return new RowGenerator(seed, nulls, more, columns, nested);
    }

    /**
     * Says how many of the values are null, in columns that may have nulls; otherwise 1 in 20.
     *
     * @param share from 0, for none, to 1, for nothing but nulls
     */
    public RowGenerator nulls(double share) {
        if (!(share >= 0 && share <= 1)) {
            throw new IllegalArgumentException(
                    "nulls(" + share + "): a share is from 0, for none, to 1, for nothing but nulls.");
        }
        return new RowGenerator(seed, share, unwanted, columns, nested);
    }

    /** The number of rows after which every special value of every column has come once; nested lists not counted. */
    public int edgeRows() {
        return cells.stream().mapToInt(CellValues::edges).max().orElse(0);
    }

    /**
     * One row.
     *
     * @param number from 1
     */
    public Map<String, @Nullable Object> row(long number) {
        if (number < 1) {
            throw new IllegalArgumentException("row(" + number + "): rows are numbered from 1.");
        }
        Map<String, @Nullable Object> row = new LinkedHashMap<>();
        cells.forEach(cell -> row.put(cell.name(), cell.value(number - 1)));
        nested.forEach(list -> row.put(list.name(), list.of(seed, number - 1)));
        return Collections.unmodifiableMap(row);
    }

    /** The first rows; the list holds all of them. */
    public List<Map<String, @Nullable Object>> rows(int count) {
        return stream(count).toList();
    }

    /** The first rows, each made when it is asked for. */
    public Stream<Map<String, @Nullable Object>> stream(long count) {
        return LongStream.rangeClosed(1, count).mapToObj(this::row);
    }

    /** A resource of the first rows, which knows the types of the columns, and the key; it can be run again and again. */
    public Resource resource(String name, long count) {
        Resource resource = Pipette.resource(name).stream(() -> stream(count));
        for (GeneratedColumn column : columns) {
            resource = resource.column(column.name(), column.hint());
        }
        List<String> key = columns.stream()
                .filter(GeneratedColumn::key)
                .map(GeneratedColumn::name)
                .toList();
        return key.isEmpty()
                ? resource
                : resource.primaryKey(key.getFirst(), key.subList(1, key.size()).toArray(String[]::new));
    }

    private RowGenerator changed(String name, UnaryOperator<GeneratedColumn> change) {
        GeneratedColumn old = find(name);
        List<GeneratedColumn> changed = new ArrayList<>(columns);
        changed.set(columns.indexOf(old), change.apply(old));
        return withColumns(changed);
    }

    private RowGenerator withColumns(List<GeneratedColumn> changed) {
        return new RowGenerator(seed, nulls, unwanted, changed, nested);
    }

    private boolean has(String name) {
        return Stream.concat(
                        columns.stream().map(GeneratedColumn::name),
                        nested.stream().map(NestedRows::name))
                .anyMatch(name::equals);
    }

    private GeneratedColumn find(String name) {
        return columns.stream()
                .filter(column -> column.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(
                        "there is no column '" + name + "'. There are: " + columnsThat(column -> true) + "."));
    }

    private String columnsThat(Predicate<GeneratedColumn> wanted) {
        String names =
                columns.stream().filter(wanted).map(GeneratedColumn::name).collect(Collectors.joining(", "));
        return names.isEmpty() ? "none" : names;
    }

    private String types(List<String> names) {
        return names.stream()
                .map(name -> "'" + name + "' is " + find(name).typeText())
                .collect(Collectors.joining(", "));
    }

    private static String quoted(List<String> names) {
        return names.stream().map(name -> '"' + name + '"').collect(Collectors.joining(", "));
    }

    /** The seed and the columns, from which the rows can be made again. */
    @Override
    public String toString() {
        return "rows of seed " + seed + ": "
                + Stream.concat(columns.stream(), nested.stream())
                        .map(Object::toString)
                        .collect(Collectors.joining(", "));
    }
}

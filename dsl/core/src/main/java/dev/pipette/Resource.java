package dev.pipette;

import com.google.errorprone.annotations.CheckReturnValue;
import dev.pipette.check.BadRows;
import dev.pipette.check.Check;
import dev.pipette.check.RejectLimits;
import dev.pipette.engine.ValueStyle;
import dev.pipette.error.ErrorCode;
import dev.pipette.error.PipetteException;
import dev.pipette.incremental.CommitInterval;
import dev.pipette.incremental.Cursor;
import dev.pipette.incremental.ExtractContext;
import dev.pipette.incremental.FileState;
import dev.pipette.json.JsonInput;
import dev.pipette.schema.ColumnHint;
import dev.pipette.schema.DedupSort;
import dev.pipette.schema.MergeRules;
import dev.pipette.schema.MergeStrategy;
import dev.pipette.schema.RowWindow;
import dev.pipette.schema.SchemaContract;
import dev.pipette.schema.TableHints;
import dev.pipette.schema.WriteDisposition;
import dev.pipette.settings.Settings;
import dev.pipette.slices.ResourceOrigin;
import dev.pipette.slices.SlicedRows;
import dev.pipette.spi.Mask;
import dev.pipette.spi.RowSource;
import dev.pipette.spi.RowStep;
import dev.pipette.spi.TableChoice;
import java.time.Duration;
import java.time.Period;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.immutables.value.Value;

/**
 * One stream of rows, the table it fills and how. A value: each method returns a new one, nothing is read before a
 * pipeline runs it, and it can be run again.
 *
 * <pre>{@code
 * Resource orders = jsonl("orders", Path.of("orders.jsonl.gz"))
 *     .filter(row -> !row.get("status").equals("TEST"))
 *     .merge("order_id");
 * }</pre>
 *
 * <p>Immutable, and may be shared by threads. In one run, one thread at a time calls the code that was given to a resource:
 * what opens its rows, and the functions of {@link #map}, {@link #filter}, {@link #tableBy(Function)} and {@link
 * #addColumn(String, Function)}. The code of other resources runs at the same time, and so does that of the same resource in a
 * run of another pipeline.
 */
@Value.Immutable
@ValueStyle
@CheckReturnValue
public abstract class Resource {
    Resource() {}

    /** The name; state is kept under it, and the table has it unless {@link #table(String)} says otherwise. */
    public abstract String name();

    /** Where the rows come from. */
    public abstract RowSource source();

    /** The resource whose rows this one's are made of; see {@link NamedResource#from(Resource, RowSource.ItemFunction)}. */
    public abstract Optional<Resource> parent();

    abstract Optional<String> ownTableName();

    /** The table, as given; the destination's naming rules apply to it. */
    public final String tableName() {
        return ownTableName().orElseGet(this::name);
    }

    /** Which table a row goes to, where the rows go to several; empty where all go to one. */
    public abstract Optional<TableChoice> tableChoice();

    /** The source that the resource belongs to, where it is named. */
    public abstract Optional<String> sourceName();

    /** How the rows change the table. */
    @Value.Default
    public WriteDisposition writeDisposition() {
        return new WriteDisposition.Append();
    }

    /** What happens to each row before it is loaded, in order. */
    public abstract List<RowStep> steps();

    /** What is declared of columns, by source name. */
    public abstract Map<String, ColumnHint> columnHints();

    /** What is declared of the table. */
    @Value.Default
    public TableHints tableHints() {
        return TableHints.none();
    }

    /** What has to hold of the rows before they are published. */
    public abstract List<Check> checks();

    /** How many rows the checks of a load may reject. */
    @Value.Default
    public RejectLimits rejectLimits() {
        return RejectLimits.NONE;
    }

    /** What happens to rows that cannot be rows of the table. */
    @Value.Default
    public BadRows badRows() {
        return BadRows.FAIL;
    }

    abstract List<String> declaredPrimaryKey();

    /** Source names of the columns that identify a row; for merge they are its key. */
    public final List<String> primaryKey() {
        WriteDisposition disposition = writeDisposition();
        return disposition.kind() == WriteDisposition.Kind.MERGE ? disposition.primaryKey() : declaredPrimaryKey();
    }

    /** The incremental cursor. */
    public abstract Optional<Cursor<?>> cursor();

    /** The declared time zone: days start in it, and times without an offset are read in it. */
    public abstract Optional<ZoneId> declaredZone();

    /** The time zone in which the resource's code sees the clock: the declared one, or UTC. */
    public final ZoneId timeZone() {
        return declaredZone().orElse(ZoneOffset.UTC);
    }

    /** Whether of several rows with one key only the last one that a run reads is loaded. */
    @Value.Default
    public boolean deduplicatesWithinRun() {
        return false;
    }

    /** Whether the rows are extracted and not loaded. */
    @Value.Default
    public boolean isSkipped() {
        return false;
    }

    /** How far a load may change the schema; see {@link #contract(SchemaContract)}. */
    public abstract Optional<SchemaContract> contract();

    /** How often a long load is committed on its way; empty to commit once, at its end. */
    public abstract Optional<CommitInterval> commitInterval();

    /** How a resource of files knows which of them are loaded. */
    public final Optional<FileState> fileState() {
        return source() instanceof RowSource.Files files ? files.state() : Optional.empty();
    }

    /** What each run notes about how the resource is set up. */
    @Value.Auxiliary
    public abstract List<String> notes();

    /** How many levels of objects and lists become columns and tables of their own; deeper ones are kept as JSON. */
    public abstract OptionalInt maxNesting();

    /** How another process makes the same resource; empty for one that only this program knows. */
    @Value.Auxiliary
    public abstract Optional<ResourceOrigin> origin();

    /** The settings that its source was opened with; empty where it was opened with none. */
    @Value.Auxiliary
    public abstract Optional<Settings> openedWith();

    final Resource madeBy(ResourceOrigin origin) {
        return copy().withOrigin(origin);
    }

    final Resource openedWith(Settings settings) {
        return copy().withOpenedWith(settings);
    }

    @Value.Check
    void check() {
        if (name().isBlank()) {
            throw new PipetteException(ErrorCode.BAD_USAGE, "a resource needs a name that is not blank.");
        }
        ResourceChecks.check(this);
        RejectChecks.check(this);
        PartChecks.check(this);
        VersionChecks.check(this);
        if (commitInterval().isPresent()) {
            StepChecks.check(this);
        }
    }

    static Resource of(String name, RowSource source) {
        return ImmutableResource.builder().name(name).source(source).build();
    }

    /**
     * The same rows under another name, under which state is kept; the table has it as well, unless {@link #table(String)} named
     * one.
     *
     * <pre>{@code
     * pipeline.run(orders, orders.named("big_orders").filter(row -> (int) row.get("total") > 1000));
     * }</pre>
     */
    public final Resource named(String newName) {
        return copy().withName(newName);
    }

    /** Fills another table than the one that has the resource's name. */
    public final Resource table(String table) {
        return copy().withOwnTableName(table).withTableChoice(Optional.empty());
    }

    /**
     * Loads each row into the table whose name it has in a column. The destination's naming rules apply to the names: {@code
     * Sale Event} becomes {@code sale_event}. What else the resource declares, as its write disposition, its key and its
     * hints, holds for each of the tables by itself; state is that of the resource.
     *
     * <pre>{@code
     * Resource events = jsonl("events", Path.of("events.jsonl")).tableBy("type").merge("id");
     * }</pre>
     *
     * <p>A row without a name is an error of the run.
     *
     * @param column a key of the rows, or a path with dots into their objects: {@code payload.type}
     */
    public final Resource tableBy(String column) {
        return copy().withTableChoice(new TableChoice.OfColumn(column));
    }

    /**
     * Loads each row into the table that a function of the row names, as {@link #tableBy(String)} does. The function sees the
     * row after all steps. Files are read row by row, on one thread.
     *
     * <pre>{@code
     * Resource events = jsonl("events", Path.of("events.jsonl")).tableBy(row -> row.get("type") + "_events");
     * }</pre>
     *
     * @param name returns the name: a text, or what is written as one, but no object and no list
     */
    public final Resource tableBy(Function<? super Map<String, Object>, ?> name) {
        return copy().withTableChoice(new TableChoice.OfRow(name));
    }

    /**
     * Says which source the resource belongs to, where a dataset that dlt made has several sources with a resource of
     * this name: each has a state and tables of its own. {@link Pipeline#run(Source)} says it for all of its resources.
     *
     * <pre>{@code
     * pipeline.run(jsonl("orders", file).inSource("shop_eu"));
     * }</pre>
     */
    public final Resource inSource(String source) {
        return copy().withSourceName(source);
    }

    /** Adds the rows to the table (the default). */
    public final Resource append() {
        return copy().withWriteDisposition(new WriteDisposition.Append());
    }

    /** Replaces all rows of the table and its nested tables, in one step that no reader sees half of. */
    public final Resource replace() {
        return copy().withWriteDisposition(new WriteDisposition.Replace());
    }

    /**
     * Replaces all rows as {@link #replace()} does, and truncates the tables for it: faster where they are large. Its price:
     * PostgreSQL lets nobody read the tables from then on until the load is committed, a transaction that began to read before
     * sees them empty afterwards, and a table that a foreign key refers to is refused.
     */
    public final Resource truncateAndInsert() {
        return write(new WriteDisposition.TruncateAndInsert());
    }

    /**
     * Replaces the rows whose value in a column is at the first bound or between the two, nested tables included; without rows
     * the window becomes empty. A row outside of the window is refused.
     *
     * <pre>{@code
     * stats.replaceWhere("day", LocalDate.of(2025, 12, 1), LocalDate.of(2026, 1, 1));   // December
     * }</pre>
     *
     * @param column whose values decide; a row that is there without one stays
     * @param from a number, a text, a {@link java.time.LocalDate}, a {@link java.time.LocalDateTime} or an {@link
     *     java.time.Instant}
     * @param to the same; the first value that does not belong to the window
     */
    public final Resource replaceWhere(String column, Object from, Object to) {
        return write(new WriteDisposition.ReplaceWhere(new RowWindow(column, from, to)));
    }

    /**
     * Replaces the rows of an interval, as {@link #replaceWhere(String, Object, Object)} does.
     *
     * <pre>{@code
     * stats.replaceWhere("day", run.interval());
     * }</pre>
     */
    public final Resource replaceWhere(String column, RunInterval interval) {
        return write(new WriteDisposition.ReplaceWhere(new RowWindow(
                column, interval.from(), interval.to(), interval.from().getZone())));
    }

    /**
     * Replaces the rows that have the values of an arriving row in some columns, nested tables included: each day that arrives,
     * as a whole. The same as {@code merge(deleteInsert().mergeKey(..))}.
     *
     * <pre>{@code
     * stats.replaceMatching("day");
     * }</pre>
     */
    public final Resource replaceMatching(String column, String... moreColumns) {
        return merge(new MergeStrategy.DeleteInsert(List.of(), concat(column, moreColumns)));
    }

    /**
     * Replaces the rows that have the same key.
     *
     * @param key name of the key column
     * @param moreKeys names of further key columns
     */
    public final Resource merge(String key, String... moreKeys) {
        return write(new WriteDisposition.Merge(concat(key, moreKeys)));
    }

    /**
     * Merges with a strategy.
     *
     * <pre>{@code
     * orders.merge(upsert("id"));
     * orders.merge(snapshot("id"));
     * }</pre>
     */
    public final Resource merge(MergeStrategy strategy) {
        return write(new WriteDisposition.Merge(strategy));
    }

    /**
     * Lets arriving rows delete: where the column is true, or, where it is no boolean, has a value, the row with the same key
     * is deleted and the arriving one is not inserted.
     *
     * <pre>{@code
     * orders.merge("id").hardDelete("deleted_at");
     * }</pre>
     *
     * @throws PipetteException BAD_USAGE where the resource does not merge
     */
    public final Resource hardDelete(String column) {
        return ruled("hardDelete", rules -> rules.withHardDelete(column));
    }

    /**
     * Loads of several rows with one key the one with the highest value of a column. Without it, the one that arrives last is
     * loaded.
     *
     * @throws PipetteException BAD_USAGE where the resource does not merge by a primary key
     */
    public final Resource dedupSort(String column) {
        return dedupSort(column, DedupSort.Wins.HIGHEST);
    }

    /** Loads of several rows with one key the one with the highest or the lowest value of a column. */
    public final Resource dedupSort(String column, DedupSort.Wins wins) {
        return ruled("dedupSort", rules -> rules.withDedupSort(new DedupSort(column, wins)));
    }

    /**
     * Leaves a row as it is, with its {@code _dlt_load_id}, where the arriving one has the same values, nested ones included.
     * Such rows are counted as unchanged.
     *
     * @throws PipetteException BAD_USAGE where the resource does not merge by a primary key
     */
    public final Resource skipUnchanged() {
        return ruled("skipUnchanged", MergeRules::withSkipUnchanged);
    }

    private Resource ruled(String method, UnaryOperator<MergeRules> change) {
        if (!(writeDisposition() instanceof WriteDisposition.Merge(MergeStrategy strategy, MergeRules rules))) {
            throw new PipetteException(
                    ErrorCode.BAD_USAGE,
                    "resource " + name() + " does not merge, and " + method + "(..) is part of a merge. Say merge(..)"
                            + " before it.");
        }
        return write(new WriteDisposition.Merge(strategy, change.apply(rules)));
    }

    /**
     * Sets how far a load may change the schema of the resource's tables, those of nested lists included. The schema remembers it,
     * until another contract is declared.
     *
     * <pre>{@code
     * orders.contract(SchemaContract.evolving().columns(SchemaContract.Mode.FREEZE));
     * }</pre>
     */
    public final Resource contract(SchemaContract contract) {
        return copy().withContract(contract);
    }

    /**
     * Extracts and checks the rows, and loads none of them: a run notes how many there are. What the resource remembers, its
     * cursor among it, stays as it is, so that the first run without this loads them.
     *
     * <pre>{@code
     * pipeline.run(orders, customers.skip());
     * }</pre>
     */
    public final Resource skip() {
        return copy().withIsSkipped(true);
    }

    /** Sets the write disposition from a value. */
    public final Resource write(WriteDisposition disposition) {
        return copy().withWriteDisposition(disposition);
    }

    /** Names the columns that identify a row, also where rows are appended; they become NOT NULL. */
    public final Resource primaryKey(String key, String... moreKeys) {
        if (writeDisposition().takesGroups() && writeDisposition().primaryKey().isEmpty()) {
            throw new PipetteException(
                    ErrorCode.BAD_USAGE,
                    "resource " + name() + " replaces the rows with the values of "
                            + writeDisposition().keys()
                            + " that arrive. To know rows by a primary key as well, say merge(deleteInsert("
                            + quoted(concat(key, moreKeys)) + ").mergeKey("
                            + quoted(writeDisposition().keys()) + ")) (--merge "
                            + String.join(",", concat(key, moreKeys)) + " --merge-key "
                            + String.join(",", writeDisposition().keys()) + ") instead of both.");
        }
        if (writeDisposition().kind() == WriteDisposition.Kind.MERGE) {
            if (writeDisposition().primaryKey().isEmpty()) {
                throw new PipetteException(
                        ErrorCode.BAD_USAGE,
                        "resource " + name() + " merges without a primary key. Name it in the strategy: scd2("
                                + quoted(concat(key, moreKeys)) + ").");
            }
            throw new PipetteException(
                    ErrorCode.BAD_USAGE,
                    "resource " + name() + " merges by " + writeDisposition().keys()
                            + ", which is its primary key already. Say merge(..) or primaryKey(..), not both.");
        }
        return copy().withDeclaredPrimaryKey(concat(key, moreKeys));
    }

    /**
     * Says what type a column has, and what else is declared of it.
     *
     * <pre>{@code
     * orders.column("price", decimal(10, 2).notNull());
     * }</pre>
     */
    public final Resource column(String column, ColumnHint hint) {
        Map<String, ColumnHint> hints = new LinkedHashMap<>(columnHints());
        hints.put(column, hint);
        return copy().withColumnHints(hints);
    }

    /**
     * Declares the table's description, keys and indexes, in the place of what was declared before.
     *
     * <pre>{@code
     * orders.merge("id").tableHints(tableHints().describedAs("one row for each order").enforcePrimaryKey().index("day"));
     * }</pre>
     */
    public final Resource tableHints(TableHints hints) {
        return copy().withTableHints(hints);
    }

    /**
     * Checks the rows before they are published, beside what is checked already. A check that fails publishes nothing: the
     * error names the rule and the first rows, and the package is kept. {@link dev.pipette.check.Checks} makes checks.
     *
     * <pre>{@code
     * orders.check(notNull("id"), range("amount", 0, null).warn());
     * }</pre>
     */
    public final Resource check(Check check, Check... moreChecks) {
        var all = new ArrayList<>(checks());
        all.add(check);
        all.addAll(List.of(moreChecks));
        return copy().withChecks(all.stream().distinct().toList());
    }

    /**
     * Publishes nothing where a load rejects more rows.
     *
     * <pre>{@code
     * orders.check(notNull("id").reject()).maxRejects(10);
     * }</pre>
     *
     * @param rows at most how many, 0 or more
     */
    public final Resource maxRejects(long rows) {
        return copy().withRejectLimits(rejectLimits().withMost(rows));
    }

    /**
     * Publishes nothing where a load rejects a larger part of the rows that arrive.
     *
     * @param part at most which, 0.01 for 1 %
     */
    public final Resource maxRejectRate(double part) {
        return copy().withRejectLimits(rejectLimits().withRate(part));
    }

    /**
     * Says what happens to rows that cannot be rows of the table: lines of delimited files and of JSON lines that cannot be read,
     * values that are not of the declared type of their column, rows without a value in a key or in a column that is declared
     * {@code notNull()}, and in an append or a replace rows that repeat a declared key. By default the first one stops the load
     * with an error. Rejected ones are rows of {@code _pipette_rejects}, committed with the load, and count for {@link
     * #maxRejects} and {@link #maxRejectRate}.
     *
     * <pre>{@code
     * csv("orders", Path.of("orders.csv")).column("price", decimal(10, 2)).badRows(BadRows.REJECT).maxRejectRate(0.01);
     * }</pre>
     */
    public final Resource badRows(BadRows what) {
        return copy().withBadRows(what);
    }

    /** Changes each row; the row may be changed in place and returned. */
    public final Resource map(UnaryOperator<Map<String, Object>> change) {
        return step(new RowStep.Change(change));
    }

    /**
     * Loads only these columns. A name is a key of the rows or a column of the file, as it is written there or as it is
     * written in the table. Files of delimited text and Parquet are still moved without being read row by row, as long as
     * columns are chosen and renamed before any other step.
     *
     * <pre>{@code
     * Resource people = csv("people", Path.of("people.csv")).select("id", "name").merge("id");
     * }</pre>
     *
     * <p>A name that the files' headers do not have is an error of the run, and so is a key or a cursor that is left out.
     */
    public final Resource select(String column, String... moreColumns) {
        List<String> columns = concat(column, moreColumns);
        return hinted(declared().selected(columns)).step(new RowStep.Select(columns));
    }

    /** Loads all columns but these. See {@link #select(String, String...)}. */
    public final Resource exclude(String column, String... moreColumns) {
        List<String> columns = concat(column, moreColumns);
        return hinted(declared().without(columns)).step(new RowStep.Exclude(columns));
    }

    /**
     * Puts masks in the place of the values of a column, so that they are neither loaded nor kept: {@code sha256(salt)}, {@code
     * hmac(key)}, {@code partial(first, last)} or {@code nulls()}. A mask is that of the value's text; lists and objects are
     * masked as a whole. NULL stays NULL. What follows, as keys and the cursor, sees the masks.
     *
     * <pre>{@code
     * Resource people = csv("people", Path.of("people.csv")).mask("email", sha256("salt")).mask("phone", partial(0, 3));
     * }</pre>
     *
     * <p>A column that no row has is an error: a wrong name would let the values through.
     */
    public final Resource mask(String column, Mask mask) {
        return hinted(declared().masked(column)).step(new RowStep.Masked(column, mask));
    }

    /**
     * Gives a column another name. What follows, as keys and the cursor, names the new one; what was declared of the column before
     * holds for it under the new name.
     */
    public final Resource rename(String column, String newName) {
        return rename(Map.of(column, newName));
    }

    /** Gives columns other names, the new ones by the old ones. All change at once, so that two can change places. */
    public final Resource rename(Map<String, String> newNames) {
        Resource renamed = copy().withColumnHints(declared().renamed(newNames))
                .withDeclaredPrimaryKey(declaredPrimaryKey().stream()
                        .map(column -> DeclaredBefore.renamed(column, newNames))
                        .toList());
        return renamed.step(new RowStep.Rename(Collections.unmodifiableMap(new LinkedHashMap<>(newNames))));
    }

    private Resource hinted(Map<String, ColumnHint> hints) {
        return copy().withColumnHints(hints);
    }

    private DeclaredBefore declared() {
        return new DeclaredBefore(columnHints());
    }

    /**
     * Gives all rows a column with this value, in place of one that they may have: text, a number, a boolean, a date or a
     * time. Files are still moved without being read row by row.
     */
    public final Resource addColumn(String column, Object value) {
        return addColumn(column, (ExtractContext context) -> value);
    }

    /**
     * Gives all rows a column with a value that is made once in a run.
     *
     * <pre>{@code
     * orders.addColumn("_loaded_at", context -> context.clock().instant().toString());
     * }</pre>
     */
    public final Resource addColumn(String column, Function<ExtractContext, ?> value) {
        return step(new RowStep.Constant(column, value));
    }

    /** Keeps only the rows that pass. */
    public final Resource filter(Predicate<? super Map<String, Object>> keep) {
        return step(new RowStep.Keep(keep));
    }

    /**
     * Stops after a number of rows.
     *
     * @param rows how many, 0 or more
     */
    public final Resource limit(long rows) {
        if (rows < 0) {
            throw new PipetteException(ErrorCode.BAD_USAGE, "limit(" + rows + "): a limit is 0 or more rows.");
        }
        return step(new RowStep.Limit(rows));
    }

    /**
     * Stops once rows were read for this long; what is read then is loaded. With a cursor whose rows come in its order, {@link
     * Cursor#rowOrder}, the next run continues there.
     *
     * <pre>{@code
     * events.incremental(cursor("id", Long.class).rowOrder(RowOrder.ASCENDING)).limit(Duration.ofMinutes(5));
     * }</pre>
     *
     * @param time looked at with each row, more than 0; where no row is new yet, it goes on
     * @throws PipetteException BAD_USAGE for files, and for a cursor without an order, whose later rows no run would read
     */
    public final Resource limit(Duration time) {
        if (!time.isPositive()) {
            throw new PipetteException(ErrorCode.BAD_USAGE, "limit(" + time + "): a time is more than 0.");
        }
        return step(new RowStep.TimeLimit(time));
    }

    /** Loads only rows that are new by this cursor, or those of its backfill. */
    public final Resource incremental(Cursor<?> cursor) {
        return copy().withCursor(cursor);
    }

    /**
     * Commits a long load on its way, each time that this many rows are extracted; a run that breaks off continues after the
     * last commit. Rows of a stream are committed between two values of the cursor, files as a whole.
     *
     * @param rows at least how many, 1 or more
     */
    public final Resource commitEvery(long rows) {
        return copy().withCommitInterval(CommitInterval.of(rows));
    }

    /** Commits a long load on its way, each time that it was extracted for this long. */
    public final Resource commitEvery(Duration duration) {
        return copy().withCommitInterval(CommitInterval.of(duration));
    }

    /**
     * Says in which time zone days begin for the resource: {@code context.today()}, {@code context.yesterday()} and {@code
     * context.clock()} are in this zone, and where a cursor compares instants, so are values and bounds without an
     * offset. The rows keep their values as they are.
     */
    public final Resource zone(ZoneId zone) {
        return copy().withDeclaredZone(zone);
    }

    /**
     * Begins each load this many days, months or years before the value where the cursor is: {@code lag(Period.ofDays(3))}
     * reads three days again. See {@link Cursor#lag(Period)}.
     *
     * @throws PipetteException BAD_USAGE when the resource has no cursor, or one whose values cannot be moved so
     */
    public final Resource lag(Period period) {
        return copy().withCursor(laggable("Period").lag(period));
    }

    /** Begins each load so long before the value where the cursor is. See {@link Cursor#lag(Duration)}. */
    public final Resource lag(Duration duration) {
        return copy().withCursor(laggable("Duration").lag(duration));
    }

    private Cursor<?> laggable(String type) {
        return cursor().orElseThrow(() -> new PipetteException(
                ErrorCode.BAD_USAGE,
                "resource " + name() + " has no cursor that lag(" + type + ") could move back. Say"
                        + " incremental(cursor(..)) first."));
    }

    /**
     * Loads of several rows with one key only the last one that a run reads: key is that of the cursor ({@link
     * Cursor#deduplicatedBy}), or the primary key, or the whole row where there is none. Merged rows are loaded so anyway.
     */
    public final Resource deduplicatedWithinRun() {
        return copy().withDeduplicatesWithinRun(true);
    }

    /**
     * Says how many levels of objects and lists become columns and tables.
     *
     * @param levels 0 keeps every object and list as JSON in its column
     */
    public final Resource maxNesting(int levels) {
        return copy().withMaxNesting(levels);
    }

    /** Options of the file format, for a resource of files: {@code option("at", "features")}. */
    public final Resource option(String option, String value) {
        return switch (source()) {
            case RowSource.Files files -> copy().withSource(files.with(option, value));
            case RowSource.Streamed streamed -> copy().withSource(streamed.with(option, value));
            case RowSource.Supplied(JsonInput json)
            when option.equals("at") -> copy().withSource(new RowSource.Supplied(json.at(value)));
            case RowSource.Supplied _, RowSource.Derived _ ->
                throw new PipetteException(
                        ErrorCode.BAD_USAGE,
                        "resource " + name() + " does not read files, so option(\"" + option
                                + "\", ..) has no meaning.");
        };
    }

    /**
     * Gives the rows of each file the values that its folders have in their names: a file in {@code year=2024/month=05} the
     * columns {@code year} and {@code month}. Their types are inferred over all files, or declared as those of other columns.
     */
    public final Resource folderKeys() {
        if (source() instanceof RowSource.Files files) {
            return copy().withSource(files.withFolderKeys());
        }
        throw new PipetteException(
                ErrorCode.BAD_USAGE,
                "resource " + name() + " does not read files, so folderKeys() (--folder-keys) has no meaning.");
    }

    /** Reads the rows under a dotted path of each JSON document: {@code at("features")}, {@code at("data.items")}. */
    public final Resource at(String path) {
        return option("at", path);
    }

    /**
     * Opens several slices, or what is made of several rows of another resource, at the same time, on virtual threads. The rows are
     * loaded in the order of the slices, or of the other resource's rows, however long each takes.
     *
     * <pre>{@code
     * resource("items").from(orders, order -> api.items(order.get("id"))).parallel(8);
     * resource("days").slices(context -> SliceBounds.numbers("page", 1, 9), (slice, context) -> api.page(slice.integer("page")))
     *     .parallel(16);   // without it 4
     * }</pre>
     *
     * @param atOnce how many at most, 1 or more. The code of the resource has to be safe for as many threads
     */
    public final Resource parallel(int atOnce) {
        return copy().withSource(
                        source() instanceof RowSource.Supplied(SlicedRows sliced) && atOnce > 0
                                ? new RowSource.Supplied(sliced.withParallel(atOnce))
                                : DerivedRows.of(this, "parallel(..)").parallel(atOnce));
    }

    /**
     * Gives each row columns of the row that it is made of, under names that begin with that of the other resource, as dlt names
     * them: {@code id} of {@code orders} is {@code _orders_id}.
     */
    public final Resource includeFromParent(String column, String... moreColumns) {
        return copy().withSource(DerivedRows.of(this, "includeFromParent(..)").columns(concat(column, moreColumns)));
    }

    /**
     * Leaves out what is made of a row of the other resource where making it fails, instead of failing the run. The run notes how
     * many failed, and why the first did. No later run makes them, unless it reads the other resource's rows again.
     *
     * @param most how many may fail in a run; one more, and the run fails and loads nothing
     */
    public final Resource skipFailed(long most) {
        return copy().withSource(DerivedRows.of(this, "skipFailed(..)").skipFailed(most));
    }

    final Resource fedBy(Resource other, RowSource.Derived rows) {
        return copy().withParent(other).withSource(rows.withParent(other.name()));
    }

    private Resource step(RowStep step) {
        var steps = new ArrayList<>(steps());
        steps.add(step);
        return copy().withSteps(steps);
    }

    /**
     * Adds a note that each run prints, on how the resource was made: {@code table orders is read row by row, and not by COPY}.
     */
    public final Resource noting(String note) {
        var all = new ArrayList<>(notes());
        all.add(note);
        return copy().withNotes(all);
    }

    private ImmutableResource copy() {
        return (ImmutableResource) this;
    }

    private static String quoted(List<String> names) {
        return names.stream().map(name -> '"' + name + '"').collect(Collectors.joining(", "));
    }

    private static List<String> concat(String first, String[] more) {
        var all = new ArrayList<String>();
        all.add(first);
        all.addAll(List.of(more));
        return List.copyOf(all);
    }

    private String tables() {
        return tableChoice().map(choice -> "tables by " + choice).orElseGet(this::tableName);
    }

    @Override
    public final String toString() {
        return name() + " (" + writeDisposition().dltName() + " into " + tables() + ", " + source().describe() + ")";
    }
}

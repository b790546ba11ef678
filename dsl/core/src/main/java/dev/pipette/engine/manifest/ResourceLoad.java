package dev.pipette.engine.manifest;

import dev.pipette.check.BadRows;
import dev.pipette.check.Check;
import dev.pipette.check.RejectLimits;
import dev.pipette.check.RejectsBefore;
import dev.pipette.check.Rule;
import dev.pipette.check.Severity;
import dev.pipette.schema.MergeRules;
import dev.pipette.schema.MergeStrategy;
import dev.pipette.schema.Refresh;
import dev.pipette.schema.SchemaContract;
import dev.pipette.schema.ValueType;
import dev.pipette.schema.WriteDisposition;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.immutables.value.Value;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.annotation.JsonDeserialize;
import tools.jackson.databind.annotation.JsonSerialize;

/**
 * What a package knows of one of its resources.
 *
 * @param name of the resource
 * @param table normalized name of its root table
 * @param tables normalized names of its root tables, where each row chose its own: those of the rows, and those that the
 *     load changes without a row; null where all rows are in one
 * @param disposition how its rows change the table, with normalized names of columns
 * @param primaryKey normalized names of the columns that identify a row
 * @param hints the declared types of columns
 * @param runKey identity of the input that is committed with the rows
 * @param input what the input was, to know the same input again
 * @param inputExact whether {@code input} identifies the content of the input, as for files
 * @param resetsState whether the load begins the resource's state again
 * @param state what the load changes in the resource's state; null values are removed
 * @param cursor the resource's cursor
 * @param distinctBy normalized names of the columns by which only the last of several rows is loaded, none for the
 *     whole row; null where all rows are
 * @param files where its rows come from, where it is remembered which files are loaded
 * @param naiveZone the time zone of times without an offset in columns of instants, where dlt made the schema; null
 *     where they never go into such columns
 * @param base digest of the resource's committed state that the package was extracted from, empty where there was none;
 *     null in a package of an older version
 * @param rules what is declared of the table and its columns beside their types; null for nothing
 * @param refresh what is taken away before the rows are loaded; null for nothing
 * @param contract how far the load may change the schema, as the resource declares; null for nothing
 * @param runContract the same, as the run declares; null for nothing
 * @param checks what has to hold of the rows, with normalized names; null for nothing
 * @param rejectLimits how many rows it may reject; null for any
 * @param earlierSteps what the steps of the run brought that were committed before, by root tables; null for nothing
 * @param badRows what happens to rows that cannot be rows of the table; null where the first one stops the load
 * @param lines lines of its files that could not be read; null for none
 * @param replays the rejected rows that it brings to their table after all; null for a load of other rows
 * @param declared the tables that it may fill by the schema that the run declares; null where none is declared
 */
@Value.Builder
public record ResourceLoad(
        String name,
        String table,
        @Nullable List<String> tables,

        @JsonSerialize(converter = StoredDisposition.Written.class)
        @JsonDeserialize(converter = StoredDisposition.Read.class)
        WriteDisposition disposition,

        List<String> primaryKey,
        List<Hint> hints,
        @Nullable String runKey,
        String input,
        boolean inputExact,
        boolean resetsState,
        Map<String, @Nullable Object> state,
        @Nullable CursorLoad cursor,
        @Nullable List<String> distinctBy,
        @Nullable FilesLoad files,
        @Nullable String naiveZone,
        @Nullable String base,
        @Nullable TableRules rules,
        @Nullable Refresh refresh,
        @Nullable SchemaContract contract,
        @Nullable SchemaContract runContract,

        @JsonSerialize(contentConverter = StoredCheck.Written.class)
        @JsonDeserialize(contentConverter = StoredCheck.Read.class)
        @Nullable
        List<Check> checks,

        @Nullable RejectLimits rejectLimits,
        @Nullable Map<String, RejectsBefore> earlierSteps,
        @Nullable BadRows badRows,
        @Nullable RejectedLines lines,
        @Nullable ReplayedRows replays,
        @Nullable List<DeclaredTable> declared) {
    /**
     * The declared type of a column.
     *
     * @param column its normalized name
     * @param type of its values
     * @param precision digits of a decimal; 0 to let the data decide
     * @param scale digits of a decimal after the point
     */
    public record Hint(String column, ValueType type, int precision, int scale) {
        /** The type as a person writes it: {@code decimal(10,2)}. */
        public String describe() {
            String word = type.name().toLowerCase(Locale.ROOT);
            return precision > 0 ? word + "(" + precision + "," + scale + ")" : word;
        }
    }

    /** A load whose parts are given by name. */
    public static ResourceLoadBuilder builder() {
        return new ResourceLoadBuilder();
    }

    /** Whether each row chose its root table. */
    public boolean choosesTables() {
        return tables != null;
    }

    /** The load once for each of its root tables, by the name of the table; itself where it has one. */
    public List<ResourceLoad> byTable() {
        if (tables == null) {
            return List.of(this);
        }
        List<ResourceLoad> loads = new ArrayList<>();
        tables.forEach(root -> loads.add(into(root)));
        if (lines != null && !tables.contains(table)) {
            loads.add(ofLines());
        }
        return List.copyOf(loads);
    }

    /** The load of one of the root tables that rows chose. */
    private ResourceLoad into(String root) {
        return builder()
                .from(this)
                .table(root)
                .tables(List.of(root))
                .lines(root.equals(table) ? lines : null)
                .build();
    }

    /** The load of lines that chose no table: it changes none. */
    private ResourceLoad ofLines() {
        return builder()
                .from(this)
                .tables(List.of(table))
                .disposition(new WriteDisposition.Append())
                .cursor(null)
                .files(null)
                .refresh(null)
                .rules(null)
                .checks(null)
                .build();
    }

    /** Whether it changes a root table. */
    public boolean changes(String root) {
        return tables == null ? table.equals(root) : tables.contains(root);
    }

    /** Whether both have one root table, or let rows choose. */
    public boolean hasTableOf(ResourceLoad other) {
        return table.equals(other.table) && choosesTables() == other.choosesTables();
    }

    /** The same load, where rows chose tables, with these beside those that it changes without a row. */
    public ResourceLoad filling(List<String> roots) {
        return tables == null
                ? this
                : builder()
                        .from(this)
                        .tables(Stream.concat(roots.stream(), tables.stream())
                                .distinct()
                                .toList())
                        .build();
    }

    /** The same load without tables that it would change without a row. */
    public ResourceLoad without(Set<String> roots) {
        return tables == null
                ? this
                : builder()
                        .from(this)
                        .tables(tables.stream()
                                .filter(root -> !roots.contains(root))
                                .toList())
                        .build();
    }

    boolean isEmpty() {
        boolean cursorMoved = cursor != null && cursor.moved();
        return refresh == null
                && checks == null // one of them may be that rows arrive
                && lines == null
                && !disposition.clears()
                && !disposition.takesAllRows()
                && runKey == null
                && state.isEmpty()
                && !cursorMoved
                && (files == null || files.files().isEmpty());
    }

    /** What has to hold of the rows before they are published. */
    public List<Check> declaredChecks() {
        return checks == null ? List.of() : checks;
    }

    /** Whether rows that cannot be rows of the table are kept apart. */
    public boolean rejectsBadRows() {
        return badRows == BadRows.REJECT;
    }

    /**
     * Whether rows with a value that a column does not take are kept apart: where they are, and the column does not decide what
     * is loaded.
     */
    public boolean rejectsBy(String column) {
        return rejectsBadRows()
                && !followsColumn(column)
                && !disposition.deciding().contains(column);
    }

    /** How many lines of its files could not be read. */
    public long linesRejected() {
        return lines == null ? 0 : lines.count();
    }

    /** The same load with lines of its files that could not be read. */
    public ResourceLoad with(RejectedLines rejected) {
        return rejected.count() == 0
                ? this
                : builder().from(this).lines(rejected).build();
    }

    /** How many rows it may reject. */
    public RejectLimits limits() {
        return rejectLimits == null ? RejectLimits.NONE : rejectLimits;
    }

    /** What the steps of the run brought that were committed before. */
    public RejectsBefore rejectsBefore() {
        return earlierSteps == null ? RejectsBefore.NONE : earlierSteps.getOrDefault(table, RejectsBefore.NONE);
    }

    /** The tables whose rows decide which rows of the resource are rejected. */
    List<String> rejectsBy() {
        return declaredChecks().stream()
                .filter(check -> check.severity() == Severity.REJECT)
                .flatMap(check ->
                        check.rule() instanceof Rule.References refers ? Stream.of(refers.table()) : Stream.empty())
                .distinct()
                .toList();
    }

    /** Whether rows may be replaced later with what is nested in them, which needs the row's root. */
    public boolean replacesRows() {
        return merges()
                || disposition.window().isPresent()
                || files != null
                || replays != null && replays.disposition().kind() == WriteDisposition.Kind.MERGE;
    }

    /** Whether rows are added to those that are there. */
    public boolean appends() {
        return disposition.kind() == WriteDisposition.Kind.APPEND;
    }

    /** Whether rows are merged by a key. */
    public boolean merges() {
        return disposition.kind() == WriteDisposition.Kind.MERGE;
    }

    /** What a merge is asked for beside its strategy. */
    public MergeRules mergeRules() {
        return disposition.rules();
    }

    /** The columns by which a merge matches; none for the others. */
    public List<String> mergeKey() {
        return disposition.keys();
    }

    /** The columns that identify a row, and in which each has a value: those by which a merge matches, or the primary key. */
    public List<String> rowKey() {
        Optional<String> version = disposition.versions().flatMap(MergeStrategy.Scd2::rowVersion);
        List<String> key = merges() ? mergeKey() : primaryKey;
        return version.isEmpty()
                ? key
                : Stream.concat(key.stream(), version.stream()).distinct().toList();
    }

    /** Whether all rows of the table are replaced. */
    public boolean replaces() {
        return disposition.kind() == WriteDisposition.Kind.REPLACE;
    }

    /** Whether the resource declares a cursor that follows this column. */
    public boolean followsColumn(String column) {
        return cursor != null && !cursor.isAdopted() && cursor.column().equals(column);
    }

    /** Whether the load continues after what the resource remembers, and changes it. */
    public boolean followsState() {
        return cursor != null && cursor.window() == null || files != null || !state.isEmpty();
    }

    /** Whether the run declares a schema. */
    public boolean declaresSchema() {
        return declared != null;
    }

    /** What the run's schema says of a table; empty where it says nothing. */
    public Optional<DeclaredTable> declared(String ofTable) {
        return declared == null
                ? Optional.empty()
                : declared.stream().filter(one -> one.name().equals(ofTable)).findFirst();
    }

    /** The hint for a column, or null. */
    public @Nullable Hint hint(String column) {
        return hints.stream()
                .filter(hint -> hint.column().equals(column))
                .findFirst()
                .orElse(null);
    }

    public ResourceLoad with(@Nullable CursorLoad newCursor) {
        return with(newCursor, files);
    }

    public ResourceLoad with(FilesLoad newFiles) {
        return with(cursor, newFiles);
    }

    private ResourceLoad with(@Nullable CursorLoad newCursor, @Nullable FilesLoad newFiles) {
        return builder().from(this).cursor(newCursor).files(newFiles).build();
    }
}

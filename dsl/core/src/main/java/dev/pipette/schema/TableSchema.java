package dev.pipette.schema;

import dev.pipette.dlt.DltJson;
import dev.pipette.dlt.Documents;
import dev.pipette.error.ErrorCode;
import dev.pipette.error.PipetteException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * One table: its columns in order, and every hint that was given for it.
 *
 * <pre>{@code
 * TableSchema users = TableSchema.root("users", "merge")
 *     .withColumn(Column.of("id", DataType.BIGINT).withNullable(false).withPrimaryKey(true))
 *     .withColumn(SystemColumns.loadId())
 *     .withColumn(SystemColumns.rowId());
 * users.columnNames();   // [id, _dlt_load_id, _dlt_id]
 * }</pre>
 *
 * <p>The order of columns is part of the schema's hash; the order of hints is kept, so a document
 * that dlt wrote is written again byte for byte.
 *
 * <p>Source of the hints: {@code TTableSchema} in dlt 1.26, {@code dlt/common/schema/typing.py}.
 */
public final class TableSchema {
    private static final String COLUMNS = "columns";
    private static final String NORMALIZER = "x-normalizer";
    private static final String MERGE_STRATEGY = "x-merge-strategy";
    private static final String MORE_RESOURCES = "x-pipette-resources";

    private final String name;
    private final SequencedMap<String, Column> columns;

    /** All entries of the document in order; the place of the columns is kept, its value is not. */
    private final SequencedMap<String, @Nullable Object> hints;

    private TableSchema(
            String name, SequencedMap<String, Column> columns, SequencedMap<String, @Nullable Object> hints) {
        this.name = name;
        this.columns = Collections.unmodifiableSequencedMap(columns);
        this.hints = Collections.unmodifiableSequencedMap(hints);
    }

    /**
     * Makes an empty root table of the resource with the same name.
     *
     * @param writeDisposition {@code "append"}, {@code "replace"}, {@code "merge"} or {@code "skip"}
     */
    public static TableSchema root(String name, String writeDisposition) {
        return root(name, writeDisposition, name);
    }

    /** Makes an empty root table that {@code resource} loads into. */
    public static TableSchema root(String name, String writeDisposition, String resource) {
        var hints = new LinkedHashMap<String, @Nullable Object>();
        hints.put(COLUMNS, null);
        hints.put("write_disposition", writeDisposition);
        hints.put("name", name);
        hints.put("resource", resource);
        return new TableSchema(name, new LinkedHashMap<>(), hints);
    }

    /** Makes an empty table for the lists inside the rows of {@code parent}. */
    public static TableSchema nested(String name, String parent) {
        var hints = new LinkedHashMap<String, @Nullable Object>();
        hints.put("name", name);
        hints.put(COLUMNS, null);
        hints.put("parent", parent);
        return new TableSchema(name, new LinkedHashMap<>(), hints);
    }

    /** Reads the table {@code name} from its part of a schema document; hints stay as they are. */
    static TableSchema fromDocument(String name, Map<String, ?> document) {
        var hints = new LinkedHashMap<String, @Nullable Object>(document);
        var columns = new LinkedHashMap<String, Column>();
        Documents.map(document, COLUMNS).forEach((column, value) -> {
            if (!(value instanceof Map<?, ?>)) {
                throw new PipetteException(
                        ErrorCode.SOURCE_UNREADABLE,
                        "column '%s' of table '%s' is %s. A schema document has an object there."
                                .formatted(column, name, value));
            }
            columns.put(column, Column.fromDocument(column, Documents.map(Map.of(column, value), column)));
        });
        hints.computeIfPresent(COLUMNS, (key, value) -> Map.of());
        return new TableSchema(name, columns, hints);
    }

    /** Returns the table's part of a schema document. */
    SequencedMap<String, @Nullable Object> toDocument() {
        var document = new LinkedHashMap<String, @Nullable Object>(hints);
        if (hints.containsKey(COLUMNS) || !columns.isEmpty()) {
            var members = new LinkedHashMap<String, @Nullable Object>();
            columns.forEach((column, value) -> members.put(column, value.hints()));
            document.put(COLUMNS, members);
        }
        return document;
    }

    /** Returns the normalized name of this table. */
    public String name() {
        return name;
    }

    /** Returns the columns by name, in order; not modifiable. */
    public SequencedMap<String, Column> columns() {
        return columns;
    }

    /** Returns the names of the columns in order. */
    public List<String> columnNames() {
        return List.copyOf(columns.keySet());
    }

    public Optional<Column> column(String column) {
        return Optional.ofNullable(columns.get(column));
    }

    /** Returns the columns that {@code wanted} accepts, in order: {@code with(Column::primaryKey)}. */
    public List<Column> columnsWith(Predicate<? super Column> wanted) {
        return columns.values().stream().filter(wanted).toList();
    }

    /** Returns the table whose rows hold the lists of this one; empty for a root table. */
    public Optional<String> parent() {
        return text("parent");
    }

    /** Returns whether this table holds lists from the rows of another. */
    public boolean isNested() {
        return parent().isPresent();
    }

    /** Returns dlt's word for how rows are loaded; a nested table follows its root. */
    public Optional<String> writeDisposition() {
        return text("write_disposition");
    }

    /** Returns the resource that loads into this table; a nested table follows its root. */
    public Optional<String> resource() {
        return text("resource");
    }

    /** Returns all resources that load into this root table, the first one first. */
    public List<String> resources() {
        List<String> resources = new ArrayList<>(List.of(resource().orElse(name)));
        if (hints.get(MORE_RESOURCES) instanceof List<?> more) {
            more.forEach(one -> resources.add(String.valueOf(one)));
        }
        return List.copyOf(resources);
    }

    /** Adds a resource that loads into this root table; dlt knows the first one only. */
    public TableSchema filledBy(String resource) {
        List<String> known = resources();
        if (known.contains(resource)) {
            return this;
        }
        List<String> more = new ArrayList<>(known.subList(1, known.size()));
        more.add(resource);
        return withHint(MORE_RESOURCES, more);
    }

    public Optional<String> description() {
        return text("description");
    }

    /** Returns whether rows were ever written here; until then dlt calls the table new. */
    public boolean seenData() {
        return Boolean.TRUE.equals(Documents.map(hints, NORMALIZER).get("seen-data"));
    }

    /** Returns the value of any hint by dlt's name, such as {@code "x-normalizer"}. */
    public Optional<Object> hint(String hint) {
        return hint.equals(COLUMNS) ? Optional.empty() : Optional.ofNullable(hints.get(hint));
    }

    /** Returns all hints but the columns, in document order; not modifiable. */
    public SequencedMap<String, @Nullable Object> hints() {
        var copy = new LinkedHashMap<>(hints);
        copy.remove(COLUMNS);
        return Collections.unmodifiableSequencedMap(copy);
    }

    /** Adds a column at the end, or replaces the one with the same name in its place. */
    public TableSchema withColumn(Column column) {
        return withColumns(List.of(column));
    }

    /** Adds columns at the end, or replaces those with the same names in their places. */
    public TableSchema withColumns(Collection<Column> added) {
        var copy = new LinkedHashMap<>(columns);
        added.forEach(column -> copy.put(column.name(), column));
        return new TableSchema(name, copy, hints);
    }

    public TableSchema withoutColumn(String column) {
        var copy = new LinkedHashMap<>(columns);
        copy.remove(column);
        return new TableSchema(name, copy, hints);
    }

    /** Renames this table; tables that name it as their parent are not touched. */
    public TableSchema withName(String newName) {
        var copy = new LinkedHashMap<>(hints);
        copy.put("name", newName);
        return new TableSchema(newName, columns, copy);
    }

    public TableSchema withWriteDisposition(String writeDisposition) {
        return with("write_disposition", writeDisposition);
    }

    /** Returns dlt's word for how a merge works. */
    public Optional<String> mergeStrategy() {
        return text(MERGE_STRATEGY);
    }

    /** Notes how a merge works, in dlt's word. */
    public TableSchema withMergeStrategy(String strategy) {
        return with(MERGE_STRATEGY, strategy);
    }

    public TableSchema withResource(String resource) {
        return with("resource", resource);
    }

    public TableSchema withDescription(String description) {
        return with("description", description);
    }

    /** Marks that rows were written here; idempotent. */
    public TableSchema withSeenData() {
        return seenData() ? this : with(NORMALIZER, Documents.with(normalizer(), true, "seen-data"));
    }

    private Map<String, @Nullable Object> normalizer() {
        return Documents.map(hints, NORMALIZER);
    }

    /** Sets any hint but name and columns by dlt's name, such as {@code "x-merge-strategy"}. */
    public TableSchema withHint(String hint, Object value) {
        if (hint.equals("name") || hint.equals(COLUMNS)) {
            throw new IllegalArgumentException(
                    "'%s' of table '%s' is set by withName(..) or addColumn(..), not by a hint.".formatted(hint, name));
        }
        return with(hint, value);
    }

    /** Removes a hint; does nothing where there is none. */
    public TableSchema withoutHint(String hint) {
        return hint.equals(COLUMNS) ? this : with(hint, null);
    }

    private TableSchema with(String hint, @Nullable Object value) {
        var copy = new LinkedHashMap<>(hints);
        if (value == null) {
            copy.remove(hint);
        } else {
            copy.put(hint, Documents.frozen(value));
        }
        return new TableSchema(name, columns, copy);
    }

    private Optional<String> text(String hint) {
        return hints.get(hint) instanceof String text ? Optional.of(text) : Optional.empty();
    }

    /** Equal tables have the same hints, and the same columns in the same order. */
    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof TableSchema table
                && name.equals(table.name)
                && columnNames().equals(table.columnNames())
                && columns.equals(table.columns)
                && hints().equals(table.hints());
    }

    @Override
    public int hashCode() {
        return 31 * name.hashCode() + columns.hashCode();
    }

    @Override
    public String toString() {
        return DltJson.compact(toDocument());
    }
}

package dev.pipette.schema;

import static java.util.Objects.requireNonNull;

import dev.pipette.dlt.DltJson;
import dev.pipette.dlt.Documents;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.SequencedMap;
import org.jspecify.annotations.Nullable;

/**
 * One column of a table: its name, its type, and every hint that was given for it.
 *
 * <pre>{@code
 * Column id = Column.of("id", DataType.BIGINT).withNullable(false).withPrimaryKey(true);
 * id.primaryKey();   // true
 * }</pre>
 *
 * <p>A column keeps all its hints, also those that it does not know, in the order in which they
 * were read or set, so a document that dlt wrote is written again byte for byte. A flag that is
 * taken back is removed. Two columns are equal when they have the same hints in any order.
 *
 * <p>Source of the hints: {@code TColumnSchema} in dlt 1.26, {@code dlt/common/schema/typing.py}.
 */
public final class Column {
    private final String name;
    private final @Nullable DataType dataType;
    private final boolean nullable;
    private final SequencedMap<String, @Nullable Object> hints;

    private Column(String name, SequencedMap<String, @Nullable Object> hints) {
        this.name = name;
        this.hints = Collections.unmodifiableSequencedMap(hints);
        this.dataType = hints.get("data_type") instanceof String type
                ? DataType.find(type).orElse(null)
                : null;
        this.nullable = !Boolean.FALSE.equals(hints.get("nullable"));
    }

    /** Makes a nullable column whose type is not known yet. */
    public static Column of(String name) {
        var hints = new LinkedHashMap<String, @Nullable Object>();
        hints.put("name", requireNonNull(name));
        hints.put("nullable", true);
        return new Column(name, hints);
    }

    /** Makes a nullable column of {@code type}. */
    public static Column of(String name, DataType type) {
        var hints = new LinkedHashMap<String, @Nullable Object>();
        hints.put("name", requireNonNull(name));
        hints.put("data_type", type.dltName());
        hints.put("nullable", true);
        return new Column(name, hints);
    }

    /** Reads the column {@code name} from its part of a schema document; hints stay as they are. */
    static Column fromDocument(String name, Map<String, ?> document) {
        return new Column(name, new LinkedHashMap<>(document));
    }

    /** Returns the normalized name of this column. */
    public String name() {
        return name;
    }

    /**
     * Returns the type, or empty when it is not known yet or when a newer dlt invented it; see {@link
     * #dataTypeName()}.
     */
    public Optional<DataType> dataType() {
        return Optional.ofNullable(dataType);
    }

    /** Returns the name of the type as the document has it, also for a type that is unknown here. */
    public Optional<String> dataTypeName() {
        return text("data_type");
    }

    /**
     * Returns the type as people read it: {@code decimal(12,2)}, {@code local_timestamp}; {@code unknown} while no data has
     * decided it.
     */
    public String typeText() {
        if (dataType == null) {
            return "unknown";
        }
        if (dataType == DataType.DECIMAL && precision().isPresent()) {
            return dataType.dltName() + "(" + precision().getAsInt() + "," + scale().orElse(0) + ")";
        }
        return dataType == DataType.TIMESTAMP && !timezone() ? "local_" + dataType.dltName() : dataType.dltName();
    }

    /** Returns whether data has decided the type of this column. */
    public boolean complete() {
        return hints.get("data_type") != null;
    }

    /** Returns whether the column takes NULL; dlt's default is that it does. */
    public boolean nullable() {
        return nullable;
    }

    /** Returns digits of a decimal, characters of a text, bits of an integer, or fraction digits. */
    public OptionalInt precision() {
        return integer("precision");
    }

    /** Returns the digits after the decimal point. */
    public OptionalInt scale() {
        return integer("scale");
    }

    /** Returns whether a timestamp is an instant ({@code true}, the default) or naive. */
    public boolean timezone() {
        return !Boolean.FALSE.equals(hints.get("timezone"));
    }

    /** Returns what a person wrote about this column. */
    public Optional<String> description() {
        return text("description");
    }

    /** Returns whether the column is part of the key by which a merge de-duplicates and matches. */
    public boolean primaryKey() {
        return flag("primary_key");
    }

    /** Returns whether the column is part of the key whose rows a merge replaces. */
    public boolean mergeKey() {
        return flag("merge_key");
    }

    /** Returns whether values are unique; true for {@code _dlt_id}. */
    public boolean unique() {
        return flag("unique");
    }

    /** Returns whether the column identifies a row for its nested tables; {@code _dlt_id}. */
    public boolean rowKey() {
        return flag("row_key");
    }

    /** Returns whether the column points to the parent row; {@code _dlt_parent_id}. */
    public boolean parentKey() {
        return flag("parent_key");
    }

    /** Returns whether the column points to the root row; {@code _dlt_root_id}. */
    public boolean rootKey() {
        return flag("root_key");
    }

    /** Returns whether the column holds the values that another column's type could not. */
    public boolean variant() {
        return flag("variant");
    }

    /** Returns whether the column is the cursor of an incremental resource. */
    public boolean incremental() {
        return flag("incremental");
    }

    /** Returns whether a value in this column deletes the row in a merge. */
    public boolean hardDelete() {
        return flag("hard_delete");
    }

    /** Returns {@code "asc"} or {@code "desc"} when the column decides which duplicate survives. */
    public Optional<String> dedupSort() {
        return text("dedup_sort");
    }

    /** Returns the value of any hint by dlt's name, such as {@code "x-normalizer"}. */
    public Optional<Object> hint(String hint) {
        return Optional.ofNullable(hints.get(hint));
    }

    /** Returns all hints, name and type included, in document order; not modifiable. */
    public SequencedMap<String, @Nullable Object> hints() {
        return hints;
    }

    public Column withName(String newName) {
        var copy = new LinkedHashMap<>(hints);
        copy.put("name", newName);
        return new Column(newName, copy);
    }

    public Column withDataType(DataType type) {
        return with("data_type", type.dltName());
    }

    public Column withNullable(boolean newNullable) {
        return with("nullable", newNullable);
    }

    public Column withPrecision(int precision) {
        return with("precision", (long) precision);
    }

    public Column withScale(int scale) {
        return with("scale", (long) scale);
    }

    /** Makes a timestamp an instant, or a naive one; an instant is the default and not written. */
    public Column withTimezone(boolean timezone) {
        return with("timezone", timezone ? null : Boolean.FALSE);
    }

    public Column withDescription(String description) {
        return with("description", description);
    }

    public Column withPrimaryKey(boolean primaryKey) {
        return withFlag("primary_key", primaryKey);
    }

    public Column withMergeKey(boolean mergeKey) {
        return withFlag("merge_key", mergeKey);
    }

    public Column withUnique(boolean unique) {
        return withFlag("unique", unique);
    }

    public Column withRowKey(boolean rowKey) {
        return withFlag("row_key", rowKey);
    }

    public Column withParentKey(boolean parentKey) {
        return withFlag("parent_key", parentKey);
    }

    public Column withRootKey(boolean rootKey) {
        return withFlag("root_key", rootKey);
    }

    public Column withVariant(boolean variant) {
        return withFlag("variant", variant);
    }

    public Column withIncremental(boolean incremental) {
        return withFlag("incremental", incremental);
    }

    public Column withHardDelete(boolean hardDelete) {
        return withFlag("hard_delete", hardDelete);
    }

    /**
     * Lets this column decide which of several rows with one key survives.
     *
     * @param order {@code "asc"} for the lowest value first, {@code "desc"} for the highest
     */
    public Column withDedupSort(String order) {
        if (!order.equals("asc") && !order.equals("desc")) {
            throw new IllegalArgumentException(
                    "dedup_sort of column '%s' is \"%s\". Use \"asc\" or \"desc\".".formatted(name, order));
        }
        return with("dedup_sort", order);
    }

    /** Sets any hint but the name by dlt's name, such as {@code "x-row-version"}. */
    public Column withHint(String hint, Object value) {
        if (hint.equals("name")) {
            throw new IllegalArgumentException("a column is renamed by withName(..), not by a hint.");
        }
        return with(hint, value);
    }

    /** Removes a hint; does nothing where there is none. */
    public Column withoutHint(String hint) {
        return with(hint, null);
    }

    private Column withFlag(String hint, boolean value) {
        return with(hint, value ? Boolean.TRUE : null);
    }

    private Column with(String hint, @Nullable Object value) {
        var copy = new LinkedHashMap<>(hints);
        if (value == null) {
            copy.remove(hint);
        } else {
            copy.put(hint, Documents.frozen(value));
        }
        return new Column(name, copy);
    }

    private boolean flag(String hint) {
        return Boolean.TRUE.equals(hints.get(hint));
    }

    private Optional<String> text(String hint) {
        return hints.get(hint) instanceof String text ? Optional.of(text) : Optional.empty();
    }

    private OptionalInt integer(String hint) {
        return hints.get(hint) instanceof Number number ? OptionalInt.of(number.intValue()) : OptionalInt.empty();
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Column column && name.equals(column.name) && hints.equals(column.hints);
    }

    @Override
    public int hashCode() {
        return hints.hashCode();
    }

    @Override
    public String toString() {
        return DltJson.compact(hints);
    }
}

package dev.pipette.engine.normalize;

import dev.pipette.engine.pack.ColumnBuffer;
import dev.pipette.engine.pack.ResourceTables;
import dev.pipette.engine.pack.TableBuffer;
import dev.pipette.error.ErrorCode;
import dev.pipette.error.PipetteException;
import dev.pipette.schema.Naming;
import dev.pipette.schema.ReservedNames;
import dev.pipette.schema.ValueType;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Puts the rows of one resource into the buffers of its tables; for one thread. */
final class Normalizer {
    private static final String VALUE = "value";
    private static final String LIST = "list";

    /** At most this many keys of one object that had no value are remembered; a resource has not many more. */
    private static final int MOST_ABSENT = 12_000;

    private final ResourceTables tables;
    private final Naming naming;
    private final int maxNesting;
    private final Map<String, Set<String>> keptWhole;
    private final Map<String, ValueType> declared;
    private final KeyCounts keys = KeyCounts.ofKeys();
    private final KeyCounts tableCount;
    private final Map<String, Level> roots = new HashMap<>();

    /**
     * A normalizer for one resource.
     *
     * @param tables where the rows go
     */
    Normalizer(ResourceTables tables, NormalizeRules rules) {
        this.tables = tables;
        this.naming = rules.naming();
        this.maxNesting = rules.maxNesting();
        this.keptWhole = rules.documents();
        this.declared = rules.declared();
        this.tableCount = KeyCounts.ofTables(tables.areChosen() ? 0 : 1);
    }

    /** Adds a row to the table of the resource. */
    void add(Map<String, ?> row) {
        add(tables.root(), row, Map.of());
    }

    /**
     * Adds a row with texts that are the package's own, and no columns of a table.
     *
     * @param hidden the texts by their names, which begin with {@link ReservedNames#HIDDEN}
     */
    void add(Map<String, ?> row, Map<String, String> hidden) {
        add(tables.root(), row, hidden);
    }

    /** Adds such a row to a root table. */
    void add(String table, Map<String, ?> row, Map<String, String> hidden) {
        Level root = root(table);
        long ordinal = root.table.beginRow();
        object(root, row, 0, ordinal, ordinal);
        hidden.forEach((name, text) -> root.table.column(name).set(ValueType.TEXT, text));
        tables.rowEnded(root.table);
    }

    private Level root(String table) {
        Level known = roots.get(table);
        if (known == null) {
            if (tables.areChosen()) {
                tableCount.addChosen(table);
            }
            known = new Level(tables.rootTable(table), table, "", "", "");
            roots.put(table, known);
        }
        return known;
    }

    /** Adds a record, as if it were a map of its components. */
    void add(Record row) {
        Level root = root(tables.root());
        long ordinal = root.table.beginRow();
        RecordRows.Reader[] readers = RecordRows.readers(row.getClass());
        Place[] places = root.places(readers);
        for (int index = 0; index < readers.length; index++) {
            Object value = RecordRows.read(readers[index], row);
            if (value != null) {
                value(places[index], value, 0, ordinal, ordinal);
            } else {
                absent(root, readers[index].name());
            }
        }
        tables.rowEnded(root.table);
    }

    /** What is known of one object's place: its table, and what each of its keys becomes. */
    private final class Level {
        private final TableBuffer table;
        private final String tablePath;
        private final String prefix;

        /** The keys of the objects between the row of the table and here, with dots between. */
        private final String keyPath;

        /** The key of the row that all this is under; empty for the row itself. */
        private final String around;

        private final Map<String, Place> places = new HashMap<>();
        private final Set<String> absent = new HashSet<>();
        private final Map<RecordRows.Reader[], Place[]> ofRecords = new IdentityHashMap<>();

        Level(TableBuffer table, String tablePath, String prefix, String keyPath, String around) {
            this.table = table;
            this.tablePath = tablePath;
            this.prefix = prefix;
            this.keyPath = keyPath;
            this.around = around;
        }

        /** Whether the table is a root table. */
        boolean isOfRoot() {
            return table.parent().isEmpty();
        }

        Place place(String key) {
            Place place = places.get(key);
            if (place == null) {
                place = new Place(this, key, path(key));
                keys.add(around, key, table.name(), table.nextOrdinal(), place.keyPath());
                places.put(key, place);
            }
            return place;
        }

        String path(String key) {
            String name = naming.key(key);
            return prefix.isEmpty() ? name : prefix + Naming.SEPARATOR + name;
        }

        Place[] places(RecordRows.Reader[] readers) {
            return ofRecords.computeIfAbsent(
                    readers,
                    known ->
                            Stream.of(known).map(reader -> place(reader.name())).toArray(Place[]::new));
        }
    }

    /** What a key of an object becomes: a column, an object with columns of its own, a nested table. */
    private final class Place implements ScalarValues.Spot {
        private final Level level;
        private final String key;
        private final String path;
        private final String column;
        private final boolean isDocument;
        private @Nullable ColumnBuffer buffer;
        private @Nullable Level inside;
        private @Nullable Level elements;

        Place(Level level, String key, String path) {
            this.level = level;
            this.key = key;
            this.path = path;
            this.column = naming.shorten(path);
            this.isDocument =
                    keptWhole.getOrDefault(level.table.name(), Set.of()).contains(column)
                            || (level.isOfRoot() && declared.get(column) == ValueType.JSON);
        }

        ColumnBuffer buffer() {
            ColumnBuffer known = buffer;
            if (known == null) {
                checkNotReserved();
                known = level.table.column(column);
                buffer = known;
            }
            Object other = known.claim(this);
            if (other instanceof Place place) {
                throw new PipetteException(
                        ErrorCode.NAME_COLLISION,
                        "table " + level.table.name() + ", row " + level.table.nextOrdinal() + ": the keys '"
                                + place.keyPath() + "' and '" + keyPath() + "' both become column '" + column
                                + "'. Rename one of them with .map(..).");
            }
            return known;
        }

        private void checkNotReserved() {
            ReservedNames.prefixOf(column).ifPresent(prefix -> {
                throw new PipetteException(
                        ErrorCode.NAME_COLLISION,
                        "table " + level.table.name() + ": key '" + key + "' becomes column " + column
                                + ", and names that begin with " + prefix
                                + " are Pipette's own. Rename or drop it with .map(..).");
            });
        }

        /** Its key, behind those of the objects around it in the row of its table. */
        private String keyPath() {
            return level.keyPath.isEmpty() ? key : level.keyPath + "." + key;
        }

        /** The key of the row that what is inside is under. */
        private String around() {
            return level.around.isEmpty() ? key : level.around;
        }

        @Override
        public String table() {
            return level.table.name();
        }

        @Override
        public long row() {
            return level.table.nextOrdinal();
        }

        @Override
        public String key() {
            return key;
        }

        @Override
        public boolean keepsDigits() {
            return level.isOfRoot() && declared.get(column) == ValueType.TEXT;
        }

        Level inside() {
            Level known = inside;
            if (known == null) {
                known = new Level(level.table, level.tablePath, path, keyPath(), around());
                inside = known;
            }
            return known;
        }

        Level elements() {
            Level known = elements;
            if (known == null) {
                String below = level.tablePath + Naming.SEPARATOR + path;
                // a rejected row has what is nested in it under the whole name of its table where that was cut
                String tablePath = naming.isCutName(path) ? path : below;
                tableCount.add(around(), key, level.table.name(), level.table.nextOrdinal(), keyPath());
                known = new Level(
                        tables.nestedTable(naming.shorten(tablePath), level.table), tablePath, "", "", around());
                elements = known;
            }
            return known;
        }

        /** Keeps two lists of one row apart: in one table their elements would have the same places. */
        void claimElements(long parentOrdinal) {
            TableBuffer table = elements().table;
            if (table.claimLists(this, parentOrdinal) instanceof Place other && other != this) {
                throw new PipetteException(
                        ErrorCode.NAME_COLLISION,
                        "table " + level.table.name() + ", row " + (parentOrdinal + 1) + ": the lists '"
                                + other.keyPath() + "' and '" + keyPath() + "' both become table '" + table.name()
                                + "'. Rename one of them with .map(..).");
            }
        }
    }

    private void object(Level level, Map<?, ?> object, int depth, long rootOrdinal, long ordinal) {
        for (Map.Entry<?, ?> entry : object.entrySet()) {
            Object value = entry.getValue();
            if (value == null) {
                absent(level, String.valueOf(entry.getKey()));
                continue;
            }
            Place place = level.place(String.valueOf(entry.getKey()));
            value(place, value, depth, rootOrdinal, ordinal);
        }
    }

    /** Makes a column of a key without a value where the column is declared, as in files: perhaps no row has a value. */
    private void absent(Level level, String key) {
        boolean looked =
                declared.isEmpty() || !level.isOfRoot() || level.absent.size() == MOST_ABSENT || !level.absent.add(key);
        if (looked) {
            return;
        }
        String column = naming.shorten(level.path(key));
        if (declared.containsKey(column) && ReservedNames.prefixOf(column).isEmpty()) {
            level.table.column(column);
        }
    }

    private void value(Place place, Object value, int depth, long rootOrdinal, long ordinal) {
        boolean nested = value instanceof Map || value instanceof Collection;
        if (!nested) {
            if (!ScalarValues.set(place.buffer(), value, place)) {
                unwrapped(place, value, depth, rootOrdinal, ordinal);
            }
        } else if (depth >= maxNesting || place.isDocument) {
            place.buffer().set(ValueType.JSON, ScalarValues.document(value, place));
        } else if (value instanceof Map<?, ?> object) {
            object(place.inside(), object, depth + 1, rootOrdinal, ordinal);
        } else {
            list(place, (Collection<?>) value, depth + 1, rootOrdinal, ordinal);
        }
    }

    private void unwrapped(Place place, Object value, int depth, long rootOrdinal, long ordinal) {
        Object plain = RecordRows.unwrapped(value);
        if (plain == value) {
            throw new PipetteException(
                    ErrorCode.TYPE_MISMATCH,
                    "table " + place.level.table.name() + ", row " + place.level.table.nextOrdinal() + ", '"
                            + place.key
                            + "': no column can hold a " + value.getClass().getName() + " ("
                            + ScalarValues.cut(value.toString())
                            + "). Turn it into text, a number, a date or time, a map or a list with .map(..).");
        }
        if (plain != null) {
            value(place, plain, depth, rootOrdinal, ordinal);
        }
    }

    private void list(Place place, Collection<?> list, int depth, long rootOrdinal, long parentOrdinal) {
        Level elements = place.elements();
        long index = 0;
        for (Object element : list) {
            if (index == 0) {
                place.claimElements(parentOrdinal);
            }
            long ordinal = elements.table.beginRow(rootOrdinal, parentOrdinal, index++);
            switch (RecordRows.unwrapped(element)) {
                case null -> {
                    // A row without values: the list had an element here, and its index counts.
                }
                case Map<?, ?> object -> object(elements, object, depth, rootOrdinal, ordinal);
                case Collection<?> inner -> value(elements.place(LIST), inner, depth, rootOrdinal, ordinal);
                case Object scalar -> value(elements.place(VALUE), scalar, depth, rootOrdinal, ordinal);
            }
        }
    }
}

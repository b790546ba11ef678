package dev.pipette.schema.file;

import dev.pipette.schema.Column;
import dev.pipette.schema.KeyHints;
import dev.pipette.schema.TableReference;
import dev.pipette.schema.TableSchema;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What is other in a second schema than in a first: tables and columns that it has more or lacks, and changed types, NULL, keys and
 * descriptions. The order of tables and columns is no difference.
 *
 * <pre>{@code
 * SchemaDiff diff = agreed.diff(pipeline.dataset().schema());
 * System.out.println(diff);
 * // + column orders.discount: decimal(12,2)
 * // ~ column orders.amount: bigint -> double
 * diff.isEmpty();   // false
 * }</pre>
 *
 * @param changes in the order of the tables; none where both are the same
 */
public record SchemaDiff(List<Change> changes) {
    private static final int DESCRIPTION_SHOWN = 60;

    /** Copies the list. */
    public SchemaDiff {
        changes = List.copyOf(changes);
    }

    /** What happened to a table, a column or a key. */
    public enum Kind {
        /** The second schema has it alone. */
        ADDED("+"),
        /** The first schema has it alone. */
        REMOVED("-"),
        /** Both have it, in different ways. */
        CHANGED("~");

        private final String sign;

        Kind(String sign) {
            this.sign = sign;
        }

        /** The character that begins its line. */
        public String sign() {
            return sign;
        }

        /** The word: {@code added}. */
        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /**
     * One difference.
     *
     * @param table where it is
     * @param column the column; empty for what is of the table
     * @param what {@code table}, {@code column}, or what of them: {@code type}, {@code null}, {@code primary key}, ..
     * @param before in the first schema; empty where it has nothing there
     * @param after in the second schema; empty where it has nothing there
     */
    public record Change(Kind kind, String table, Optional<String> column, String what, String before, String after) {
        /** The line: {@code ~ column orders.amount: bigint -> double}. */
        @Override
        public String toString() {
            String where = column.map(name -> "column " + table + "." + name).orElse("table " + table);
            boolean whole = what.equals("table") || what.equals("column") || what.equals("type");
            String named = where + (whole ? "" : ", " + what);
            return kind.sign() + " " + named + ": "
                    + switch (kind) {
                        case ADDED -> after;
                        case REMOVED -> before;
                        case CHANGED ->
                            (before.isEmpty() ? "none" : before) + " -> " + (after.isEmpty() ? "none" : after);
                    };
        }
    }

    /** Whether both schemas are the same. */
    public boolean isEmpty() {
        return changes.isEmpty();
    }

    /** The differences without those that are only more tables and columns. */
    public SchemaDiff withoutAdditions() {
        return new SchemaDiff(changes.stream()
                .filter(change -> change.kind() != Kind.ADDED
                        || !(change.what().equals("table") || change.what().equals("column")))
                .toList());
    }

    /** One line for each difference. */
    public List<String> lines() {
        return changes.stream().map(Change::toString).toList();
    }

    static SchemaDiff between(SchemaFile before, SchemaFile after) {
        List<Change> changes = new ArrayList<>();
        Set<String> names = new LinkedHashSet<>();
        before.tables().forEach(table -> names.add(table.name()));
        after.tables().forEach(table -> names.add(table.name()));
        for (String name : names.stream().sorted().toList()) {
            Optional<TableSchema> one = before.table(name);
            Optional<TableSchema> other = after.table(name);
            if (one.isPresent() && other.isPresent()) {
                new OfTable(one.get(), other.get(), changes).compare();
            } else {
                changes.add(new Change(
                        one.isPresent() ? Kind.REMOVED : Kind.ADDED,
                        name,
                        Optional.empty(),
                        "table",
                        one.map(SchemaDiff::size).orElse(""),
                        other.map(SchemaDiff::size).orElse("")));
            }
        }
        return new SchemaDiff(changes);
    }

    private static String size(TableSchema table) {
        int columns = table.columns().size();
        return columns
                + (columns == 1 ? " column" : " columns")
                + table.parent().map(parent -> ", nested in " + parent).orElse("");
    }

    /** A table that both have. */
    private record OfTable(TableSchema before, TableSchema after, List<Change> changes) {
        void compare() {
            changed("parent", before.parent().orElse(""), after.parent().orElse(""));
            changed("primary key", key(before, Column::primaryKey), key(after, Column::primaryKey));
            changed(
                    "enforced primary key",
                    yes(KeyHints.enforcesPrimaryKey(before)),
                    yes(KeyHints.enforcesPrimaryKey(after)));
            changed("merge key", key(before, Column::mergeKey), key(after, Column::mergeKey));
            listed("unique key", lists(KeyHints.uniqueKeys(before)), lists(KeyHints.uniqueKeys(after)));
            listed("index", lists(KeyHints.indexes(before)), lists(KeyHints.indexes(after)));
            listed("foreign key", references(before), references(after));
            changed(
                    "description",
                    shown(before.description().orElse("")),
                    shown(after.description().orElse("")),
                    !before.description().equals(after.description()));
            Set<String> columns = new LinkedHashSet<>(before.columnNames());
            columns.addAll(after.columnNames());
            columns.forEach(this::column);
        }

        private void column(String name) {
            Optional<Column> one = before.column(name);
            Optional<Column> other = after.column(name);
            if (one.isEmpty() || other.isEmpty()) {
                changes.add(new Change(
                        one.isPresent() ? Kind.REMOVED : Kind.ADDED,
                        before.name(),
                        Optional.of(name),
                        "column",
                        one.map(OfTable::described).orElse(""),
                        other.map(OfTable::described).orElse("")));
                return;
            }
            Column was = one.get();
            Column is = other.get();
            changed(name, "type", TypeText.of(was), TypeText.of(is));
            changed(name, "null", takes(was), takes(is));
            changed(name, "unique", yes(was.unique()), yes(is.unique()));
            if (!was.description().equals(is.description())) {
                add(
                        Optional.of(name),
                        "description",
                        shown(was.description().orElse("")),
                        shown(is.description().orElse("")));
            }
        }

        private static String described(Column column) {
            return TypeText.of(column) + (column.nullable() ? "" : " not null");
        }

        private static String takes(Column column) {
            return column.nullable() ? "nullable" : "not null";
        }

        private static String yes(boolean flag) {
            return flag ? "yes" : "no";
        }

        private static String key(TableSchema table, Predicate<Column> part) {
            return String.join(
                    ", ", SchemaFile.key(table, part).stream().sorted().toList());
        }

        private static List<String> lists(List<List<String>> lists) {
            return lists.stream()
                    .map(list -> "(" + String.join(", ", list) + ")")
                    .toList();
        }

        private static List<String> references(TableSchema table) {
            return KeyHints.references(table).stream()
                    .map(TableReference::describe)
                    .toList();
        }

        /** In one line, and not longer than a line. */
        private static String shown(String description) {
            String line = description.lines().collect(Collectors.joining(" "));
            String cut = line.length() <= DESCRIPTION_SHOWN ? line : line.substring(0, DESCRIPTION_SHOWN - 1) + "…";
            return description.isEmpty() ? "" : "'" + cut + "'";
        }

        private void listed(String what, List<String> was, List<String> is) {
            Stream.concat(was.stream(), is.stream()).distinct().sorted().forEach(one -> {
                if (was.contains(one) != is.contains(one)) {
                    changes.add(new Change(
                            was.contains(one) ? Kind.REMOVED : Kind.ADDED,
                            before.name(),
                            Optional.empty(),
                            what,
                            was.contains(one) ? one : "",
                            is.contains(one) ? one : ""));
                }
            });
        }

        private void changed(String what, String was, String is) {
            changed(what, was, is, !was.equals(is));
        }

        private void changed(String what, String was, String is, boolean isOther) {
            if (isOther) {
                add(Optional.empty(), what, was, is);
            }
        }

        private void changed(String column, String what, String was, String is) {
            if (!was.equals(is)) {
                add(Optional.of(column), what, was, is);
            }
        }

        private void add(Optional<String> column, String what, String was, String is) {
            changes.add(new Change(Kind.CHANGED, before.name(), column, what, was, is));
        }
    }

    /** One line for each difference; that both are the same where there is none. */
    @Override
    public String toString() {
        return isEmpty() ? "no difference" : String.join("\n", lines());
    }
}

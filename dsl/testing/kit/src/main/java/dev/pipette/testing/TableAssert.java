package dev.pipette.testing;

import dev.pipette.check.Check;
import dev.pipette.check.CheckResult;
import dev.pipette.schema.Column;
import dev.pipette.testing.content.DatasetTables;
import dev.pipette.testing.content.ExpectedRows;
import dev.pipette.testing.content.RowDiff;
import dev.pipette.testing.content.TableContent;
import dev.pipette.testing.content.TableRow;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.assertj.core.api.ListAssert;
import org.jspecify.annotations.Nullable;

/**
 * Assertions about the rows and columns of a table, which is read once, when it is first asked.
 *
 * <p>Expected rows are maps, records, lists of them, or a text block with a JSON array, JSON lines, or CSV with a heading.
 * Values are compared by what they mean in the column: {@code "2025-12-21"} equals a date, {@code 1} equals {@code 1.00},
 * and a column that an expected row does not name is expected to be NULL.
 *
 * <pre>{@code
 * assertThat(pipeline.dataset()).table("orders").byKey("id").containsExactlyRows("[{'id': 1}, {'id': 2, 'state': 'open'}]");
 * // expected table orders to contain exactly 2 rows, and 1 differs:
 * //   row id=2: state expected open but was paid
 * }</pre>
 */
public class TableAssert extends PipetteAssert<TableAssert, TableContent> {
    private List<String> key = List.of();
    private List<String> order = List.of();
    private @Nullable List<String> only;

    /** Makes assertions about a table. */
    public TableAssert(TableContent actual) {
        super(actual, TableAssert.class);
    }

    /** Checks the number of rows. */
    public TableAssert hasRowCount(long rows) {
        isNotNull();
        long count = actual.count();
        return check(count == rows, () -> Failures.rowCount(name(), rows, count));
    }

    /** Checks that there are no rows. */
    public TableAssert isEmpty() {
        return hasRowCount(0);
    }

    /**
     * Checks all rows by the rules that a resource has for its loads, so that a test and production share one rule; what a
     * check does where it is broken has no part in it.
     *
     * <pre>{@code
     * assertThat(pipeline.dataset()).table("orders").satisfies(unique("id"), range("amount", 0, null));
     * // expected table orders to satisfy 2 checks, and 1 is broken:
     * //   range(amount, 0, ..): 1 violation: amount = -5 in 1 row
     * }</pre>
     */
    public TableAssert satisfies(Check check, Check... moreChecks) {
        isNotNull();
        List<CheckResult> results = actual.check(check, moreChecks);
        List<CheckResult> broken =
                results.stream().filter(result -> !result.passed()).toList();
        return check(broken.isEmpty(), () -> Failures.checks(name(), results.size(), broken));
    }

    private String name() {
        return actual.toString();
    }

    // how rows are compared

    /** Compares the rows of what follows by these columns, so that a difference names the row by its key. */
    public TableAssert byKey(String... columns) {
        isNotNull();
        requireColumns(List.of(columns));
        key = List.of(columns);
        return this;
    }

    /**
     * Compares what follows in order: the table's rows, ordered by these columns, with the expected rows as they are
     * written.
     */
    public TableAssert inOrderOf(String... columns) {
        isNotNull();
        requireColumns(List.of(columns));
        order = List.of(columns);
        return this;
    }

    /** Compares only these columns in what follows; where none is given, only those that an expected row names. */
    public TableAssert comparingOnly(String... columns) {
        isNotNull();
        requireColumns(List.of(columns));
        only = List.of(columns);
        return this;
    }

    // rows

    /**
     * Checks that there are exactly these rows, in any order.
     *
     * @param rows maps, records, lists of them, or one text block
     */
    public TableAssert containsExactlyRows(Object... rows) {
        isNotNull();
        List<Map<String, Object>> expected = expectedRows(rows);
        List<Map<String, Object>> there = actualRows(expected);
        RowDiff diff = diff(expected, there);
        return check(diff.isEmpty(), () -> Failures.exactRows(name(), "row", expected.size(), there.size(), diff));
    }

    /**
     * Checks that there are these rows among others.
     *
     * @param rows maps, records, lists of them, or one text block
     */
    public TableAssert containsRows(Object... rows) {
        isNotNull();
        List<Map<String, Object>> expected = expectedRows(rows);
        List<Map<String, Object>> there = actualRows(expected);
        RowDiff diff = RowDiff.between(expected, there)
                .byKey(key.toArray(String[]::new))
                .expectedOnly();
        return check(
                diff.isEmpty(), () -> Failures.missingRows(name(), expected.size(), there.size(), diff, diff.size()));
    }

    /**
     * Checks that there are exactly these documents, in any order: rows in which nested tables are lists, and columns
     * {@code a__b} may be written as {@code {"a": {"b": ..}}}.
     *
     * @param documents maps, records, lists of them, or one text block
     */
    public TableAssert containsExactlyDocuments(Object... documents) {
        isNotNull();
        List<Map<String, Object>> expected = new ArrayList<>();
        ExpectedRows.of(documents).forEach(document -> expected.add(actual.expectedDocument(document)));
        List<Map<String, Object>> there = ordered(actual.documents());
        List<String> named = only;
        if (named != null) {
            Set<String> members = new LinkedHashSet<>(named);
            if (named.isEmpty()) {
                expected.forEach(document -> members.addAll(document.keySet()));
            }
            expected.forEach(document -> document.keySet().retainAll(members));
            there = there.stream().map(document -> only(document, members)).toList();
        }
        RowDiff diff = diff(expected, there);
        int found = there.size();
        return check(diff.isEmpty(), () -> Failures.exactRows(name(), "document", expected.size(), found, diff));
    }

    /**
     * Checks that the table has the rows that a file has, which an earlier run of the test wrote: a JSON document in each line, with
     * the rows of nested tables as lists. Where there is no file yet, it is written, which is reported on standard output; with
     * the environment variable {@code CI=true} nothing is written, and a missing file is a failure. With {@code
     * -Dpipette.snapshots=update} the file is written again.
     *
     * <pre>{@code
     * assertThat(pipeline.dataset()).table("orders").recorded(Path.of("src/test/resources/orders.jsonl"));
     * // table orders is not as recorded in src/test/resources/orders.jsonl, and 1 row differs:
     * //   row id=2: state expected open but was paid
     * }</pre>
     */
    public TableAssert recorded(Path file) {
        return recorded(file, Recording.here());
    }

    TableAssert recorded(Path file, Recording recording) {
        isNotNull();
        Optional<String> failure = recording.table(actual, file);
        return check(failure.isEmpty(), failure::orElseThrow);
    }

    private RowDiff diff(List<Map<String, Object>> expected, List<Map<String, Object>> there) {
        if (order.isEmpty()) {
            return RowDiff.between(expected, there).byKey(key.toArray(String[]::new));
        }
        return RowDiff.between(expected, there).inOrder();
    }

    private List<Map<String, Object>> ordered(List<Map<String, Object>> rows) {
        return order.isEmpty() ? rows : RowDiff.ordered(rows, order);
    }

    private List<Map<String, Object>> expectedRows(Object... rows) {
        List<Map<String, Object>> expected = new ArrayList<>();
        Set<String> compared = compared(ExpectedRows.of(rows));
        ExpectedRows.of(rows).forEach(row -> expected.add(only(actual.expected(row), compared)));
        return expected;
    }

    private Set<String> compared(List<? extends Map<String, ?>> expected) {
        Set<String> named = new LinkedHashSet<>();
        expected.forEach(row -> named.addAll(row.keySet()));
        List<String> asked = only;
        if (asked != null) {
            return asked.isEmpty() ? named : new LinkedHashSet<>(asked);
        }
        Set<String> compared = new LinkedHashSet<>(
                DatasetTables.isBookkeeping(actual.name()) ? actual.columns() : actual.dataColumns());
        compared.addAll(named);
        return compared;
    }

    private List<Map<String, Object>> actualRows(List<Map<String, Object>> expected) {
        Set<String> compared = compared(expected);
        return ordered(actual.rows()).stream().map(row -> only(row, compared)).toList();
    }

    private static Map<String, Object> only(Map<String, Object> row, Collection<String> columns) {
        Map<String, Object> part = new LinkedHashMap<>(row);
        part.keySet().retainAll(columns);
        return part;
    }

    /**
     * Continues with the one row that has a value in a column; fails where there is none, or more than one.
     *
     * @param more further columns and values, in pairs
     */
    public RowAssert rowWhere(String column, Object value, Object... more) {
        return navigate(RowAssert.class, TableRow.class, RowAssert::new, () -> {
            isNotNull();
            Map<String, Object> wanted = wanted(column, value, more);
            requireColumns(wanted.keySet());
            List<TableRow> found = actual.rowsWhere(wanted);
            String where = actual.where(wanted);
            check(!found.isEmpty(), () -> Failures.noSuchRow(name(), where, column, actual.texts(column)));
            check(
                    found.size() == 1,
                    () -> Failures.severalRows(name(), where, found.size(), TableRow.differing(found)));
            return found.getFirst();
        });
    }

    private static Map<String, Object> wanted(String column, Object value, Object... more) {
        Map<String, Object> wanted = new LinkedHashMap<>();
        wanted.put(column, value);
        if (more.length % 2 != 0) {
            throw new IllegalArgumentException("rowWhere takes columns and values in pairs; the last column, "
                    + more[more.length - 1] + ", has no value.");
        }
        for (int at = 0; at < more.length; at += 2) {
            wanted.put(String.valueOf(more[at]), more[at + 1]);
        }
        return wanted;
    }

    /** Checks that no two rows have the same values in these columns; where none is given, in all data columns. */
    public TableAssert hasNoDuplicates(String... columns) {
        isNotNull();
        requireColumns(List.of(columns));
        List<String> by = columns.length == 0 ? actual.dataColumns() : List.of(columns);
        List<String> duplicates = actual.duplicates(by);
        return check(duplicates.isEmpty(), () -> Failures.duplicates(name(), by, duplicates));
    }

    // columns

    private void requireColumns(Collection<String> columns) {
        List<String> missing = DatasetAssert.without(columns, actual.columns());
        check(missing.isEmpty(), () -> Failures.noColumn(name(), missing, actual.dataColumns()));
    }

    /** Checks that there are these columns. */
    public TableAssert hasColumns(String... columns) {
        isNotNull();
        requireColumns(List.of(columns));
        return this;
    }

    /** Checks that there are these columns and no others, the system columns left out. */
    public TableAssert hasOnlyColumns(String... columns) {
        isNotNull();
        List<String> expected = List.of(columns);
        List<String> missing = DatasetAssert.without(expected, actual.columns());
        List<String> unexpected = DatasetAssert.without(actual.dataColumns(), expected);
        return check(
                missing.isEmpty() && unexpected.isEmpty(),
                () -> Failures.otherColumns(name(), expected, missing, unexpected));
    }

    /** Checks that there is no such column. */
    public TableAssert hasNoColumn(String column) {
        isNotNull();
        return check(
                !actual.columns().contains(column),
                () -> Failures.unexpectedColumn(
                        name(),
                        column,
                        actual.column(column).map(Column::typeText).orElse("of an unknown type")));
    }

    /** Checks the type of a column, in the words in which a schema prints: {@code decimal(12,2)}. */
    public TableAssert hasColumnOfType(String column, String type) {
        isNotNull();
        requireColumns(List.of(column));
        check(actual.column(column).isPresent(), () -> Failures.noSchema(name(), column));
        String found = actual.column(column).map(Column::typeText).orElse("");
        return check(found.equals(type), () -> Failures.columnType(actual.name() + "." + column, type, found));
    }

    /** Checks that every row has a value in a column. */
    public TableAssert hasNoNulls(String column) {
        isNotNull();
        requireColumns(List.of(column));
        long nulls =
                actual.rows().stream().filter(row -> !row.containsKey(column)).count();
        return check(
                nulls == 0,
                () -> Failures.nulls(name(), column, nulls, actual.rows().size()));
    }

    /** Continues with the values of a column, as Java has them: {@code Long}, {@code BigDecimal}, {@code Instant} .. */
    public ListAssert<Object> column(String column) {
        return list("column " + column, () -> {
            isNotNull();
            requireColumns(List.of(column));
            return actual.values(column);
        });
    }
}

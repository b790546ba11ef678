package dev.pipette.testing;

import dev.pipette.testing.content.TableRow;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Assertions about one row.
 *
 * <pre>{@code
 * assertThat(pipeline.dataset()).table("orders").rowWhere("id", 1).has("state", "paid").hasNull("closed_at");
 * // table orders, row id=1: state expected paid but was open
 * }</pre>
 */
public class RowAssert extends PipetteAssert<RowAssert, TableRow> {
    /** Makes assertions about a row. */
    public RowAssert(TableRow actual) {
        super(actual, RowAssert.class);
    }

    /** Checks the value in a column, by what it means there. */
    public RowAssert has(String column, @Nullable Object value) {
        isNotNull();
        requireColumn(column);
        List<String> differences = actual.differences(column, value);
        return check(differences.isEmpty(), () -> Failures.cell(actual.toString(), String.join("; ", differences)));
    }

    /** Checks that there is no value in a column. */
    public RowAssert hasNull(String column) {
        return has(column, null);
    }

    private void requireColumn(String column) {
        List<String> columns = actual.table().columns();
        check(
                columns.contains(column),
                () -> Failures.noColumn(
                        actual.table().toString(),
                        List.of(column),
                        actual.table().dataColumns()));
    }

    /**
     * Checks the whole row, without its system columns and with the rows of nested tables as lists.
     *
     * @param document a map, a record, or text with one JSON object
     */
    @Override
    public RowAssert isEqualTo(@Nullable Object document) {
        isNotNull();
        List<String> differences = actual.documentDifferences(document);
        return check(differences.isEmpty(), () -> Failures.document(actual.toString(), differences));
    }
}

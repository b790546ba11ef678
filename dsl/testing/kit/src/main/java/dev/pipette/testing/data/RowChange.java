package dev.pipette.testing.data;

/**
 * Makes one of many rows from a template.
 *
 * <pre>{@code
 * RowChange numbered = (number, row) -> row.with("id", number);
 * }</pre>
 */
@FunctionalInterface
public interface RowChange {
    /**
     * The row that is the template.
     *
     * @param number the number of the row, from 1
     */
    TestRow change(int number, TestRow row);
}

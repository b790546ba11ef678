/**
 * Sheets of Excel workbooks as rows: one {@link dev.pipette.spi.SourceFormat}, found by the ending {@code .xlsx}. Rows are
 * read one at a time; only the texts that cells share are kept in memory.
 *
 * <p>Must not know where a file came from, nor what becomes of the rows.
 *
 * <pre>{@code
 * resource("orders").files("exports/orders.xlsx", xlsxFormat().sheet("Orders").range("B3:F"));
 * }</pre>
 */
@NullMarked
package dev.pipette.excel;

import org.jspecify.annotations.NullMarked;

/**
 * What a query gives: {@link dev.pipette.rows.Rows} in memory or a {@link dev.pipette.rows.RowStream}, their values as they are
 * stored, and how they look as a table.
 *
 * <pre>{@code
 * Rows rows = pipeline.dataset().query("SELECT * FROM orders LIMIT 10");
 * System.out.println(rows);
 * }</pre>
 *
 * <p>Must not know pipelines, resources or how rows were loaded.
 */
@NullMarked
package dev.pipette.rows;

import org.jspecify.annotations.NullMarked;

/**
 * Rows for tests: {@link dev.pipette.testing.data.TestRow} for the few that a test is about, and {@link
 * dev.pipette.testing.data.RowGenerator} for the many that must not matter, the ends of every type among them.
 *
 * <pre>{@code
 * TestRow order = TestRow.of("id", 1, "state", "open");
 * pipeline.run(resource("orders").rows(order.rows(3, (number, row) -> row.with("id", number))));
 *
 * RowGenerator orders = RowGenerator.empty().column("id", bigint()).column("note", text()).key("id");
 * pipeline.run(orders.resource("orders", 2_000));
 * }</pre>
 *
 * <p>All of it is values: the same code gives the same rows, on every machine and in every order of calls. The package
 * knows the language and the schema, and no destination.
 */
@NullMarked
package dev.pipette.testing.data;

import org.jspecify.annotations.NullMarked;

/**
 * What a dataset holds, as values that can be compared by meaning: rows and documents, what differs between two lists of
 * them, and the rows that a person expects. Knows no assertion.
 *
 * <pre>{@code
 * DatasetContent before = DatasetContent.of(pipeline);
 * pipeline.run(orders);
 * System.out.println(before.diff(DatasetContent.of(pipeline)));
 * }</pre>
 */
@NullMarked
package dev.pipette.testing.content;

import org.jspecify.annotations.NullMarked;

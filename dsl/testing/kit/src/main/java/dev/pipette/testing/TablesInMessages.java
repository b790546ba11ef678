package dev.pipette.testing;

import dev.pipette.rows.Rows;
import org.assertj.core.presentation.StandardRepresentation;
import org.jooq.Record;
import org.jspecify.annotations.Nullable;

/**
 * Begins a table in the message of an assertion on a line of its own, so that its columns are below their headings.
 *
 * <pre>
 * Expecting empty but was:
 * id
 * --
 *  1
 * 1 row
 * </pre>
 */
final class TablesInMessages extends StandardRepresentation {
    @Override
    public String toStringOf(@Nullable Object value) {
        return value instanceof Rows || value instanceof Record
                ? System.lineSeparator() + value
                : super.toStringOf(value);
    }
}

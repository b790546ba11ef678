/**
 * What makes a load incremental: cursors, and the state that a resource keeps from one load to the next. It is
 * committed with the rows that it describes.
 *
 * <pre>{@code
 * jsonl("events", Path.of("events.jsonl"))
 *     .primaryKey("id")
 *     .incremental(cursor("updated_at", Instant.class).startingAt(Instant.EPOCH));
 * }</pre>
 */
@NullMarked
package dev.pipette.incremental;

import org.jspecify.annotations.NullMarked;

/**
 * The conductor of a run: finishes what waits, extracts what is new, publishes it, and keeps a trace.
 *
 * <p>Must not know how rows are read, written or loaded; it asks the rooms that do.
 */
@NullMarked
package dev.pipette.engine.run;

import org.jspecify.annotations.NullMarked;

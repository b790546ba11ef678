/**
 * The bookkeeping tables of a dataset, and what they say is committed: schemas, state, cursors, files, loads.
 *
 * <p>Must not know packages' rows, nor how tables change.
 */
@NullMarked
package dev.pipette.engine.load.bookkeeping;

import org.jspecify.annotations.NullMarked;

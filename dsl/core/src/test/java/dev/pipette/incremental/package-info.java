/** Cursors, and how their values are compared. */
@NullMarked
package dev.pipette.incremental;

import org.jspecify.annotations.NullMarked;

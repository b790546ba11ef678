/** Reads slices for processes that load. Above everything else: nothing in core knows it. */
@NullMarked
package dev.pipette.worker;

import org.jspecify.annotations.NullMarked;

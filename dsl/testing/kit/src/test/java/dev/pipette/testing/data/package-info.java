/** How rows are compared, without a destination. */
@NullMarked
package dev.pipette.testing.data;

import org.jspecify.annotations.NullMarked;

/** How rows are compared, without a destination. */
@NullMarked
package dev.pipette.testing.content;

import org.jspecify.annotations.NullMarked;

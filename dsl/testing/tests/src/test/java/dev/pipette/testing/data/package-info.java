/** Generated rows in real destinations. */
@NullMarked
package dev.pipette.testing.data;

import org.jspecify.annotations.NullMarked;

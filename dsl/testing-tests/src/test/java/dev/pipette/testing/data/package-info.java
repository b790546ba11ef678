/** What the test kit reads of real datasets. */
@NullMarked
package dev.pipette.testing.data;

import org.jspecify.annotations.NullMarked;

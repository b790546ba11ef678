/** What the test kit reads of real datasets. */
@NullMarked
package dev.pipette.testing.content;

import org.jspecify.annotations.NullMarked;

/** Tests of the test kit on real destinations. */
@NullMarked
package dev.pipette.testing;

import org.jspecify.annotations.NullMarked;

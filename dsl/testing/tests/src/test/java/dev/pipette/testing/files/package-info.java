/** Files of stores, loaded into real destinations. */
@NullMarked
package dev.pipette.testing.files;

import org.jspecify.annotations.NullMarked;

@NullMarked
package dev.pipette.testing.folders;

import org.jspecify.annotations.NullMarked;

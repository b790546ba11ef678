/** The formats against real files. */
@NullMarked
package dev.pipette.files;

import org.jspecify.annotations.NullMarked;

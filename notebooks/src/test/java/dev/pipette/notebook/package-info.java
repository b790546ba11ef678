@NullMarked
package dev.pipette.notebook;

import org.jspecify.annotations.NullMarked;

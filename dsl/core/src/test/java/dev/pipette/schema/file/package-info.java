@NullMarked
package dev.pipette.schema.file;

import org.jspecify.annotations.NullMarked;

/** Tests of Avro files. */
@NullMarked
package dev.pipette.avro;

import org.jspecify.annotations.NullMarked;

/** Tests of names, schema documents and state documents against what dlt 1.26 recorded. */
@NullMarked
package dev.pipette.schema;

import org.jspecify.annotations.NullMarked;

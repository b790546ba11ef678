/** Tests of archives. */
@NullMarked
package dev.pipette.archives;

import org.jspecify.annotations.NullMarked;

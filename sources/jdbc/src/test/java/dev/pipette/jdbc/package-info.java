/** Tests of databases as sources, against real ones on this machine. */
@NullMarked
package dev.pipette.jdbc;

import org.jspecify.annotations.NullMarked;

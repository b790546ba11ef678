/** The command as people use it: in process with real files and real DuckDB databases, and its examples as printed. */
@NullMarked
package dev.pipette.cli;

import org.jspecify.annotations.NullMarked;

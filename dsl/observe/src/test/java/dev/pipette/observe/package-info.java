/** Tests of the observers of runs, each on runs into a real DuckDB file. */
@NullMarked
package dev.pipette.observe;

import org.jspecify.annotations.NullMarked;

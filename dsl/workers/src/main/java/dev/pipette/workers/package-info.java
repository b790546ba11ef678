/**
 * Workers: processes, on any number of machines, that read slices for the one that loads. They meet at a queue in PostgreSQL, and what
 * they read goes into a stage.
 *
 * <p>Must not know a destination: only the process that runs the pipeline loads.
 */
@NullMarked
package dev.pipette.workers;

import org.jspecify.annotations.NullMarked;

/** Slices on real Spark: in this process, and in executors that are processes of their own. */
@NullMarked
package dev.pipette.spark;

import org.jspecify.annotations.NullMarked;

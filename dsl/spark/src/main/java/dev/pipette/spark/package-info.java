/**
 * Slices that the executors of a Spark cluster read: Spark runs tasks and retries them, and the driver loads what they leave in the
 * stage.
 *
 * <pre>{@code
 * pipeline("events", warehouse)
 *         .executor(SparkSlices.on(spark, "/mnt/shared/stage"))
 *         .run(Sources.open("shop", Settings.load()));
 * }</pre>
 *
 * <p>Must not know destinations, nor how a slice is read: that is {@link dev.pipette.worker.SliceWorker}.
 */
@NullMarked
package dev.pipette.spark;

import org.jspecify.annotations.NullMarked;

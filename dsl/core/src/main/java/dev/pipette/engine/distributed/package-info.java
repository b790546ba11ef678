/**
 * Slices that other processes read. The process that loads cuts the input and writes down the slices in the stage; whoever reads one
 * leaves Parquet files there, and last of all a receipt; the process that loads fetches them into its package. The first receipt of a
 * slice counts. Whoever runs the pipeline after a crash continues with the receipts that are there.
 *
 * <p>Must not know a destination.
 */
@NullMarked
package dev.pipette.engine.distributed;

import org.jspecify.annotations.NullMarked;

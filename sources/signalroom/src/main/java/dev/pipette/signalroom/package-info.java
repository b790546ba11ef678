/**
 * SignalRoom's three sources: Everflow's daily statistics, RedTrack's daily spend, and CSV exports in S3. They write the
 * tables, columns and keys that SignalRoom wrote with dlt, so that its datasets can still be loaded. A source knows no
 * destination and no pipeline.
 *
 * <pre>{@code
 * Resource stats = Everflow.dailyStats(Everflow.client(settings.secret("EVERFLOW_API_KEY"))).lag(Period.ofDays(3));
 * pipeline("everflow", warehouse).datasetName("everflow").run(stats);
 * }</pre>
 */
@NullMarked
package dev.pipette.signalroom;

import org.jspecify.annotations.NullMarked;

/**
 * Everflow and RedTrack for tests: fakes over real sockets that hold synthetic numbers of some days, refuse what the real
 * ones refuse, and restate their numbers when a test asks for it; and made-up exports of orders. Knows SignalRoom's
 * clients, and nothing of pipelines.
 *
 * <pre>{@code
 * @AutoClose
 * final FakeEverflow everflow = FakeEverflow.withDays("2025-12-21", "2025-12-23").affiliates(4);
 *
 * pipeline.run(Everflow.dailyStats(everflow.client()).lag(Period.ofDays(3)));
 * everflow.restate("2025-12-23", 1, row -> row.conversions(30));
 * }</pre>
 */
@NullMarked
package dev.pipette.signalroom.testing;

import org.jspecify.annotations.NullMarked;

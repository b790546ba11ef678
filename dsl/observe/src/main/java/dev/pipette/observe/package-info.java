/**
 * Observers of runs: OpenLineage events, metrics by Micrometer, spans by OpenTelemetry. {@link dev.pipette.observe.Observe} makes
 * them. Must not know destinations, sources, the command, and the engine.
 */
@NullMarked
package dev.pipette.observe;

import org.jspecify.annotations.NullMarked;

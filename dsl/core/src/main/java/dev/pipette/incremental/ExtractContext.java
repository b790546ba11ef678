package dev.pipette.incremental;

import java.time.Clock;
import java.time.LocalDate;
import java.util.Optional;

/**
 * What a resource's code may use while it makes rows.
 *
 * <pre>{@code
 * resource("orders").stream(context -> {
 *   var since = context.state().text("since").orElse("2025-01-01");
 *   context.state().put("since", LocalDate.now(context.clock()).toString());
 *   return api.orders(since);
 * });
 * }</pre>
 *
 * @param state the resource's state; what is put is committed with the rows
 * @param cursor where the cursor stands, in the type of the cursor; empty before the first load without a start
 * @param before where a backfill ends, that value excluded, in the type of the cursor; empty for other runs
 * @param clock the run's clock, in the zone of the resource ({@link dev.pipette.Resource#zone(java.time.ZoneId)}), or in
 *     UTC
 */
public record ExtractContext(
        ResourceState state, Optional<Comparable<?>> cursor, Optional<Comparable<?>> before, Clock clock) {
    /** The date of today in the zone of the resource. */
    public LocalDate today() {
        return LocalDate.now(clock);
    }

    /** The date of yesterday in the zone of the resource: the last day that is whole there. */
    public LocalDate yesterday() {
        return today().minusDays(1);
    }
}

/**
 * What users import: the language. Values are made by the static methods of {@link dev.pipette.Pipette}, building them
 * does no I/O, and the verb comes last.
 *
 * <pre>{@code
 * import static dev.pipette.Pipette.*;
 *
 * var p = pipeline("scratch", duckdb("scratch.duckdb"));
 * var stats = json("daily_stats", Path.of("day.json")).merge("date", "affiliate_id", "advertiser_id");
 * p.run(stats);
 * p.dataset().table("daily_stats");
 * }</pre>
 *
 * <p>The packages below {@code dev.pipette.engine} are the engine. They are not part of the API and change without notice.
 */
@NullMarked
package dev.pipette;

import org.jspecify.annotations.NullMarked;

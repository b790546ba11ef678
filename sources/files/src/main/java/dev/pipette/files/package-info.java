/**
 * Files as a source: one {@link dev.pipette.spi.SourceFormat} for each format, found by its name or by the name of the
 * file. Says how a file is read and reads it only where Java does: JSON. Delimited text and Parquet are passed as
 * they are, for the engine's columnar readers.
 *
 * <p>Must not know DuckDB, a destination, or what becomes of the rows.
 *
 * <pre>{@code
 * pipeline.run(json("quakes", Path.of("earthquakes.json.gz")).at("features"));
 * }</pre>
 */
@NullMarked
package dev.pipette.files;

import org.jspecify.annotations.NullMarked;

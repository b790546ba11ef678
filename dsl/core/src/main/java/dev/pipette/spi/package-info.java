/**
 * What a destination and a source format implement. Values and small interfaces only: nothing here knows the engine,
 * and nothing here names a driver. Providers are found by {@link java.util.ServiceLoader}:
 *
 * <pre>{@code
 * META-INF/services/dev.pipette.spi.DestinationProvider:
 *   dev.pipette.duckdb.DuckDbProvider
 * }</pre>
 */
@NullMarked
package dev.pipette.spi;

import org.jspecify.annotations.NullMarked;

/**
 * What tests of pipelines and destinations are made of: the contract that every destination passes, and listeners that
 * break a load off at a named step. Knows the language and its SPI, and no destination.
 *
 * <pre>{@code
 * final class DuckDbContractTests implements DestinationContract {
 *   @Override
 *   public Destination destination(Path folder) {
 *     return Pipette.duckdb(folder.resolve("contract.duckdb"));
 *   }
 * }
 * }</pre>
 */
@NullMarked
package dev.pipette.testing;

import org.jspecify.annotations.NullMarked;

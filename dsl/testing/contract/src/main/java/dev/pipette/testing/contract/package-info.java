/**
 * The contract that every destination passes: what loads, state, locks and schemas must do, as tests that a
 * destination's test class inherits. Knows the language and its SPI, and no destination.
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
package dev.pipette.testing.contract;

import org.jspecify.annotations.NullMarked;

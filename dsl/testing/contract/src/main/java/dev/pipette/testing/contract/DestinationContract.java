package dev.pipette.testing.contract;

/**
 * What every destination must do; {@link FirstContract} is the part to begin with. A destination's test class implements this
 * interface, declares how a fresh destination is made, and inherits the tests; each interface that it is made of holds those of
 * one promise. {@link TableContract} has those in which the destination takes part, {@link ResourceContract} the others.
 *
 * <pre>{@code
 * final class DuckDbContractTests implements DestinationContract {
 *   @Override
 *   public Destination destination(Path folder) {
 *     return Pipette.duckdb(folder.resolve("contract.duckdb"));
 *   }
 * }
 * }</pre>
 *
 * <p>The tests read with SQL that every destination understands, and only through {@link Trial}; they may run in
 * parallel, each with a destination of its own.
 */
public interface DestinationContract extends TableContract, ResourceContract {}

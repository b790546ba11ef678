package dev.pipette.testing.contract;

/**
 * The part of {@link DestinationContract} that a new destination passes first: what one process does, one load after the
 * other. Runs in seconds, and needs no files.
 *
 * <pre>{@code
 * final class QuackContractTests implements FirstContract {
 *   @Override
 *   public Destination destination(Path folder) {
 *     return Destination.parse("quack:" + folder.resolve("contract.quack"));
 *   }
 *
 *   @Override
 *   public Destination otherName(Destination destination, Path folder) {
 *     return destination;
 *   }
 * }
 * }</pre>
 */
public interface FirstContract
        extends ContractDestination,
                DispositionContract,
                NestedContract,
                TransactionContract,
                BookkeepingContract,
                CursorContract,
                StateContract {}

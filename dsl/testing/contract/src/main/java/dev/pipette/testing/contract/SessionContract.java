package dev.pipette.testing.contract;

/**
 * The part of {@link DestinationContract} that depends on sessions, transactions and locks. It is for a second way to a
 * destination whose values and types another class tests already, as a pooler is.
 *
 * <pre>{@code
 * final class PostgresPoolerContractTests implements SessionContract {
 *   @Override
 *   public Destination destination(Path folder) {
 *     return Pipette.postgres(pooler.url(database)).transactionPooler();
 *   }
 * }
 * }</pre>
 */
public interface SessionContract
        extends ContractDestination,
                DispositionContract,
                SharedTableContract,
                NestedContract,
                ExtremeContract,
                SizeContract,
                TransactionContract,
                BookkeepingContract,
                CursorContract,
                StepContract,
                RunKeyContract,
                StateContract,
                CompareAndSetContract,
                LockContract,
                QueryContract,
                ConcurrencyContract,
                ThreadContract,
                InterleavingContract,
                RewindContract,
                OtherNameContract,
                PrunedStateContract,
                PendingContract,
                SameInputContract,
                OvertakenContract,
                RepublishContract,
                DropContract {}

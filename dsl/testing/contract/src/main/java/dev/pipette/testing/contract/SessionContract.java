package dev.pipette.testing.contract;

/**
 * The part of {@link DestinationContract} that depends on the state of a connection: transactions, locks, session settings,
 * queries, and several connections at once. It is for a second way to a destination whose rows and state another class
 * tests already, as a pooler is.
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
                TransactionContract,
                LockContract,
                QueryContract,
                ConcurrencyContract,
                InterleavingContract,
                OtherNameContract {}

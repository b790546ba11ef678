package dev.pipette.testing.contract;

import dev.pipette.Destination;
import java.nio.file.Path;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * What every destination must do. A destination's test class implements this interface, says how a fresh destination is
 * made, and inherits the tests; each interface that it is made of holds those of one promise.
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
@ExtendWith(Trials.class)
public interface DestinationContract
        extends DispositionContract,
                NestedContract,
                EvolutionContract,
                DriftContract,
                ValueContract,
                ExtremeContract,
                SizeContract,
                BadRowContract,
                TransactionContract,
                BookkeepingContract,
                CursorContract,
                CursorOptionContract,
                CursorRowContract,
                LagContract,
                CursorKindContract,
                UnfollowedCursorContract,
                DltHandOverContract,
                DltStateContract,
                DltSourceContract,
                DltRulesContract,
                DltNamesContract,
                DltTimesContract,
                DltSharedContract,
                BackfillContract,
                FileContract,
                ReplacedFileContract,
                FileValueContract,
                PrintedValueContract,
                QueryContract,
                StepContract,
                RunKeyContract,
                StateContract,
                CompareAndSetContract,
                LockContract,
                ConcurrencyContract,
                InterleavingContract,
                RewindContract,
                OtherNameContract,
                PrunedStateContract,
                PendingContract,
                SameInputContract,
                OvertakenContract,
                RepublishContract,
                DropContract,
                TraceContract,
                OthersTableContract {
    /**
     * A destination that holds nothing yet; asked for once by each test.
     *
     * @param folder of this test alone, not made yet, for destinations that are files
     */
    Destination destination(Path folder);

    /** The same destination as another machine would name it; by default by the same value. */
    default Destination secondClient(Destination first) {
        return first;
    }

    /**
     * The same destination by another name, as another network or another folder would give it: another name of the host,
     * the port of a pooler, a symbolic link. Not the destination of any other test.
     *
     * @param folder of this test alone, where a link may be made
     */
    Destination otherName(Destination destination, Path folder);

    /** Told that the test of a destination is over; nothing of its own is connected any more. */
    default void release(Destination destination) {}
}

package dev.pipette.testing.contract;

/**
 * What every destination must do; {@link FirstContract} is the part to begin with. A destination's test class implements this interface, says how a fresh destination is
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
public interface DestinationContract
        extends SessionContract,
                DispositionContract,
                SharedTableContract,
                NestedContract,
                ExtremeContract,
                SizeContract,
                BookkeepingContract,
                CursorContract,
                StepContract,
                RunKeyContract,
                StateContract,
                CompareAndSetContract,
                ThreadContract,
                RewindContract,
                PrunedStateContract,
                PendingContract,
                SameInputContract,
                OvertakenContract,
                RepublishContract,
                DropContract,
                EvolutionContract,
                DriftContract,
                ValueContract,
                BadRowContract,
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
                FileFormContract,
                PrintedValueContract,
                QueriedRowsContract,
                ParquetExportContract,
                TraceContract,
                PlanContract,
                OthersTableContract {}

package dev.pipette.testing.contract;

/**
 * The part of {@link DestinationContract} in which the destination takes part: its tables, values and types, Pipette's
 * bookkeeping in it, and what a load leaves that broke off.
 *
 * <pre>{@code
 * final class PostgresContractTests implements TableContract {
 *   @Override
 *   public Destination destination(Path folder) {
 *     return Pipette.postgres(server.newDatabase());
 *   }
 * }
 * }</pre>
 */
public interface TableContract
        extends SessionContract,
                DispositionContract,
                StrategyContract,
                MergeModelContract,
                Scd2Contract,
                WindowContract,
                RefreshContract,
                SharedTableContract,
                DispatchContract,
                NestedContract,
                ExtremeContract,
                SizeContract,
                DistributedContract,
                DistributedFilesContract,
                SliceContract,
                BookkeepingContract,
                CursorContract,
                StepContract,
                RunKeyContract,
                StateContract,
                CompareAndSetContract,
                IntervalContract,
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
                MigrationContract,
                ValueContract,
                BadRowContract,
                ChecksContract,
                FrozenSchemaContract,
                BadRowsContract,
                DeclaredSchemaContract,
                RejectContract,
                GiveUpContract,
                ReplayContract,
                GoldenContract,
                DeclaredTypeContract,
                DltHandOverContract,
                DltStateContract,
                DltSourceContract,
                DltRulesContract,
                DltIdsContract,
                DltNamesContract,
                DltTimesContract,
                DltSharedContract,
                PrintedValueContract,
                QueriedRowsContract,
                ParquetExportContract,
                FileValueContract,
                PlanContract,
                OthersTableContract,
                HintContract {}

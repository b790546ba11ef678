package dev.pipette.testing.contract;

/**
 * The part of {@link DestinationContract} that Pipette does before it asks the destination: the options and kinds of cursors,
 * backfills, files and their forms, traces. One destination shows it for all; a new one runs it once before it is released.
 *
 * <pre>{@code
 * final class PostgresResourceCampaign implements ResourceContract {
 *   @Override
 *   public Destination destination(Path folder) {
 *     return Pipette.postgres(server.newDatabase());
 *   }
 * }
 * }</pre>
 */
public interface ResourceContract
        extends ContractDestination,
                CursorOptionContract,
                CursorRowContract,
                RowWithoutKeyContract,
                LagContract,
                CursorKindContract,
                UnfollowedCursorContract,
                DerivedContract,
                BackfillContract,
                DetectionContract,
                FileContract,
                ReplacedFileContract,
                FileFormContract,
                TraceContract {}

package dev.pipette.engine.run;

import dev.pipette.Pipeline;
import dev.pipette.engine.columnar.DuckEngine;
import dev.pipette.engine.extract.ResourcePlan;
import dev.pipette.engine.folder.WorkingFolder;
import dev.pipette.engine.folder.WorkingFolders;
import dev.pipette.engine.load.bookkeeping.CommittedState;
import dev.pipette.engine.load.bookkeeping.RetryingClient;
import dev.pipette.incremental.FileState;
import dev.pipette.schema.Naming;
import dev.pipette.settings.ProcessEnvironment;
import java.util.List;

/**
 * What all parts of a run work with.
 *
 * @param known the dataset of the run, as this machine knows it
 * @param engine of everything that the run does: one starts in 15 ms, and many a load takes not much more
 */
public record RunPlace(
        Pipeline pipeline,
        WorkingFolder working,
        RetryingClient client,
        Naming naming,
        KnownDataset known,
        DuckEngine engine) {
    public static RunPlace of(Pipeline pipeline) {
        RetryingClient client = Connections.to(pipeline.destination(), pipeline.home(), pipeline.listener());
        Naming naming = Naming.snakeCase(client.maxIdentifierLength());
        WorkingFolder working = WorkingFolders.of(pipeline.home(), pipeline.name(), client);
        return new RunPlace(
                pipeline,
                working,
                client,
                naming,
                new KnownDataset(working, client, naming.identifier(pipeline.datasetName())),
                DuckEngine.ofRun(working.packages().spill(), ProcessEnvironment.engineMemory()));
    }

    public String dataset() {
        return naming.identifier(pipeline.datasetName());
    }

    String schemaName() {
        return naming.identifier(pipeline.name());
    }

    /**
     * What is to be known of what is committed before resources are extracted.
     *
     * @param withLedgers whether the files that are loaded are asked for as well, which may be many
     */
    CommittedState.Question question(List<ResourcePlan> resources, boolean withLedgers) {
        return new CommittedState.Question(
                pipeline.name(),
                dataset(),
                schemaName(),
                pipeline.runKey(),
                resources.stream().map(ResourcePlan::name).toList(),
                resources.stream()
                        .filter(resource -> withLedgers
                                && resource.fileState()
                                        .filter(FileState::isLedger)
                                        .isPresent())
                        .map(ResourcePlan::name)
                        .toList());
    }
}

package dev.pipette.engine.run;

import dev.pipette.Pipeline;
import dev.pipette.engine.columnar.DuckEngine;
import dev.pipette.engine.folder.WorkingFolder;
import dev.pipette.engine.folder.WorkingFolders;
import dev.pipette.engine.load.bookkeeping.RetryingClient;
import dev.pipette.schema.Naming;
import dev.pipette.settings.ProcessEnvironment;

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
}

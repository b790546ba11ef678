package dev.pipette;

import dev.pipette.settings.ProcessEnvironment;
import dev.pipette.load.RetryingClient;
import dev.pipette.pack.DuckEngine;
import dev.pipette.pack.WorkingFolder;
import dev.pipette.pack.WorkingFolders;
import dev.pipette.schema.Naming;

/**
 * What all parts of a run work with.
 *
 * @param known the dataset of the run, as this machine knows it
 * @param engine of everything that the run does: one starts in 15 ms, and many a load takes not much more
 */
record RunPlace(
        Pipeline pipeline,
        WorkingFolder working,
        RetryingClient client,
        Naming naming,
        KnownDataset known,
        DuckEngine engine) {
    static RunPlace of(Pipeline pipeline) {
        RetryingClient client = pipeline.destination().connect(pipeline.home(), pipeline.listener());
        Naming naming = Naming.snakeCase(client.maxIdentifierLength());
        WorkingFolder working = WorkingFolders.of(pipeline.home(), pipeline.name(), client);
        return new RunPlace(
                pipeline,
                working,
                client,
                naming,
                new KnownDataset(working, client, naming.identifier(pipeline.datasetName())),
                DuckEngine.ofRun(working.spill(), ProcessEnvironment.engineMemory()));
    }

    String dataset() {
        return naming.identifier(pipeline.datasetName());
    }

    String schemaName() {
        return naming.identifier(pipeline.name());
    }
}

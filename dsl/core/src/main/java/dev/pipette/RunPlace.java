package dev.pipette;

import dev.pipette.load.RetryingClient;
import dev.pipette.pack.DuckEngine;
import dev.pipette.pack.SealedPackage;
import dev.pipette.pack.WorkingFolder;
import dev.pipette.schema.Naming;

/**
 * What all parts of a run work with.
 *
 * @param engine of everything that the run does: one starts in 15 ms, and many a load takes not much more
 */
record RunPlace(Pipeline pipeline, WorkingFolder working, RetryingClient client, Naming naming, DuckEngine engine) {
    static RunPlace of(Pipeline pipeline) {
        WorkingFolder working = WorkingFolder.of(pipeline.home(), pipeline.name());
        RetryingClient client = pipeline.destination().connect(pipeline.home(), pipeline.listener());
        return new RunPlace(
                pipeline,
                working,
                client,
                Naming.snakeCase(client.maxIdentifierLength()),
                new DuckEngine(working.spill(), PackageMaker.engineMemory()));
    }

    /** Whether a package is for the destination and the dataset of this run. */
    boolean isFor(SealedPackage sealed) {
        return sealed.manifest().destination().equals(client.identity())
                && sealed.manifest().dataset().equals(dataset());
    }

    String dataset() {
        return naming.identifier(pipeline.datasetName());
    }

    String schemaName() {
        return naming.identifier(pipeline.name());
    }
}

package dev.pipette.benchmark;

import static dev.pipette.Pipette.duckdb;
import static dev.pipette.Pipette.pipeline;

import dev.pipette.LoadInfo;
import dev.pipette.Pipeline;
import dev.pipette.Resource;
import java.nio.file.Path;

/** How the benchmarks run Pipette: its folder and its DuckDB file stand in one folder, both memories are limited. */
final class PipetteLoad {
    static final String FOLDER = "folder";
    static final String MEMORY = "memory";
    static final String ENGINE_MEMORY = "engine.memory";

    /** The dataset that holds the tables. */
    static final String DATASET = "benchmark";

    private static final String FILE = "pipette.duckdb";

    private PipetteLoad() {}

    /** What a child that runs Pipette is told. */
    static Values settings(Path folder, String memory, String engineMemory) {
        return new Values().with(FOLDER, folder).with(MEMORY, memory).with(ENGINE_MEMORY, engineMemory);
    }

    /** The destination's file. */
    static Path file(Path folder) {
        return folder.resolve(FILE);
    }

    /** The pipeline, whose steps the meter notes. */
    static Pipeline pipelineOf(Values settings, Meter meter) {
        Path folder = settings.path(FOLDER);
        return pipeline("benchmark", duckdb(file(folder)).memoryLimit(settings.text(MEMORY)))
                .dataset(DATASET)
                .home(folder.resolve("home"))
                .listener(meter.listener());
    }

    /** Measures one load, and fails when it did not load as many rows into the table as it should. */
    static void time(Values settings, Meter meter, Resource resource, long rows) throws Exception {
        Pipeline pipeline = pipelineOf(settings, meter);
        meter.time(() -> {
            LoadInfo info = pipeline.run(resource);
            if (info.rows(resource.tableName()) != rows) {
                throw new IllegalStateException("expected " + rows + " rows: " + info);
            }
        });
    }

    /** The sentence on the two memories, for the report. */
    static String memories(String memory, String engineMemory) {
        return "DuckDB memory_limit: " + memory + " for the database file, Pipette's and the one by hand alike; "
                + engineMemory + " for Pipette's engine (PIPETTE_ENGINE_MEMORY)";
    }
}

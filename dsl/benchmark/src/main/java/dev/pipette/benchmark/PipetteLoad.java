package dev.pipette.benchmark;

import static dev.pipette.Pipette.duckdb;
import static dev.pipette.Pipette.pipeline;
import static dev.pipette.Pipette.resource;

import dev.pipette.LoadInfo;
import dev.pipette.LoadListener;
import dev.pipette.Pipeline;
import dev.pipette.Resource;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

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
        return pipelineOf(settings, meter.listener());
    }

    /** The pipeline with a listener. */
    static Pipeline pipelineOf(Values settings, LoadListener listener) {
        Path folder = settings.path(FOLDER);
        return pipeline("benchmark", duckdb(file(folder)).memoryLimit(settings.text(MEMORY)))
                .datasetName(DATASET)
                .home(folder.resolve("home"))
                .listener(listener);
    }

    /** Measures one load, and fails when it did not load as many rows into the table as it should. */
    static void time(Values settings, Meter meter, Resource resource, long rows) throws Exception {
        warmUp(settings);
        Pipeline pipeline = pipelineOf(settings, meter);
        meter.time(() -> {
            LoadInfo info = pipeline.run(resource);
            if (info.rows(resource.tableName()) != rows) {
                throw new IllegalStateException("expected " + rows + " rows: " + info);
            }
        });
    }

    /** A load of one row into another database: what a JVM's first load costs besides is the cold start's figure. */
    static void warmUp(Values settings) throws IOException {
        Path folder = Files.createTempDirectory("warm-up");
        Pipeline warm = pipeline(
                        "warm_up", duckdb(folder.resolve("warm-up.duckdb")).memoryLimit(settings.text(MEMORY)))
                .home(folder);
        Resource row = resource("warm").rows(List.of(Map.of("id", 1L)));
        warm.run(row);
        warm.run(row.merge("id"));
    }

    /** The sentence on the warm-up, for the report. */
    static String warmth() {
        return "every child JVM has loaded one row into another database before the clock starts; a cold start is"
                + " measured by the benchmark of that name";
    }

    /** The sentence on the two memories, for the report. */
    static String memories(String memory, String engineMemory) {
        return "DuckDB memory_limit: " + memory + " for the database file, Pipette's and the one by hand alike; "
                + engineMemory + " for Pipette's engine (PIPETTE_ENGINE_MEMORY)";
    }
}

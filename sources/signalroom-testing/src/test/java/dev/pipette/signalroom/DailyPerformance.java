package dev.pipette.signalroom;

import static dev.pipette.Pipette.csvFormat;
import static dev.pipette.Pipette.resource;
import static dev.pipette.Pipette.source;

import dev.pipette.Pipeline;
import dev.pipette.settings.Settings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Function;
import org.jooq.CloseableDSLContext;

/**
 * An example: the three sources and a mapping into one warehouse, and a view over them that tells what an acquisition
 * costs.
 */
final class DailyPerformance {
    private DailyPerformance() {}

    /**
     * Loads everything, and makes the view.
     *
     * @param pipelines into the warehouse, by name
     * @param mapping a CSV file: which affiliates are internal, and whose spend is theirs
     * @param view its SQL
     * @return the pipeline whose dataset has the view
     */
    static Pipeline load(Function<String, Pipeline> pipelines, Settings settings, Path mapping, Path view)
            throws IOException {
        for (String name : List.of("everflow", "redtrack", "s3_exports")) {
            pipelines.apply(name).datasetName(name).run(source(name, settings));
        }
        Pipeline mappings = pipelines.apply("mapping").datasetName("mapping");
        mappings.run(resource("affiliate_mapping")
                .files(mapping.toString(), csvFormat().allText())
                .replace());
        try (CloseableDSLContext dsl = mappings.dataset().dsl()) {
            dsl.execute(Files.readString(view));
        }
        return mappings;
    }
}

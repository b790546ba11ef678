package dev.pipette.cli;

import dev.pipette.Pipeline;
import dev.pipette.Pipette;
import dev.pipette.admin.PipelineAdmin;
import dev.pipette.error.ErrorCode;
import dev.pipette.error.PipetteException;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Where a pipeline that somebody names is looked for: options of several commands. */
final class PipelinePlace {
    @Option(
            names = "--into",
            paramLabel = "DESTINATION",
            description = "The destination. Default: that of the pipeline's last run.")
    private @Nullable String into;

    @Option(
            names = "--dataset",
            paramLabel = "NAME",
            description = "The dataset. Default: that of the pipeline's last run.")
    private @Nullable String dataset;

    @Option(names = "--home", paramLabel = "FOLDER", description = HomeFolder.HELP)
    private @Nullable Path home;

    /** Whether a destination is given, so that the working folder need not know the pipeline. */
    boolean hasDestination() {
        return into != null;
    }

    /** Whether a name is that of a pipeline. */
    boolean knows(String name) {
        return hasDestination() || PipelineAdmin.list(folder()).contains(name);
    }

    /** The working folder. */
    Path folder() {
        return home == null ? HomeFolder.usual() : home;
    }

    /**
     * The pipeline.
     *
     * @throws PipetteException BAD_USAGE where the working folder has none of this name and no destination is given
     */
    Pipeline pipeline(String name) {
        Pipeline pipeline = into == null
                ? remembered(name)
                : Pipette.pipeline(name, Destinations.of(into)).home(folder());
        return dataset == null ? pipeline : pipeline.datasetName(dataset);
    }

    private Pipeline remembered(String name) {
        Path folder = folder();
        return PipelineAdmin.find(name, folder).map(Destinations::completed).orElseThrow(() -> {
            List<String> known = PipelineAdmin.list(folder);
            return new PipetteException(
                    ErrorCode.BAD_USAGE,
                    "the working folder " + folder + " knows no pipeline '" + name + "'. It knows: "
                            + (known.isEmpty() ? "none" : String.join(", ", known))
                            + ". Correct the name, or say where it loads to with --into.");
        });
    }
}

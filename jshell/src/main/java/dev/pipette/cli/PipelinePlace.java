package dev.pipette.cli;

import dev.pipette.Pipeline;
import dev.pipette.Pipette;
import dev.pipette.admin.PipelineAdmin;
import dev.pipette.error.ErrorCode;
import dev.pipette.error.PipetteException;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Where a pipeline that somebody names is looked for.
 *
 * @param into the destination; null for that of its last run
 * @param dataset null for that of its last run
 * @param home the working folder
 */
record PipelinePlace(@Nullable String into, @Nullable String dataset, Path home) {
    /**
     * The pipeline.
     *
     * @throws PipetteException BAD_USAGE where the working folder has none of this name and no destination is given
     */
    Pipeline pipeline(String name) {
        Pipeline pipeline = into == null
                ? remembered(name)
                : Pipette.pipeline(name, Destinations.of(into)).home(home);
        return dataset == null ? pipeline : pipeline.datasetName(dataset);
    }

    private Pipeline remembered(String name) {
        return PipelineAdmin.find(name, home).map(Destinations::completed).orElseThrow(() -> {
            List<String> known = PipelineAdmin.list(home);
            return new PipetteException(
                    ErrorCode.BAD_USAGE,
                    "the working folder " + home + " knows no pipeline '" + name + "'. It knows: "
                            + (known.isEmpty() ? "none" : String.join(", ", known))
                            + ". Correct the name, or say where it loads to with --into.");
        });
    }
}

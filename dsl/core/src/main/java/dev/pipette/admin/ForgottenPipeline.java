package dev.pipette.admin;

import dev.pipette.text.Secrets;
import dev.pipette.text.Units;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * What was removed of a pipeline: its working folder. The destination is as it was.
 *
 * <pre>{@code
 * System.out.println(pipeline.admin().forget(false));
 * }</pre>
 *
 * @param destination where its last run went, without secrets
 * @param packages the load ids of the packages that were deleted with it
 */
public record ForgottenPipeline(String name, Optional<String> destination, Path folder, List<String> packages) {
    @Override
    public String toString() {
        return "forgot pipeline " + name + ": removed its working folder " + folder
                + (packages.isEmpty() ? "" : " with " + Units.packages(packages)) + ". "
                + destination
                        .map(where -> Secrets.masked(where) + " is as it was.")
                        .orElse("No destination was changed.");
    }
}

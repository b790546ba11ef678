package dev.pipette.admin;

import dev.pipette.Pipeline;
import dev.pipette.admin.PipelineAdmin.PendingPackage;
import dev.pipette.schema.Migration;
import dev.pipette.text.Secrets;
import java.nio.file.Path;
import java.util.stream.Collectors;

/** Commands as they are typed, to copy from what is printed. */
public final class Commands {
    private Commands() {}

    static String query(PendingPackage waiting) {
        String table = waiting.rows().isEmpty()
                ? "..."
                : waiting.rows().keySet().iterator().next();
        return "pipette sql package:" + waiting.loadId() + " 'SELECT * FROM \"" + table + "\"'"
                + home(homeOf(waiting.folder()));
    }

    public static String discard(PendingPackage waiting) {
        return "pipette pipeline " + waiting.pipeline() + " discard " + waiting.loadId()
                + home(homeOf(waiting.folder()));
    }

    public static String retry(PendingPackage waiting) {
        return "pipette pipeline " + waiting.pipeline() + " retry " + waiting.loadId() + home(homeOf(waiting.folder()));
    }

    public static String giveUp(PendingPackage waiting) {
        return "pipette pipeline " + waiting.pipeline() + " give-up " + waiting.loadId()
                + home(homeOf(waiting.folder()));
    }

    static String giveUp(Pipeline pipeline, String loadId) {
        return "pipette pipeline " + pipeline.name() + " give-up " + loadId + " --yes" + home(pipeline.home());
    }

    /** Loads the rejected rows of a load. */
    public static String replay(Pipeline pipeline, String loadId) {
        return "pipette pipeline " + pipeline.name() + " replay --load " + loadId + home(pipeline.home());
    }

    /** Shows the tables of a package. */
    public static String tables(Pipeline pipeline, String loadId) {
        return "pipette sql package:" + loadId + " \"SHOW TABLES\"" + home(pipeline.home());
    }

    public static String discard(Pipeline pipeline, String loadId) {
        return "pipette pipeline " + pipeline.name() + " discard " + loadId + home(pipeline.home());
    }

    public static String retry(Pipeline pipeline, String loadId) {
        return "pipette pipeline " + pipeline.name() + " retry " + loadId + home(pipeline.home());
    }

    /**
     * Drops a resource.
     *
     * @param remembered whether the working folder knows where the pipeline loads to
     */
    static String drop(Pipeline pipeline, String resource, boolean stateOnly, boolean remembered) {
        return "pipette pipeline " + pipeline.name() + " drop " + quoted(resource) + (stateOnly ? " --state-only" : "")
                + " --yes" + where(pipeline, remembered) + home(pipeline.home());
    }

    /**
     * Migrates columns.
     *
     * @param remembered whether the working folder knows where the pipeline loads to
     */
    static String migrate(Pipeline pipeline, Migration migration, boolean remembered) {
        String steps = migration.steps().stream()
                .map(step -> {
                    String column = step.table() + "." + step.column();
                    return switch (step) {
                        case Migration.Rename rename -> " --rename " + quoted(column + "=" + rename.newName());
                        case Migration.Drop _ -> " --drop " + quoted(column);
                        case Migration.Retype retype ->
                            " --retype " + quoted(column + "=" + retype.type().describe());
                        case Migration.Restore _ -> " --restore " + quoted(column);
                    };
                })
                .collect(Collectors.joining());
        return "pipette pipeline " + pipeline.name() + " migrate" + steps + " --yes" + where(pipeline, remembered)
                + home(pipeline.home());
    }

    private static String where(Pipeline pipeline, boolean remembered) {
        return remembered
                ? ""
                : " --into " + quoted(Secrets.masked(pipeline.destination().toString())) + " --dataset "
                        + quoted(pipeline.datasetName());
    }

    /** The working folder of all pipelines, above {@code pipelines/NAME/packages/LOAD_ID}. */
    private static Path homeOf(Path folder) {
        Path home = folder;
        for (int level = 0; level < 4; level++) {
            home = java.util.Objects.requireNonNull(home.getParent());
        }
        return home;
    }

    /** The option that names the working folder; nothing where it is found without. */
    static String home(Path home) {
        Path known = Pipeline.defaultHome().toAbsolutePath().normalize();
        return home.toAbsolutePath().normalize().equals(known) ? "" : " --home " + quoted(home.toString());
    }

    private static String quoted(String argument) {
        return argument.matches("[A-Za-z0-9_./:@%+,=-]+") ? argument : "'" + argument.replace("'", "'\\''") + "'";
    }
}

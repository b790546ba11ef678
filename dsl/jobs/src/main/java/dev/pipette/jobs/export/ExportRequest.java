package dev.pipette.jobs.export;

import com.google.errorprone.annotations.CheckReturnValue;
import dev.pipette.engine.ValueStyle;
import dev.pipette.error.ErrorCode;
import dev.pipette.error.PipetteException;
import dev.pipette.jobs.JobDefinition;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.immutables.value.Value;

/**
 * A job, and what another scheduler has to know besides.
 *
 * <pre>{@code
 * ExportRequest request = ExportRequest.of(job, "jobs/orders.jsh", LocalDate.now())
 *     .secrets(List.of("SHOP_API_KEY", "PIPETTE__DESTINATION__POSTGRES__PASSWORD"))
 *     .image("registry.example/pipette:1.4.0");
 * }</pre>
 *
 * <p>Immutable: its methods return a new value. It holds the names of secrets, never their values.
 */
@Value.Immutable
@ValueStyle
@CheckReturnValue
public abstract class ExportRequest {
    /** The command where the Debian package puts it. */
    public static final String PACKAGED = "/usr/bin/pipette";

    static final String ANY_IMAGE = "pipette:latest";

    private static final Pattern VARIABLE = Pattern.compile("[A-Za-z_][A-Za-z0-9_]*");

    ExportRequest() {}

    /**
     * A job.
     *
     * @param job as it is promoted
     * @param script the path of its script on the machine that runs it; of a source, its name
     * @param start the first day on which the other scheduler may run it
     */
    public static ExportRequest of(JobDefinition job, String script, LocalDate start) {
        return ImmutableExportRequest.builder()
                .job(job)
                .script(script)
                .start(start)
                .build();
    }

    /** The job. */
    public abstract JobDefinition job();

    /** The path of the script, or the name of the source. */
    public abstract String script();

    /** The first day. */
    public abstract LocalDate start();

    /** The environment variables that hold its secrets, by name. */
    public abstract List<String> secrets();

    /** The command, in the image or on the machine that runs it. */
    @Value.Default
    public String command() {
        return PACKAGED;
    }

    /** The command on this machine, for its own schedulers. */
    public abstract Optional<Path> launcher();

    /** The working folder of its pipelines on this machine; that of the user who runs it where it is empty. */
    public abstract Optional<Path> home();

    /** Who runs it on this machine; root, where the scheduler does not say. */
    public abstract Optional<String> user();

    /** The image, for schedulers that run containers. */
    @Value.Default
    public String image() {
        return ANY_IMAGE;
    }

    /** Refuses names that no environment takes. */
    @Value.Check
    protected void check() {
        for (String name : secrets()) {
            if (!VARIABLE.matcher(name).matches()) {
                throw new PipetteException(
                        ErrorCode.BAD_USAGE,
                        "'" + name
                                + "' is not the name of an environment variable. Name a setting like sources.shop.api_key as"
                                + " PIPETTE__SOURCES__SHOP__API_KEY.");
            }
        }
    }

    /** Needs secrets, by the names of their environment variables. */
    public final ExportRequest secrets(List<String> names) {
        return copy().withSecrets(names);
    }

    /** Calls the command by another path. */
    public final ExportRequest command(String path) {
        return copy().withCommand(path);
    }

    /** Calls this launcher where a scheduler of this machine runs it. */
    public final ExportRequest launcher(Path path) {
        return copy().withLauncher(path);
    }

    /** Keeps its pipelines in this folder where a scheduler of this machine runs it. */
    public final ExportRequest home(Path folder) {
        return copy().withHome(folder);
    }

    /** Runs as this user where a scheduler of this machine runs it. */
    public final ExportRequest user(String name) {
        return copy().withUser(name);
    }

    /** As a scheduler of this machine runs it. */
    final ExportRequest here() {
        return launcher().map(path -> command(path.toString())).orElse(this);
    }

    /** Runs in an image. */
    public final ExportRequest image(String image) {
        return copy().withImage(image);
    }

    private ImmutableExportRequest copy() {
        return (ImmutableExportRequest) this;
    }
}

package dev.pipette.jobs.export;

import dev.pipette.error.ErrorCode;
import dev.pipette.error.PipetteException;
import java.util.Arrays;
import java.util.Locale;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Writes a job for another scheduler. All of them call the same command, {@code pipette run --job NAME --interval INTERVAL}, or
 * {@code --occurrence INTERVAL} for a source that follows its own cursors, so that an occurrence has the same identity whoever runs
 * it.
 *
 * <pre>{@code
 * Export export = Exporter.of("kubernetes").export(ExportRequest.of(job, "jobs/orders.jsh", LocalDate.now()));
 * for (Export.File file : export.files()) {
 *     Files.writeString(folder.resolve(file.name()), file.text());
 * }
 * }</pre>
 */
public enum Exporter {
    /** A service and a timer. */
    SYSTEMD(request -> SystemdUnits.export(request.here())),
    /** A line of a crontab. */
    CRON(request -> Crontab.export(request.here())),
    /** A CronJob. */
    KUBERNETES(KubernetesCronJob::export),
    /** A workflow. */
    GITHUB_ACTIONS(GitHubWorkflow::export),
    /** A DAG. */
    AIRFLOW(AirflowDag::export),
    /** A flow. */
    KESTRA(KestraFlow::export);

    private final Function<ExportRequest, Export> way;

    Exporter(Function<ExportRequest, Export> way) {
        this.way = way;
    }

    /** Its name as a word of the command: {@code github-actions}. */
    public String word() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /**
     * The exporter of a name.
     *
     * @throws PipetteException BAD_USAGE that lists all of them
     */
    public static Exporter of(String word) {
        return Arrays.stream(values())
                .filter(exporter -> exporter.word().equals(word))
                .findFirst()
                .orElseThrow(() -> new PipetteException(
                        ErrorCode.BAD_USAGE,
                        "'" + word + "' is not a scheduler that jobs can be exported for. Use "
                                + Arrays.stream(values()).map(Exporter::word).collect(Collectors.joining(", ")) + "."));
    }

    /**
     * Writes the job.
     *
     * @throws PipetteException BAD_USAGE for a job that this scheduler cannot run
     */
    public Export export(ExportRequest request) {
        return way.apply(request);
    }
}

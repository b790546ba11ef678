package dev.pipette.cli.jobs;

import dev.pipette.cli.ExitCodes;
import dev.pipette.cli.JsonDocument;
import dev.pipette.error.ErrorCode;
import dev.pipette.error.PipetteException;
import dev.pipette.jobs.JobDefinition;
import dev.pipette.jobs.export.Export;
import dev.pipette.jobs.export.ExportRequest;
import dev.pipette.jobs.export.Exporter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The files of another scheduler, in the place of a job. */
final class ExportOptions {
    /** Set by the launcher: its own path. */
    private static final String LAUNCHER = "pipette.launcher";

    @Option(
            names = "--export",
            paramLabel = "SCHEDULER",
            completionCandidates = Schedulers.class,
            description = "Writes files for another scheduler, and saves no job: ${COMPLETION-CANDIDATES}.")
    private @Nullable String target;

    @Option(
            names = {"-o", "--output"},
            paramLabel = "DIR",
            description = "With --export: the folder for the files. Default: this one.")
    private Path folder = Path.of("");

    @Option(
            names = "--secret",
            split = ",",
            hideParamSyntax = true,
            paramLabel = "VARIABLE,..",
            description =
                    "With --export: environment variables that hold secrets of the job. Their names are written, and"
                            + " never their values.")
    private List<String> secrets = List.of();

    @Option(
            names = "--image",
            paramLabel = "IMAGE",
            description = "With --export: the image with Pipette, for a scheduler that runs containers.")
    private @Nullable String image;

    /** For completion and for the help text. */
    static final class Schedulers implements Iterable<String> {
        @Override
        public Iterator<String> iterator() {
            return Stream.of(Exporter.values()).map(Exporter::word).iterator();
        }
    }

    /** Whether files are asked for. */
    boolean isAsked() {
        return target != null;
    }

    /**
     * Checks the options before anything runs.
     *
     * @throws PipetteException BAD_USAGE
     */
    void check() {
        if (target != null) {
            Exporter _ = Exporter.of(target);
        } else if (!secrets.isEmpty() || image != null) {
            throw new PipetteException(
                    ErrorCode.BAD_USAGE,
                    (image == null ? "--secret" : "--image") + " belongs to --export, and --export is missing.");
        }
    }

    /** Writes the files, or only names them, and says what the other scheduler does in another way. */
    int write(JobDefinition job, String script, Optional<Path> home, Answer answer, boolean dry) throws IOException {
        ExportRequest plain = ExportRequest.of(
                        job, script, LocalDate.now(job.schedule().zone()))
                .secrets(secrets)
                .user(System.getProperty("user.name"));
        ExportRequest launched = launcher().map(plain::launcher).orElse(plain);
        ExportRequest request = home.map(launched::home).orElse(launched);
        Export export = Exporter.of(String.valueOf(target)).export(image == null ? request : request.image(image));
        List<Path> files = new ArrayList<>();
        for (Export.File file : export.files()) {
            files.add(dry ? place(file) : written(file));
        }
        StringBuilder text = new StringBuilder();
        files.forEach(file ->
                text.append(dry ? "would write " : "wrote ").append(file).append('\n'));
        export.warnings()
                .forEach(warning -> text.append("note: ").append(warning).append('\n'));
        answer.print(
                text.toString().stripTrailing(),
                JsonDocument.indented(JsonDocument.object(
                        "status", dry ? "checked" : "exported",
                        "job", job.name(),
                        "scheduler", target,
                        "files", files.stream().map(Path::toString).toList(),
                        "notes", export.warnings())));
        return ExitCodes.SUCCESS;
    }

    /** The launcher that started this process, by the name that stays where it is updated. */
    private static Optional<Path> launcher() throws IOException {
        String started = System.getProperty(LAUNCHER, "");
        Path packaged = Path.of(ExportRequest.PACKAGED);
        return started.isEmpty() || Files.exists(packaged) && Files.isSameFile(packaged, Path.of(started))
                ? Optional.empty()
                : Optional.of(Path.of(started));
    }

    private Path place(Export.File file) {
        return folder.resolve(file.name()).toAbsolutePath().normalize();
    }

    private Path written(Export.File file) throws IOException {
        Path path = place(file);
        if (Files.exists(path) && !Files.readString(path).equals(file.text())) {
            throw new PipetteException(
                    ErrorCode.BAD_USAGE,
                    path + " exists and is another one. Remove it, or name another folder with -o DIR.");
        }
        Files.createDirectories(path.resolveSibling(".").normalize());
        return Files.writeString(path, file.text());
    }
}

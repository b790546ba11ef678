package dev.pipette.cli.jobs;

import dev.pipette.RunInterval;
import dev.pipette.admin.RunningScript;
import dev.pipette.cli.KnownSources;
import dev.pipette.cli.Libraries;
import dev.pipette.cli.OnlyOption;
import dev.pipette.cli.ProgramFile;
import dev.pipette.error.ErrorCode;
import dev.pipette.error.PipetteException;
import dev.pipette.jobs.JobDefinition;
import dev.pipette.jobs.Work;
import dev.pipette.jobs.time.FireTimes;
import dev.pipette.settings.EnvFile;
import dev.pipette.text.Secrets;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** What a job runs, and what it decides in the place of a script. */
final class WorkOptions {
    @Parameters(
            index = "0",
            paramLabel = "FILE|SOURCE",
            completionCandidates = KnownSources.class,
            description = "A file that ends in .jsh, .java or .yaml, or a source: ${COMPLETION-CANDIDATES}.")
    private String word = "";

    @Option(
            names = "--interval",
            description =
                    "Each occurrence loads the rows of its interval: a script reads run.interval(), or the parameters"
                            + " from and to; a source takes the rows between the two values of its cursors. Without it, each one"
                            + " loads what is new.")
    private boolean byInterval;

    @Option(
            names = "--param",
            paramLabel = "NAME=VALUE",
            description = "Gives a script the value of a parameter. Secrets belong into the settings.")
    private List<String> params = List.of();

    @Option(
            names = "--into",
            paramLabel = "DESTINATION",
            description = "Where to load to, in the place of what the script says. A source needs it. Passwords belong"
                    + " into the settings.")
    private @Nullable String into;

    @Option(names = "--dataset", paramLabel = "NAME", description = "The schema for the tables.")
    private @Nullable String dataset;

    @Mixin
    private final OnlyOption only = new OnlyOption();

    @Option(
            names = "--add",
            paramLabel = "GROUP:ARTIFACT:VERSION",
            description = "Adds a library of a Maven repository, and all that it needs. The store keeps their jars.")
    private List<String> libraries = List.of();

    @Option(
            names = "--env-file",
            paramLabel = "FILE",
            description = "A file of settings, NAME=VALUE a line, that each attempt reads.")
    private @Nullable Path envFile;

    @Option(
            names = "--folder",
            paramLabel = "DIR",
            description = "The working directory of the job: of relative names, pipette.toml and secrets.toml."
                    + " Default: this one.")
    private Path folder = Path.of("");

    @Option(
            names = "--max-heap",
            paramLabel = "SIZE",
            description = "The heap of the job's own JVM, as -Xmx takes it. Default: 1g.")
    private @Nullable String maxHeap;

    @Option(
            names = "--in-process",
            description =
                    "Runs in the JVM of the scheduler, which starts faster, and shares memory and settings with it. What"
                            + " threads print that it does not start itself is in the scheduler's output, not in its log.")
    private boolean inProcess;

    /** The path of the file, or the name of the source. */
    String word() {
        return word;
    }

    /** The file; empty for a source. */
    Optional<Path> script() {
        return ProgramFile.isOne(word) ? Optional.of(ProgramFile.of(word).path()) : Optional.empty();
    }

    /** What runs. */
    Work work() throws IOException {
        Optional<Path> script = script();
        if (script.isPresent()) {
            refuse(OnlyOption.NAME, !only.resources().isEmpty(), "a source, and " + word + " is a program");
            boolean isReplication = ProgramFile.isReplication(word);
            refuse("--param", isReplication && !params.isEmpty(), "a script, and " + word + " is a replication file");
            refuse("--add", isReplication && !libraries.isEmpty(), "a script, and " + word + " is a replication file");
            RunningScript running = RunningScript.of(script.get());
            return new Work.Script(String.valueOf(script.get().getFileName()), running.sha256());
        }
        if (!KnownSources.names().contains(word)) {
            throw new PipetteException(
                    ErrorCode.BAD_USAGE,
                    word + " is neither a source nor a program. Name a .jsh, .java or .yaml file, or a source: "
                            + String.join(", ", KnownSources.names()) + ".");
        }
        refuse("--param", !params.isEmpty(), "a program, and " + word + " is a source");
        refuse("--add", !libraries.isEmpty(), "a program, and " + word + " is a source");
        if (into == null) {
            throw new PipetteException(
                    ErrorCode.BAD_USAGE, word + " is a source, and a source needs --into DESTINATION.");
        }
        return new Work.SourceOf(word, only.resources(), Optional.empty());
    }

    /** The jars of --add, which are downloaded where they are not there. */
    List<Path> libraryFiles(PrintWriter err) {
        return Libraries.resolved(libraries, line -> {
            err.println("pipette: " + line);
            err.flush();
        });
    }

    /**
     * Checks what is to become a job.
     *
     * @param home the working folder
     * @param begins gets what is checked next, where that takes seconds
     */
    CheckList check(JobDefinition job, List<Path> jars, Path home, Consumer<String> begins)
            throws IOException, InterruptedException {
        Optional<RunInterval> newest = FireTimes.of(job.schedule())
                .newest(Instant.now())
                .or(() -> Optional.of(yesterday(job.schedule().zone())));
        Optional<RunInterval> planned =
                newest.filter(_ -> job.isByInterval() || !job.work().hasCursors());
        Candidate.Work runs = ProgramFile.isOne(word)
                ? new Candidate.Script(Path.of(word), job.parameters(), jars)
                : new Candidate.SourceOf(word, only.resources(), Optional.empty());
        return new CheckList(PromotionChecks.of(
                        new Candidate(
                                runs,
                                new Candidate.Target(job.into(), job.dataset(), planned, job.isByInterval()),
                                new Candidate.Place(job.folder().orElse(folder), home, variables())),
                        begins)
                .all());
    }

    private static RunInterval yesterday(ZoneId zone) {
        ZonedDateTime today = LocalDate.now(zone).atStartOfDay(zone);
        return new RunInterval(today.minusDays(1), today);
    }

    private Map<String, String> variables() {
        Map<String, String> variables = new HashMap<>(System.getenv());
        if (envFile != null) {
            variables.putAll(EnvFile.read(envFile, System.getenv()));
        }
        return variables;
    }

    private static void refuse(String option, boolean given, String why) {
        if (given) {
            throw new PipetteException(ErrorCode.BAD_USAGE, option + " is for " + why + ". Leave it out.");
        }
    }

    /** What runs in the JVM of the scheduler has its settings and its memory. */
    private void checkInProcess() {
        if (inProcess && word.endsWith(".java")) {
            throw new PipetteException(
                    ErrorCode.BAD_USAGE,
                    "--in-process is for .jsh and .yaml files and sources: " + word
                            + " always runs in a JVM of its own. Leave it out.");
        }
        if (inProcess && (envFile != null || maxHeap != null)) {
            throw new PipetteException(
                    ErrorCode.BAD_USAGE,
                    (envFile != null ? "--env-file" : "--max-heap")
                            + " is for a job with a JVM of its own, and --in-process is given. Leave one of them out.");
        }
    }

    /** The definition with what these options say. */
    JobDefinition of(JobDefinition job) {
        checkInProcess();
        JobDefinition with = job.folder(existing("--folder", folder, Files.isDirectory(folder.toAbsolutePath())));
        with = byInterval ? with.byInterval() : with;
        for (String param : params) {
            with = param(with, param);
        }
        with = into == null ? with : with.into(withoutSecret("--into", into));
        with = dataset == null ? with : with.dataset(dataset);
        with = libraries.isEmpty() ? with : with.libraries(libraries);
        with = envFile == null ? with : with.envFile(existing("--env-file", envFile, Files.isRegularFile(envFile)));
        with = maxHeap == null ? with : with.maxHeap(heap(maxHeap));
        return inProcess ? with.inProcess() : with;
    }

    private static JobDefinition param(JobDefinition job, String written) {
        int equals = written.indexOf('=');
        if (equals < 1) {
            throw new PipetteException(
                    ErrorCode.BAD_USAGE, "--param " + written + ": write the name and the value, like --param days=7");
        }
        String name = written.substring(0, equals);
        if (Secrets.isSecretName(name)) {
            Secrets.remember(written.substring(equals + 1));
            throw new PipetteException(
                    ErrorCode.BAD_USAGE,
                    "--param " + name + " looks like a secret, and the store of jobs keeps no secrets. Put it into the"
                            + " settings: into secrets.toml in the folder of the job, or into the file of --env-file.");
        }
        withoutSecret("--param", written);
        if (job.parameters().containsKey(name)) {
            throw new PipetteException(
                    ErrorCode.BAD_USAGE, "--param " + name + " is given twice. Leave one of them out.");
        }
        return job.param(name, written.substring(equals + 1));
    }

    /** A text that the store may keep. */
    static String withoutSecret(String option, String text) {
        Secrets.rememberAddress(text);
        String masked = Secrets.masked(text);
        if (!masked.equals(text)) {
            throw new PipetteException(
                    ErrorCode.BAD_USAGE,
                    option + " " + masked
                            + " has a secret in it, and the store of jobs keeps no secrets. Put it into the"
                            + " settings: 'pipette config' lists those that are set.");
        }
        return text;
    }

    private static Path existing(String option, Path path, boolean isThere) {
        Path whole = path.toAbsolutePath().normalize();
        if (!isThere) {
            throw new PipetteException(
                    ErrorCode.BAD_USAGE,
                    option + ": there is no " + (option.equals("--folder") ? "folder " : "file ") + whole
                            + ". Correct the path.");
        }
        return whole;
    }

    private static String heap(String size) {
        if (!size.matches("[1-9][0-9]*[kKmMgG]?")) {
            throw new PipetteException(
                    ErrorCode.BAD_USAGE, "--max-heap " + size + ": write a number and k, m or g, like 512m or 2g.");
        }
        return size;
    }
}

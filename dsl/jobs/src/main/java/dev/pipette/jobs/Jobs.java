package dev.pipette.jobs;

import dev.pipette.Destination;
import dev.pipette.Pipeline;
import dev.pipette.Pipette;
import dev.pipette.error.ErrorCode;
import dev.pipette.error.PipetteException;
import dev.pipette.jobs.store.JobStore;
import dev.pipette.jobs.store.Promoted;
import dev.pipette.jobs.store.Promotion;
import dev.pipette.jobs.store.StoredFiles;
import dev.pipette.settings.Settings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The jobs of a store: promotes, lists and changes them. A scheduler on the same store runs them.
 *
 * <pre>{@code
 * Path script = Path.of("orders.jsh");
 * Schedule hourly = new Schedule.Cron("15 * * * *", ZoneId.of("America/New_York"));
 * try (Jobs jobs = Jobs.open()) {
 *     jobs.promote(JobDefinition.of("orders", Jobs.script(script), hourly).freshWithin(Duration.ofHours(3)), script);
 *     jobs.job("orders").history(20).forEach(System.out::println);
 * }
 * }</pre>
 *
 * <p>May be shared by threads. Close it to end its connections.
 */
public final class Jobs implements AutoCloseable {
    /** The setting that names the store. */
    public static final String STORE = "jobs.store";

    private static final Pattern NAME = Pattern.compile("[A-Za-z_][A-Za-z0-9_-]*");

    private final JobStore store;
    private final Clock clock;
    private final String user;

    private Jobs(JobStore store, Clock clock) {
        this.store = store;
        this.clock = clock;
        this.user = System.getProperty("user.name", "unknown");
    }

    /**
     * Opens the store that the setting {@code jobs.store} names; without it, the file {@code jobs/jobs.sqlite} of the home folder.
     *
     * <pre>{@code
     * [jobs]
     * store = "warehouse"   # [destination.warehouse], or postgres://user@host/database
     * }</pre>
     *
     * @throws PipetteException what the store refuses: a login, a newer version, a file that cannot be used
     */
    public static Jobs open() {
        Settings settings = Settings.load();
        return open(settings.find(STORE), Pipeline.defaultHome(), settings);
    }

    /**
     * Opens a store in PostgreSQL: {@code Jobs.open("warehouse")}.
     *
     * @param named an address like {@code postgres://user@host/database}, or the name of a destination of the settings
     */
    public static Jobs open(String named) {
        return open(Optional.of(named), Pipeline.defaultHome(), Settings.load());
    }

    /** Opens a store in PostgreSQL: {@code Jobs.open(Pipette.postgres("postgres://loader@db.example.com/warehouse"))}. */
    public static Jobs open(Destination destination) {
        return of(JobStore.postgres(destination, Pipeline.defaultHome()), Clock.systemUTC());
    }

    /**
     * Opens a store.
     *
     * @param named an address of PostgreSQL, or the name of a destination of the settings; empty for the file of the home folder
     * @param home the home folder
     * @param settings that know the names of destinations, and their logins
     */
    public static Jobs open(Optional<String> named, Path home, Settings settings) {
        JobStore store = named.map(name -> JobStore.postgres(destination(name, settings), home))
                .orElseGet(() -> JobStore.embedded(home));
        return of(store, Clock.systemUTC());
    }

    private static Destination destination(String name, Settings settings) {
        return NAME.matcher(name).matches()
                ? Pipette.destination(name, settings)
                : Destination.parse(name).completed(settings);
    }

    /** The jobs of a store that is open; to close this closes the store. */
    public static Jobs of(JobStore store, Clock clock) {
        return new Jobs(store, clock);
    }

    /** A script as the work of a job: {@code JobDefinition.of("orders", Jobs.script(Path.of("orders.jsh")), hourly)}. */
    public static Work script(Path file) {
        return new Work.Script(String.valueOf(file.getFileName()), StoredFiles.sha256(read(file)));
    }

    /** The store, for a scheduler. */
    public JobStore store() {
        return store;
    }

    /** Makes a version of a job that runs a script, as {@link #promote(JobDefinition, Optional, List)} does. */
    public Promoted promote(JobDefinition job, Path script) {
        return promote(job, Optional.of(script), List.of());
    }

    /**
     * Makes a version of a job, which runs from now on: the definition, the script and the libraries are kept, so that a change of
     * the files changes nothing. The same again makes no version. A job without a folder has the working directory of this process.
     * Nothing is checked: {@code pipette promote} compiles, plans and tests before it saves.
     *
     * @param script of the job; empty for a source
     * @param libraries the files of its libraries
     * @throws PipetteException BAD_USAGE when the job runs after one that is not there, or after itself
     */
    public Promoted promote(JobDefinition job, Optional<Path> script, List<Path> libraries) {
        JobDefinition placed =
                job.folder().isPresent() ? job : job.folder(Path.of("").toAbsolutePath());
        return store.jobs()
                .promote(new Promotion(placed, script.map(Jobs::read), jars(libraries)), user, clock.instant());
    }

    /**
     * Refuses what {@link #promote(JobDefinition, Path)} refuses, and saves nothing.
     *
     * @throws PipetteException BAD_USAGE when the job runs after one that is not there, or after itself
     */
    public void check(JobDefinition job) {
        store.jobs().check(job);
    }

    /** By a name of its own each, in the order of the class path: libraries of two groups may have one file name. */
    private static Map<String, byte[]> jars(List<Path> libraries) {
        Map<String, byte[]> jars = new LinkedHashMap<>();
        for (Path library : libraries) {
            byte[] content = read(library);
            String name = String.valueOf(library.getFileName());
            boolean isTaken = jars.containsKey(name) && !Arrays.equals(jars.get(name), content);
            jars.put(isTaken ? StoredFiles.sha256(content).substring(0, 12) + "-" + name : name, content);
        }
        return jars;
    }

    private static byte[] read(Path file) {
        try {
            return Files.readAllBytes(file);
        } catch (NoSuchFileException missing) {
            throw new PipetteException(
                    ErrorCode.BAD_USAGE, "there is no file " + file + ". Nothing was promoted.", missing);
        } catch (IOException failed) {
            throw new PipetteException(
                    ErrorCode.BAD_USAGE,
                    "could not read " + file + ": " + failed.getMessage() + ". Nothing was promoted.",
                    failed);
        }
    }

    /** The promoted jobs by name, those that this Pipette can read. */
    public List<JobInfo> list() {
        return store.jobs().list();
    }

    /** The promoted jobs that this Pipette cannot read: {@code jobs.unreadable().forEach(System.err::println)}. */
    public List<UnreadableJob> unreadable() {
        return store.jobs().listing().unreadable();
    }

    /**
     * A job by its name. Its methods refuse a job that is not there; {@link Job#history} and {@link Job#versions} also read what is
     * left of one that was unpromoted.
     */
    public Job job(String name) {
        return new Job(store, clock, user, name);
    }

    @Override
    public void close() {
        store.close();
    }
}

package dev.pipette.jobs;

import com.google.errorprone.annotations.CheckReturnValue;
import dev.pipette.engine.ValueStyle;
import dev.pipette.error.ErrorCode;
import dev.pipette.error.PipetteException;
import dev.pipette.jobs.time.Durations;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.immutables.value.Value;

/**
 * What a job runs, when, and what happens when it fails.
 *
 * <pre>{@code
 * JobDefinition orders = JobDefinition.of("orders", work, new Schedule.Cron("15 * * * *", ZoneId.of("America/New_York")))
 *     .byInterval()
 *     .retries(new RetryPolicy(6, Duration.ofMinutes(1), 2, Duration.ofMinutes(30), 0.2))
 *     .freshWithin(Duration.ofHours(3));
 * }</pre>
 *
 * <p>Immutable: its methods return a new value.
 */
@Value.Immutable
@ValueStyle
@CheckReturnValue
public abstract class JobDefinition {
    /** How long logs are kept where nobody chose. */
    public static final Duration KEEP_LOGS = Duration.ofDays(14);

    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9_.-]{0,99}");

    private static final Pattern HEAP = Pattern.compile("[1-9]\\d{0,9}[kKmMgG]?");
    private static final Duration LONGEST = Duration.ofDays(3660);

    JobDefinition() {}

    /** A job; all else is as usual. */
    public static JobDefinition of(String name, Work work, Schedule schedule) {
        return ImmutableJobDefinition.builder()
                .name(name)
                .work(work)
                .schedule(schedule)
                .build();
    }

    /** Its name: letters, digits, {@code _}, {@code -} and {@code .}, 100 at most. */
    public abstract String name();

    /** What it runs. */
    public abstract Work work();

    /** When it is due. */
    public abstract Schedule schedule();

    /** Whether an occurrence loads what belongs to its interval, and not what is new. */
    @Value.Default
    public boolean isByInterval() {
        return false;
    }

    /** Parameters of the script by name. */
    public abstract Map<String, String> parameters();

    /** The destination, in the place of what the script says. */
    public abstract Optional<String> into();

    /** The dataset, in the place of what the script says. */
    public abstract Optional<String> dataset();

    /** Libraries that the script uses, {@code GROUP:ARTIFACT:VERSION}. */
    public abstract List<String> libraries();

    /** How often it is tried again. */
    @Value.Default
    public RetryPolicy retries() {
        return RetryPolicy.USUAL;
    }

    /** How long an attempt may take. */
    @Value.Default
    public Duration timeout() {
        return Duration.ofHours(6);
    }

    /** How long an attempt that is asked to stop may take before its process is killed. */
    @Value.Default
    public Duration grace() {
        return Duration.ofSeconds(30);
    }

    /** What happens with occurrences that were missed. By default, a job that loads by interval runs all of them. */
    @Value.Derived
    public MissedRuns missed() {
        return missedChoice().orElse(isByInterval() ? MissedRuns.ALL : MissedRuns.LATEST);
    }

    /** What somebody chose: a default that depends on another value must not be kept in its place. */
    @Value.Auxiliary
    abstract Optional<MissedRuns> missedChoice();

    /** What happens with an occurrence while another one runs. */
    @Value.Default
    public Overlap overlap() {
        return Overlap.QUEUE;
    }

    /** The jobs whose success starts an occurrence of this one. */
    public abstract List<String> after();

    /** How old the last success may be. */
    public abstract Optional<Duration> freshWithin();

    /** Who gets an alert about what. */
    public abstract List<AlertRule> alerts();

    /** A file of settings, {@code NAME=VALUE} a line, read by each attempt. */
    public abstract Optional<Path> envFile();

    /** The working directory of its attempts; without one, a folder of the attempt. */
    public abstract Optional<Path> folder();

    /** The heap of its process, as {@code -Xmx} takes it. */
    @Value.Default
    public String maxHeap() {
        return "1g";
    }

    /** Whether it runs in the JVM of the scheduler. */
    @Value.Default
    public boolean isInProcess() {
        return false;
    }

    /** How long the logs of its attempts are kept. */
    @Value.Default
    public Duration keepLogs() {
        return KEEP_LOGS;
    }

    /** Refuses a name, a time or a size that cannot be one. */
    @Value.Check
    protected void check() {
        if (!NAME.matcher(name()).matches()) {
            throw new PipetteException(
                    ErrorCode.BAD_USAGE,
                    "'" + name()
                            + "' is not the name of a job: use letters, digits, '_', '-' and '.', beginning with a letter or"
                            + " digit, 100 at most.");
        }
        checkTime("the time limit (--timeout)", timeout(), Duration.ofSeconds(1));
        checkTime("the grace period (--grace)", grace(), Duration.ZERO);
        checkTime("the time that logs are kept (--keep-logs)", keepLogs(), Duration.ZERO);
        freshWithin().ifPresent(time -> checkTime("the promised time (--fresh-within)", time, Duration.ofMinutes(1)));
        if (!HEAP.matcher(maxHeap()).matches()) {
            throw refused("'" + maxHeap()
                    + "' is not a heap size (--max-heap): write megabytes or gigabytes like 512m or 2g.");
        }
    }

    private void checkTime(String what, Duration time, Duration least) {
        if (time.compareTo(least) < 0 || time.compareTo(LONGEST) > 0) {
            throw refused(
                    what + " cannot be " + Durations.text(time) + ": " + Durations.text(least) + " is the least and "
                            + Durations.text(LONGEST) + " (ten years) the most. Write it like 30s, 90m, 6h or 14d.");
        }
    }

    private PipetteException refused(String problem) {
        return new PipetteException(ErrorCode.BAD_USAGE, "the job '" + name() + "': " + problem);
    }

    /** Lets an occurrence load what belongs to its interval. */
    public final JobDefinition byInterval() {
        return copy().withIsByInterval(true);
    }

    /** Gives a parameter its value. */
    public final JobDefinition param(String name, Object value) {
        Map<String, String> all = new LinkedHashMap<>(parameters());
        all.put(name, value.toString());
        return copy().withParameters(all);
    }

    /** Loads into another destination than the script says. */
    public final JobDefinition into(String destination) {
        return copy().withInto(destination);
    }

    /** Loads into another dataset than the script says. */
    public final JobDefinition dataset(String dataset) {
        return copy().withDataset(dataset);
    }

    /** Uses libraries, {@code GROUP:ARTIFACT:VERSION}. */
    public final JobDefinition libraries(List<String> coordinates) {
        return copy().withLibraries(coordinates);
    }

    /** Tries again in another way. */
    public final JobDefinition retries(RetryPolicy policy) {
        return copy().withRetries(policy);
    }

    /** Ends attempts that take longer. */
    public final JobDefinition timeout(Duration limit) {
        return copy().withTimeout(limit);
    }

    /** Lets an attempt that is asked to stop take this long. */
    public final JobDefinition grace(Duration grace) {
        return copy().withGrace(grace);
    }

    /** Treats missed occurrences in another way. */
    public final JobDefinition missed(MissedRuns policy) {
        return copy().withMissedChoice(policy);
    }

    /** Treats overlapping occurrences in another way. */
    public final JobDefinition overlap(Overlap policy) {
        return copy().withOverlap(policy);
    }

    /** Starts an occurrence after each success of other jobs. */
    public final JobDefinition after(String... jobs) {
        return copy().withAfter(jobs);
    }

    /** Promises a success within this time. */
    public final JobDefinition freshWithin(Duration time) {
        return copy().withFreshWithin(time);
    }

    /** Sends alerts by these rules. */
    public final JobDefinition alerts(List<AlertRule> rules) {
        return copy().withAlerts(rules);
    }

    /** Reads settings from a file. */
    public final JobDefinition envFile(Path file) {
        return copy().withEnvFile(file);
    }

    /** Runs in a working directory. */
    public final JobDefinition folder(Path folder) {
        return copy().withFolder(folder);
    }

    /** Gives its process another heap. */
    public final JobDefinition maxHeap(String size) {
        return copy().withMaxHeap(size);
    }

    /** Runs in the JVM of the scheduler. */
    public final JobDefinition inProcess() {
        return copy().withIsInProcess(true);
    }

    /** Keeps logs for another time. */
    public final JobDefinition keepLogs(Duration time) {
        return copy().withKeepLogs(time);
    }

    /** {@code orders: orders.jsh, every 1h UTC}. */
    @Override
    public final String toString() {
        return name() + ": " + work() + ", " + schedule();
    }

    private ImmutableJobDefinition copy() {
        return (ImmutableJobDefinition) this;
    }
}

package dev.pipette.jobs.policy;

import com.google.errorprone.annotations.CheckReturnValue;
import dev.pipette.RunInterval;
import dev.pipette.engine.ValueStyle;
import dev.pipette.jobs.AttemptEnd;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Optional;
import org.immutables.value.Value;

/**
 * What an alert can say about a job.
 *
 * <pre>{@code
 * AlertFacts facts = AlertFacts.of("orders", 3, clock.instant(), zone).interval(interval).ended(4, end).host("worker-2");
 * }</pre>
 *
 * <p>Immutable: its methods return a new value.
 */
@Value.Immutable
@ValueStyle
@CheckReturnValue
public abstract class AlertFacts {
    AlertFacts() {}

    /** A job, one of its versions, the time of the alert, and the zone in which times are written. */
    public static AlertFacts of(String job, int version, Instant at, ZoneId zone) {
        return ImmutableAlertFacts.builder()
                .job(job)
                .version(version)
                .at(at)
                .zone(zone)
                .build();
    }

    /** The name of the job. */
    public abstract String job();

    /** The version of the job. */
    public abstract int version();

    /** When the alert was due. */
    public abstract Instant at();

    /** The zone of times. */
    public abstract ZoneId zone();

    /** The number of the occurrence. */
    public abstract Optional<Long> occurrence();

    /** The interval of the occurrence. */
    public abstract Optional<RunInterval> interval();

    /** How many attempts were made; 0 where the alert is not about an attempt. */
    @Value.Default
    public int attempts() {
        return 0;
    }

    /** How the last attempt ended. */
    public abstract Optional<AttemptEnd> end();

    /** The last success of the job. */
    public abstract Optional<Instant> lastSuccess();

    /** The time within which a success was promised. */
    public abstract Optional<Duration> promised();

    /** The start of the attempt that does not end. */
    public abstract Optional<Instant> startedAt();

    /** The machine of the attempt. */
    public abstract Optional<String> host();

    /** The version of Pipette. */
    public abstract Optional<String> pipette();

    /** Whether nothing happened, and a person tests the alerts of the job. */
    @Value.Default
    public boolean isTest() {
        return false;
    }

    /** Is a test. */
    public final AlertFacts test() {
        return copy().withIsTest(true);
    }

    /** Is about this occurrence. */
    public final AlertFacts occurrence(long number, RunInterval interval) {
        return copy().withOccurrence(number).withInterval(interval);
    }

    /** Is about the last of this many attempts, which ended. */
    public final AlertFacts ended(int attempts, AttemptEnd end) {
        return copy().withAttempts(attempts).withEnd(end);
    }

    /** Is about an attempt that does not end. */
    public final AlertFacts running(int attempt, Instant startedAt) {
        return copy().withAttempts(attempt).withStartedAt(startedAt);
    }

    /** Is about a job that promised a success within this time. */
    public final AlertFacts promised(Duration within) {
        return copy().withPromised(within);
    }

    /** The job succeeded last at this time. */
    public final AlertFacts lastSuccess(Instant time) {
        return copy().withLastSuccess(time);
    }

    /** The attempt ran on this machine. */
    public final AlertFacts host(String name) {
        return copy().withHost(name);
    }

    /** The attempt ran in this version of Pipette. */
    public final AlertFacts pipette(String version) {
        return copy().withPipette(version);
    }

    private ImmutableAlertFacts copy() {
        return (ImmutableAlertFacts) this;
    }
}

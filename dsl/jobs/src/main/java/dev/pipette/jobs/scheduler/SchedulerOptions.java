package dev.pipette.jobs.scheduler;

import com.google.errorprone.annotations.CheckReturnValue;
import dev.pipette.jobs.alert.AlertSenders;
import java.nio.file.Path;
import java.time.Duration;
import org.immutables.value.Value;

/**
 * How a scheduler works.
 *
 * <pre>{@code
 * SchedulerOptions options = SchedulerOptions.of(home, AlertSenders.of(settings, clock)).workers(8);
 * }</pre>
 *
 * <p>Immutable: its methods return a new value.
 */
@Value.Immutable
@Value.Style(
        visibility = Value.Style.ImplementationVisibility.PACKAGE,
        overshadowImplementation = true,
        jdkOnly = true,
        allParameters = false)
@CheckReturnValue
public abstract class SchedulerOptions {
    SchedulerOptions() {}

    /** The usual ones. */
    public static SchedulerOptions of(Path home, AlertSenders alerts) {
        return ImmutableSchedulerOptions.builder()
                .home(home.toAbsolutePath())
                .alerts(alerts)
                .build();
    }

    /** The working folder of the pipelines on this machine; the logs of attempts are in it too. */
    public abstract Path home();

    /** Who sends alerts. */
    public abstract AlertSenders alerts();

    /** How many attempts run at a time. */
    @Value.Default
    public int workers() {
        return 4;
    }

    /** The name of this scheduler, which its machine and its process follow. */
    @Value.Default
    public String name() {
        return HostName.get();
    }

    /** The pause between two looks at what is due. */
    @Value.Default
    public Duration look() {
        return Duration.ofSeconds(2);
    }

    /** The pause between two looks whether a running attempt is to stop. */
    @Value.Default
    public Duration pulse() {
        return Duration.ofSeconds(2);
    }

    /** The longest time between two signs of life. */
    @Value.Default
    public Duration heartbeat() {
        return Duration.ofSeconds(4);
    }

    /** After how many missing signs of life an attempt is taken over. */
    @Value.Default
    public int missedHeartbeats() {
        return 4;
    }

    /** Who hears what it does. */
    @Value.Default
    public SchedulerListener listener() {
        return SchedulerListener.NONE;
    }

    /** Lets somebody hear what it does. */
    public final SchedulerOptions listener(SchedulerListener listener) {
        return copy().withListener(listener);
    }

    /** Runs this many attempts at a time. */
    public final SchedulerOptions workers(int count) {
        return copy().withWorkers(count);
    }

    /** Has another name. */
    public final SchedulerOptions name(String name) {
        return copy().withName(name);
    }

    /** Looks at other times: for tests. */
    public final SchedulerOptions times(Duration look, Duration pulse, Duration heartbeat, int missedHeartbeats) {
        return copy().withLook(look).withPulse(pulse).withHeartbeat(heartbeat).withMissedHeartbeats(missedHeartbeats);
    }

    private ImmutableSchedulerOptions copy() {
        return (ImmutableSchedulerOptions) this;
    }
}

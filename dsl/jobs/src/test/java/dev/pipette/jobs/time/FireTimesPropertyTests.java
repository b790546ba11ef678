package dev.pipette.jobs.time;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pipette.RunInterval;
import dev.pipette.jobs.Schedule;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.zone.ZoneOffsetTransition;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** What holds for the fire times of any schedule, in any zone, close to any change of its clocks. */
class FireTimesPropertyTests {
    /** A schedule, and an instant at which a look at it is worth while. */
    record Look(Schedule schedule, Instant at) {}

    /** Four of five instants are within a day of a change of the clock of the schedule's zone. */
    @Provide
    Arbitrary<Look> looks() {
        return Combinators.combine(
                        Schedules.any(),
                        Schedules.instants(),
                        Arbitraries.longs().between(-100_000, 100_000),
                        Arbitraries.integers().between(0, 4))
                .as((schedule, instant, seconds, choice) -> new Look(
                        schedule, choice == 0 ? instant : nearChange(schedule.zone(), instant, seconds, choice)));
    }

    private static Instant nearChange(ZoneId zone, Instant instant, long seconds, int choice) {
        ZoneOffsetTransition change = zone.getRules().nextTransition(instant);
        if (change == null) {
            return instant;
        }
        return choice == 1 ? change.getInstant() : change.getInstant().plusSeconds(seconds);
    }

    @Property(tries = 2000, edgeCases = EdgeCasesMode.NONE)
    void fire_times_rise_and_their_intervals_join(@ForAll("looks") Look look) {
        FireTimes times = FireTimes.of(look.schedule());
        List<Instant> fires = times.next(look.at(), 60);

        Instant before = look.at();
        Optional<RunInterval> last = Optional.empty();
        for (Instant fire : fires) {
            assertThat(fire).isAfter(before);
            RunInterval interval = times.interval(fire).orElseThrow();
            assertThat(interval.to().toInstant()).isEqualTo(fire);
            last.ifPresent(earlier -> assertThat(interval.from()).isEqualTo(earlier.to()));
            last = Optional.of(interval);
            before = fire;
        }
        assertThat(times.interval(fires.getFirst()).orElseThrow().from().toInstant())
                .isBeforeOrEqualTo(look.at());
    }

    @Property(tries = 1000, edgeCases = EdgeCasesMode.NONE)
    void the_way_back_meets_the_same_fire_times(@ForAll("looks") Look look) {
        FireTimes times = FireTimes.of(look.schedule());
        List<Instant> forward = times.next(look.at(), 30);

        Instant end = forward.getLast();
        for (int i = forward.size() - 2; i >= 0; i--) {
            end = times.previous(end).orElseThrow();
            assertThat(end).isEqualTo(forward.get(i));
        }
        assertThat(times.previous(end).orElseThrow()).isBeforeOrEqualTo(look.at());
        assertThat(times.atOrBefore(end)).contains(end);
    }

    /** Also within a doubled hour, between its two passes, and within whatever else a clock does. */
    @Property(tries = 2000, edgeCases = EdgeCasesMode.NONE)
    void no_fire_time_lies_between_the_last_and_the_next_one(@ForAll("looks") Look look) {
        FireTimes times = FireTimes.of(look.schedule());

        Instant last = times.atOrBefore(look.at()).orElseThrow();

        assertThat(last).isBeforeOrEqualTo(look.at());
        assertThat(times.next(last)).isEqualTo(times.next(look.at()));
        assertThat(times.atOrBefore(last)).contains(last);
    }

    /** The definition, minute by minute: slow, and beyond doubt. */
    @Property(tries = 200, edgeCases = EdgeCasesMode.NONE)
    void cron_fires_as_it_is_defined(@ForAll("looks") Look look) {
        if (!(look.schedule() instanceof Schedule.Cron schedule)) {
            return;
        }
        Instant start = look.at().minus(Duration.ofDays(1));
        Instant end = look.at().plus(Duration.ofDays(1));

        List<Instant> fires = FireTimes.of(schedule).next(start, 5000).stream()
                .takeWhile(fire -> !fire.isAfter(end))
                .toList();

        assertThat(fires).containsExactlyElementsOf(defined(schedule, start, end));
    }

    private static TreeSet<Instant> defined(Schedule.Cron schedule, Instant start, Instant end) {
        CronExpression cron = CronExpression.parse(schedule.expression());
        ZoneId zone = schedule.zone();
        TreeSet<Instant> fires = new TreeSet<>();
        LocalDateTime last = LocalDateTime.ofInstant(end, zone).plusDays(2);
        LocalDateTime minute =
                LocalDateTime.ofInstant(start, zone).withSecond(0).withNano(0).minusDays(2);
        for (; minute.isBefore(last); minute = minute.plusMinutes(1)) {
            if (!cron.matches(minute)) {
                continue;
            }
            ZoneOffsetTransition change = zone.getRules().getTransition(minute);
            for (var offset : zone.getRules().getValidOffsets(minute)) {
                fires.add(minute.toInstant(offset));
                if (!cron.isEachHour()) {
                    break; // the first of the two
                }
            }
            if (change != null && change.isGap() && !cron.isEachHour()) {
                fires.add(change.getInstant());
            }
        }
        fires.removeIf(fire -> !fire.isAfter(start) || fire.isAfter(end));
        return fires;
    }
}

package dev.pipette.jobs.time;

import dev.pipette.jobs.Schedule;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.stream.Collectors;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Tuple;

/** Any schedules, zones and instants. */
final class Schedules {
    /** Gaps and overlaps of an hour, of half an hour, at midnight, of a whole day; offsets with minutes; none at all. */
    private static final List<String> ZONES = List.of(
            "America/New_York",
            "Europe/Berlin",
            "Europe/London",
            "Africa/Casablanca",
            "America/Havana",
            "America/Sao_Paulo",
            "America/St_Johns",
            "Antarctica/Troll",
            "Asia/Beirut",
            "Asia/Kathmandu",
            "Australia/Lord_Howe",
            "Pacific/Apia",
            "Pacific/Kwajalein",
            "UTC",
            "+05:30");

    private Schedules() {}

    static Arbitrary<ZoneId> zones() {
        Arbitrary<String> all =
                Arbitraries.of(ZoneId.getAvailableZoneIds().stream().sorted().toList());
        return Arbitraries.oneOf(Arbitraries.of(ZONES), all).map(ZoneId::of);
    }

    /** From 1960 to 2039. */
    static Arbitrary<Instant> instants() {
        return Arbitraries.longs().between(-315_619_200L, 2_208_988_800L).map(Instant::ofEpochSecond);
    }

    static Arbitrary<String> expressions() {
        return Combinators.combine(
                        field(0, 59),
                        Arbitraries.oneOf(Arbitraries.just("*"), field(0, 23)),
                        days(),
                        months(),
                        weekdays())
                .as((minute, hour, day, month, weekday) -> String.join(" ", minute, hour, day, month, weekday));
    }

    static Arbitrary<Schedule> any() {
        Arbitrary<Schedule> cron = Combinators.combine(expressions(), zones()).as(Schedule.Cron::new);
        Arbitrary<Duration> times = Arbitraries.oneOf(
                Arbitraries.of(60, 300, 900, 1000, 3600, 7200, 21_600, 86_400, 172_800, 604_800, 129_600)
                        .map(Duration::ofSeconds),
                Arbitraries.integers().between(60, 200_000).map(Duration::ofSeconds));
        Arbitrary<Schedule> every = Combinators.combine(times, zones()).as(Schedule.Every::new);
        return Arbitraries.frequencyOf(Tuple.of(3, cron), Tuple.of(1, every));
    }

    private static Arbitrary<String> days() {
        return Arbitraries.frequencyOf(Tuple.of(3, Arbitraries.just("*")), Tuple.of(1, field(1, 28)));
    }

    private static Arbitrary<String> months() {
        return Arbitraries.frequencyOf(
                Tuple.of(3, Arbitraries.just("*")),
                Tuple.of(1, Arbitraries.oneOf(field(1, 12), Arbitraries.of("MAR", "JAN,OCT"))));
    }

    private static Arbitrary<String> weekdays() {
        return Arbitraries.frequencyOf(
                Tuple.of(3, Arbitraries.just("*")),
                Tuple.of(1, Arbitraries.oneOf(field(0, 6), Arbitraries.of("MON-FRI", "7", "SUN"))));
    }

    /** A field: a number, a list, a range, a range with a step, or a step. */
    private static Arbitrary<String> field(int low, int high) {
        Arbitrary<Integer> number = Arbitraries.integers().between(low, high);
        Arbitrary<String> list = number.set()
                .ofMinSize(1)
                .ofMaxSize(4)
                .map(all -> all.stream().sorted().map(String::valueOf).collect(Collectors.joining(",")));
        Arbitrary<String> range =
                number.tuple2().filter(ends -> ends.get1() < ends.get2()).map(ends -> ends.get1() + "-" + ends.get2());
        Arbitrary<Integer> step = Arbitraries.integers().between(2, Math.max(2, (high - low) / 2));
        return Arbitraries.oneOf(list, range, Combinators.combine(range, step).as((all, n) -> all + "/" + n));
    }
}

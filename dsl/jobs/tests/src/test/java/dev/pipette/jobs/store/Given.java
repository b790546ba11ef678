package dev.pipette.jobs.store;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.pipette.RunInterval;
import dev.pipette.jobs.AttemptEnd;
import dev.pipette.jobs.AttemptEnd.How;
import dev.pipette.jobs.JobDefinition;
import dev.pipette.jobs.JobVersion;
import dev.pipette.jobs.LoadedPackage;
import dev.pipette.jobs.Occurrence;
import dev.pipette.jobs.Schedule;
import dev.pipette.jobs.Work;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;

/** Jobs, times and ends of attempts. */
final class Given {
    static final ZoneId NEW_YORK = ZoneId.of("America/New_York");
    static final Instant NOW = Instant.parse("2025-12-24T12:00:00Z");
    static final Worker WORKER = new Worker("one", "host1", "home1", 11);
    static final Worker OTHER = new Worker("two", "host2", "home2", 22);

    private Given() {}

    static byte[] script(String text) {
        return text.getBytes(UTF_8);
    }

    static JobDefinition definition(String name, byte[] script) {
        return JobDefinition.of(
                name,
                new Work.Script(name + ".jsh", StoredFiles.sha256(script)),
                new Schedule.Cron("0 * * * *", NEW_YORK));
    }

    static Promotion promotion(String name, UnaryOperator<JobDefinition> changes) {
        byte[] script = script("load " + name);
        return new Promotion(changes.apply(definition(name, script)), Optional.of(script), Map.of());
    }

    static JobVersion promote(JobStore store, String name, UnaryOperator<JobDefinition> changes) {
        return store.jobs().promote(promotion(name, changes), "ada", NOW).version();
    }

    static JobVersion promote(JobStore store, String name) {
        return promote(store, name, job -> job);
    }

    /** The hour that ends this many hours after now. */
    static RunInterval hour(int number) {
        Instant end = NOW.plusSeconds(3600L * number);
        return new RunInterval(end.minusSeconds(3600).atZone(NEW_YORK), end.atZone(NEW_YORK));
    }

    static List<RunInterval> hours(int first, int last) {
        return IntStream.rangeClosed(first, last).mapToObj(Given::hour).toList();
    }

    static Instant time(int hours) {
        return NOW.plusSeconds(3600L * hours);
    }

    /** Plans the hours that are not planned yet. */
    static List<Occurrence> plan(JobStore store, String job, int first, int last) {
        List<PlannedOccurrence> due = hours(first, last).stream()
                .map(hour -> new PlannedOccurrence(hour, Optional.empty()))
                .toList();
        Instant seen = store.jobs().get(job).plannedUntil();
        return store.occurrences().plan(job, seen, due, time(last), time(last)).orElseThrow();
    }

    static AttemptEnd end(How how) {
        boolean good = how == How.SUCCEEDED;
        return new AttemptEnd(
                how,
                good ? 0 : 1,
                good ? Optional.empty() : Optional.of("SOURCE_UNAVAILABLE"),
                good ? Optional.empty() : Optional.of("the API answered 503."),
                good ? 12 : 0,
                good ? List.of(new LoadedPackage("shop", "sales", "1766577600.123", Map.of("orders", 12L))) : List.of(),
                List.of("first", "last"));
    }
}

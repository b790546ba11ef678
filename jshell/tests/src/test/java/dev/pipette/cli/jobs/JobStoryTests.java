package dev.pipette.cli.jobs;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.pipette.Destination;
import dev.pipette.Pipette;
import dev.pipette.RunInterval;
import dev.pipette.cli.Main;
import dev.pipette.jobs.AttemptEnd;
import dev.pipette.jobs.Job;
import dev.pipette.jobs.Jobs;
import dev.pipette.jobs.Occurrence;
import dev.pipette.jobs.OccurrenceKind;
import dev.pipette.jobs.OccurrenceStatus;
import dev.pipette.settings.Secret;
import dev.pipette.signalroom.testing.FakeEverflow;
import dev.pipette.testing.child.ChildJava;
import dev.pipette.testing.http.Answer;
import dev.pipette.testing.http.FakeHttp;
import dev.pipette.testing.http.ReceivedRequest;
import dev.pipette.testing.postgres.PostgresDatabase;
import dev.pipette.testing.postgres.PostgresServer;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * The way of a script from a file to a job on two schedulers that share a PostgreSQL database: one of them is killed, days of the past
 * are loaded, the API goes away and comes back. Commands and schedulers are processes of their own, as on two machines.
 */
@Timeout(value = 10, unit = TimeUnit.MINUTES)
class JobStoryTests {
    /** The page that tells the story; its script is the one that is run. */
    private static final Path PAGE = Path.of("../dsl/docs/job-story.md");

    private static final String IMPATIENT = """
            import dev.pipette.rest.*;
            Timing impatient = new Timing() {
                public Instant instant() { return Instant.now(); }
                public void sleep(Duration time) {}
            };
            """;

    private static final List<String> OPTIONS = List.of("-Dorg.slf4j.simpleLogger.defaultLogLevel=warn");

    private static final Duration PATIENCE = Duration.ofMinutes(4);

    /** The day in which the last hour began; until one o'clock it is that of yesterday. */
    private final LocalDate today =
            dayOf(Instant.now().truncatedTo(ChronoUnit.HOURS).minusSeconds(3600));

    @TempDir
    Path folder;

    @AutoClose
    private final FakeEverflow everflow = FakeEverflow.withDays(
                    today.minusDays(9).toString(), today.toString())
            .affiliates(2);

    @AutoClose
    private final FakeHttp hooks = FakeHttp.start();

    @AutoClose
    private final PostgresDatabase database = PostgresServer.shared().newDatabase();

    private final List<Process> started = new ArrayList<>();

    @BeforeEach
    void prepare() throws IOException {
        hooks.post("/hook").answers(Answer.json("{}"));
        URI address = URI.create(database.url().substring("jdbc:".length()));
        Files.writeString(folder.resolve("everflow.jsh"), script());
        Files.writeString(folder.resolve("pipette.toml"), """
                [destination.warehouse]
                host = "%s"
                port = %d
                database = "%s"
                user = "%s"

                [jobs]
                store = "warehouse"
                """.formatted(
                        address.getHost(), address.getPort(), database.name(), database.user()));
        Files.writeString(folder.resolve("secrets.toml"), """
                [destination.warehouse]
                password = "%s"
                """.formatted(database.password()));
        answering(everflow.baseUrl());
    }

    /** The script of the page, whose client does not pause between its own attempts. */
    private static String script() throws IOException {
        Matcher block = Pattern.compile("(?s)```java\n(.*?)```.*?```\n(// %% test.*?)```")
                .matcher(Files.readString(PAGE));
        assertThat(block.find()).isTrue();
        String address = ".baseUrl(env.get(\"EVERFLOW_BASE_URL\"))";
        assertThat(block.group(1)).contains(address);
        return IMPATIENT + block.group(1).replace(address, address + ".timing(impatient)") + "\n" + block.group(2);
    }

    /** Where the job finds its API. */
    private void answering(String address) throws IOException {
        Files.writeString(
                folder.resolve("job.env"),
                "EVERFLOW_API_KEY=" + FakeEverflow.KEY + "\nEVERFLOW_BASE_URL=" + address + "\n");
    }

    @AfterEach
    void end() {
        started.forEach(Process::destroyForcibly);
    }

    private Process start(String output, String... words) throws IOException {
        // the processes that it starts for jobs have its class path and its archive of classes
        ProcessBuilder builder = new ProcessBuilder(ChildJava.command(OPTIONS, Main.class, words))
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve(output).toFile());
        builder.environment().put("PIPETTE_HOME", folder.resolve("home").toString());
        Process process = builder.start();
        started.add(process);
        return process;
    }

    private String pipette(String... words) throws IOException, InterruptedException {
        Process process = start("output", words);
        assertThat(process.waitFor(PATIENCE.toMinutes(), TimeUnit.MINUTES)).isTrue();
        String output = Files.readString(folder.resolve("output"), UTF_8);
        assertThat(process.exitValue()).as(output).isZero();
        return output;
    }

    private Process scheduler(String name) throws IOException {
        return start(name + ".log", "scheduler", "--name", name, "--workers", "2", "--grace", "1s");
    }

    private static void await(BooleanSupplier reached) throws InterruptedException {
        Instant end = Instant.now().plus(PATIENCE);
        while (!reached.getAsBoolean()) {
            assertThat(Instant.now()).as("in time").isBefore(end);
            Thread.sleep(100);
        }
    }

    private static List<Occurrence> with(Job job, OccurrenceStatus status, OccurrenceKind kind) {
        return job.history(100).stream()
                .filter(one -> one.status() == status && one.kind() == kind)
                .toList();
    }

    private Jobs jobs() {
        Destination store =
                Pipette.postgres(database.url()).user(database.user()).password(Secret.of(database.password()));
        return Jobs.open(store);
    }

    private void assertDays(int number) {
        assertThat(database.rows("SELECT count(*), count(DISTINCT date), count(DISTINCT (date, affiliate_id)),"
                        + " min(date), max(date) FROM everflow.daily_stats"))
                .containsExactly(2 * number + " | " + number + " | " + 2 * number + " | " + today.minusDays(number)
                        + " | " + today.minusDays(1));
    }

    @Test
    void a_script_runs_each_hour_on_two_schedulers_whatever_happens_to_them() throws Exception {
        String promoted = pipette(
                "promote",
                "everflow.jsh",
                "--name=everflow",
                "--every=1h",
                "--zone=UTC",
                "--interval",
                "--into=warehouse",
                "--retries=2",
                "--retry-delay=1s",
                "--env-file=job.env",
                "--on-failure=" + hooks.url("/hook"));
        assertThat(promoted).contains("1 test passed", "everflow is promoted: version 1");

        try (Jobs jobs = jobs()) {
            Job job = jobs.job("everflow");
            // three hours of today, or of yesterday's evening, became due while no scheduler ran
            Instant hour = Instant.now().truncatedTo(ChronoUnit.HOURS);
            database.execute(
                    "UPDATE pipette_jobs.pipette_job SET planned_until = '" + hour.minusSeconds(3 * 3600 - 1) + "'");
            oneOfTwoSchedulersIsKilled(job);
            // each hour loads the day before the one that it begins in
            boolean beginOnOneDay = dayOf(hour.minusSeconds(3 * 3600)).equals(dayOf(hour.minusSeconds(3600)));
            assertThat(database.rows("SELECT count(*) FROM everflow.daily_stats"))
                    .containsExactly(beginOnOneDay ? "2" : "4");

            daysAreLoadedSideBySide();
            assertDays(3);

            theApiGoesAwayAndComesBack(job);
            assertDays(4);
        }
        for (Process scheduler : started) {
            scheduler.destroy(); // SIGTERM
            assertThat(scheduler.waitFor(1, TimeUnit.MINUTES)).isTrue();
        }
        assertThat(started.getLast().exitValue()).isZero();
    }

    private static LocalDate dayOf(Instant instant) {
        return LocalDate.ofInstant(instant, ZoneOffset.UTC);
    }

    private void oneOfTwoSchedulersIsKilled(Job job) throws Exception {
        Map<String, Process> schedulers = new HashMap<>();
        try (FakeEverflow.Hold hold = everflow.hold()) {
            schedulers.put("east", scheduler("east"));
            schedulers.put("west", scheduler("west"));
            hold.awaitRequests(1);
            Occurrence running = with(job, OccurrenceStatus.RUNNING, OccurrenceKind.SCHEDULED)
                    .getFirst();
            String name = running.worker().orElseThrow().substring(0, 4);
            requireNonNull(schedulers.get(name)).destroyForcibly();
        }
        await(() ->
                with(job, OccurrenceStatus.SUCCEEDED, OccurrenceKind.SCHEDULED).size() == 3);

        List<Occurrence> done = with(job, OccurrenceStatus.SUCCEEDED, OccurrenceKind.SCHEDULED);
        assertThat(done).extracting(Occurrence::interval).doesNotHaveDuplicates();
        Occurrence first = done.getLast();
        assertThat(job.attempts(first.id()))
                .extracting(attempt -> attempt.how().orElseThrow())
                .containsExactly(AttemptEnd.How.LOST, AttemptEnd.How.SUCCEEDED);
    }

    private void daysAreLoadedSideBySide() throws Exception {
        String table = pipette(
                "jobs",
                "backfill",
                "everflow",
                "--from=" + today.minusDays(2),
                "--to=" + today,
                "--chunk=P1D",
                "--parallel=2",
                "--wait");
        assertThat(table).contains("2 intervals: 2 succeeded; 4 rows");
    }

    private void theApiGoesAwayAndComesBack(Job job) throws Exception {
        RunInterval day = new RunInterval(
                today.minusDays(3).atStartOfDay(ZoneOffset.UTC),
                today.minusDays(2).atStartOfDay(ZoneOffset.UTC));
        answering("http://127.0.0.1:1"); // nobody listens
        job.run(day);
        await(() -> with(job, OccurrenceStatus.FAILED, OccurrenceKind.MANUAL).size() == 1);
        Occurrence failed =
                with(job, OccurrenceStatus.FAILED, OccurrenceKind.MANUAL).getFirst();
        assertThat(failed.errorCode()).contains("SOURCE_UNAVAILABLE");
        assertThat(failed.attempts()).isEqualTo(2);
        job.run(day);
        await(() -> job.occurrence(failed.id()).orElseThrow().attempts() == 4
                && job.occurrence(failed.id()).orElseThrow().status().isEnd());

        answering(everflow.baseUrl());
        job.run(day);
        await(() -> with(job, OccurrenceStatus.SUCCEEDED, OccurrenceKind.MANUAL).size() == 1);
        await(() -> hooks.requests().size() == 2);

        assertThat(hooks.requests())
                .extracting(request -> request.header("X-Pipette-Event").orElse(""))
                .containsExactly("failed", "recovered");
        assertThat(hooks.requests())
                .extracting(ReceivedRequest::body)
                .allMatch(body -> body.contains("everflow") && !body.contains(FakeEverflow.KEY));
    }
}

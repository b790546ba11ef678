package dev.pipette.jobs.export;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.pipette.jobs.JobDefinition;
import dev.pipette.jobs.MissedRuns;
import dev.pipette.jobs.Overlap;
import dev.pipette.jobs.RetryPolicy;
import dev.pipette.jobs.Schedule;
import dev.pipette.jobs.Work;
import dev.pipette.jobs.time.CronExpression;
import dev.pipette.jobs.time.FireTimes;
import dev.pipette.jobs.time.IntervalWord;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Jobs for other schedulers. */
class ExporterTests {
    private static final ZoneId NEW_YORK = ZoneId.of("America/New_York");
    private static final Work SCRIPT = new Work.Script("orders.jsh", "00");
    private static final Schedule HOURLY = new Schedule.Cron("15 7-23 * * MON-FRI", NEW_YORK);

    @TempDir
    Path folder;

    private static ExportRequest request(Schedule schedule) {
        return request(JobDefinition.of("orders", SCRIPT, schedule));
    }

    private static ExportRequest request(JobDefinition job) {
        return ExportRequest.of(job, "/srv/jobs/orders.jsh", LocalDate.of(2026, 1, 1))
                .secrets(List.of("SHOP_API_KEY", "PIPETTE__DESTINATION__POSTGRES__PASSWORD"))
                .image("registry.example/pipette:1.4.0");
    }

    @Test
    void an_exporter_has_a_word() {
        assertThat(Exporter.of("github-actions")).isEqualTo(Exporter.GITHUB_ACTIONS);
        assertThatThrownBy(() -> Exporter.of("anacron"))
                .hasMessage(
                        "[BAD_USAGE] 'anacron' is not a scheduler that jobs can be exported for. Use systemd, cron, kubernetes,"
                                + " github-actions, airflow, kestra.");
    }

    @ParameterizedTest
    @EnumSource
    void secrets_are_named_and_the_job_too(Exporter exporter) {
        Export export = exporter.export(request(HOURLY));

        assertThat(export.files())
                .allSatisfy(file -> assertThat(file.text()).contains("orders").endsWith("\n"));
        assertThat(Exported.text(export, 0)).contains("SHOP_API_KEY", "PIPETTE__DESTINATION__POSTGRES__PASSWORD");
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "AIRFLOW")
    void each_calls_the_same_command_with_the_interval(Exporter exporter) {
        JobDefinition job = JobDefinition.of(
                        "orders", new Work.SourceOf("shop", List.of("orders", "items"), Optional.of("conf")), HOURLY)
                .param("days", 3)
                .into("postgres")
                .dataset("shop_eu")
                .libraries(List.of("org.example:tool:1.0"))
                .byInterval();
        ExportRequest request = ExportRequest.of(job, "shop", LocalDate.of(2026, 1, 1))
                .command(Tool.printer(folder).toString());

        Tool.Result result = Tool.run(
                Exported.words(exporter, exporter.export(request)),
                Map.of("JOB_NAME", "orders-29442975", "AT", "2025-12-24T12:15:07Z", "INTERVAL", ""));

        assertThat(result.code()).as(result.out()).isZero();
        List<String> words = new ArrayList<>(result.words());
        String interval = words.remove(4);
        assertThat(words)
                .containsExactly(
                        "run",
                        "--job",
                        "orders",
                        "--interval",
                        "--param",
                        "days=3",
                        "--into",
                        "postgres",
                        "--dataset",
                        "shop_eu",
                        "--add",
                        "org.example:tool:1.0",
                        "--only",
                        "orders",
                        "--only",
                        "items",
                        "--project",
                        "conf",
                        "shop");
        assertThat(IntervalWord.resolve(interval, NEW_YORK, Instant.EPOCH).to().toInstant())
                .isBeforeOrEqualTo(Instant.now());
        switch (exporter) {
            case KUBERNETES -> assertThat(interval).isEqualTo("last:15 7-23 * * MON-FRI@America/New_York@1766578500");
            case GITHUB_ACTIONS ->
                assertThat(interval).isEqualTo("last:15 7-23 * * MON-FRI@America/New_York@2025-12-24T12:15:07Z");
            case KESTRA -> assertThat(interval).isEqualTo("2025-12-24T11:15:00Z/2025-12-24T12:15:00Z");
            default -> assertThat(interval).matches("last:15 7-23 \\* \\* MON-FRI@America/New_York@\\d{10}");
        }
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "AIRFLOW")
    void a_source_that_follows_its_cursors_has_the_interval_as_its_identity_only(Exporter exporter) {
        Work source = new Work.SourceOf("shop", List.of(), Optional.empty());
        ExportRequest request = request(JobDefinition.of("orders", source, HOURLY))
                .command(Tool.printer(folder).toString());

        assertThat(Tool.run(
                                Exported.words(exporter, exporter.export(request)),
                                Map.of("JOB_NAME", "orders-29442975", "AT", "2025-12-24T12:15:07Z", "INTERVAL", ""))
                        .words())
                .startsWith("run", "--job", "orders", "--occurrence");
    }

    @Test
    void a_replication_file_follows_its_cursors_where_it_is_not_cut_by_interval() {
        JobDefinition shop = JobDefinition.of("orders", new Work.Script("shop.yaml", "0".repeat(64)), HOURLY);
        JobDefinition script = JobDefinition.of("orders", new Work.Script("shop.jsh", "0".repeat(64)), HOURLY);

        assertThat(Words.option(request(shop))).isEqualTo("--occurrence");
        assertThat(Words.option(request(shop.byInterval()))).isEqualTo("--interval");
        assertThat(Words.option(request(script))).isEqualTo("--interval");
    }

    @Test
    void a_pod_that_a_person_started_loads_the_newest_interval() {
        ExportRequest request = request(HOURLY).command(Tool.printer(folder).toString());

        assertThat(Tool.run(
                                Exported.words(Exporter.KUBERNETES, Exporter.KUBERNETES.export(request)),
                                Map.of("JOB_NAME", "by-hand"))
                        .words())
                .element(4)
                .isEqualTo("last:15 7-23 * * MON-FRI@America/New_York");
    }

    @Test
    void a_person_can_give_a_workflow_an_interval() {
        ExportRequest request = request(HOURLY).command(Tool.printer(folder).toString());

        assertThat(Tool.run(
                                Exported.words(Exporter.GITHUB_ACTIONS, Exporter.GITHUB_ACTIONS.export(request)),
                                Map.of("AT", "2025-12-24T12:15:07Z", "INTERVAL", "2025-12-24/2025-12-25"))
                        .words())
                .element(4)
                .isEqualTo("2025-12-24/2025-12-25");
    }

    @ParameterizedTest
    @EnumSource(names = {"SYSTEMD", "CRON", "GITHUB_ACTIONS", "KESTRA"})
    void an_error_that_may_pass_is_tried_again_with_the_same_interval(Exporter exporter) throws IOException {
        Path tried = folder.resolve("tried");
        Path program =
                Tool.program(folder, "echo \"$5\" >> " + tried + "\n[ $(wc -l < " + tried + ") -ge 3 ] || exit 75\n");

        Tool.Result result = attempts(exporter, program, 4);

        assertThat(result.code()).as(result.out()).isZero();
        assertThat(Files.readAllLines(tried)).hasSize(3);
        assertThat(Files.readAllLines(tried).stream().distinct()).hasSize(1);
    }

    @ParameterizedTest
    @EnumSource(names = {"SYSTEMD", "CRON", "GITHUB_ACTIONS", "KESTRA"})
    void an_error_that_stays_is_not_and_attempts_end(Exporter exporter) throws IOException {
        Path tried = folder.resolve("tried");
        String count = "echo once >> " + tried + "\n";

        assertThat(attempts(exporter, Tool.program(folder, count + "exit 3\n"), 4)
                        .code())
                .isEqualTo(failed(3));
        assertThat(Files.readAllLines(tried)).hasSize(1);
        assertThat(attempts(exporter, Tool.program(folder, count + "exit 75\n"), 3)
                        .code())
                .isEqualTo(failed(75));
        assertThat(Files.readAllLines(tried)).hasSize(4);
    }

    /** xargs turns each failure into 123. */
    private static int failed(int code) {
        return code == 0 ? 0 : 123;
    }

    private static Tool.Result attempts(Exporter exporter, Path program, int attempts) {
        JobDefinition job = JobDefinition.of("orders", SCRIPT, HOURLY)
                .retries(new RetryPolicy(attempts, Duration.ZERO, 1, Duration.ZERO, 0));
        ExportRequest request = request(job).command(program.toString());
        return Tool.run(
                Exported.words(exporter, exporter.export(request)),
                Map.of("AT", "2025-12-24T12:15:07Z", "INTERVAL", ""));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            15 7-23 * * MON-FRI | 15 7-23 * * 1-5
            */15 * * * *        | */15 * * * *
            5/20 0-23 * * *     | 5,25,45 * * * *
            0 */6 * * 7         | 0 */6 * * 0
            0 22-23,0-3 1,15 JAN,JUL * | 0 0-3,22,23 1,15 1,7 *
            0 0 1-31 * SUN      | 0 0 1-31 * 0
            0 0 */2 * *         | 0 0 */2 * *
            @weekly             | 0 0 * * 0
            @hourly             | 0 * * * *
            """)
    void a_cron_expression_is_written_as_all_dialects_read_it(String cron, String portable) {
        assertThat(CalendarTimes.of(request(new Schedule.Cron(cron, NEW_YORK))))
                .isEqualTo(new CalendarTimes(portable, "America/New_York"));
        assertThat(CronExpression.parse(portable).fields())
                .isEqualTo(CronExpression.parse(cron).fields());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            PT1M   | * * * * *    | UTC
            PT5M   | */5 * * * *  | UTC
            PT1H   | 0 * * * *    | UTC
            PT6H   | 0 */6 * * *  | UTC
            PT24H  | 0 0 * * *    | Asia/Kathmandu
            PT168H | 0 0 * * 4    | Asia/Kathmandu
            """)
    void every_has_the_same_fire_times_as_its_cron_expression(Duration every, String cron, String zone) {
        Schedule schedule = new Schedule.Every(every, ZoneId.of("Asia/Kathmandu"));

        assertThat(CalendarTimes.of(request(schedule))).isEqualTo(new CalendarTimes(cron, zone));
        assertThat(FireTimes.of(new Schedule.Cron(cron, ZoneId.of(zone))).next(Instant.EPOCH, 500))
                .isEqualTo(FireTimes.of(schedule).next(Instant.EPOCH, 500));
    }

    @Test
    void schedules_that_others_do_not_have_are_refused() {
        assertThatThrownBy(() -> Exporter.CRON.export(request(new Schedule.Every(Duration.ofMinutes(7), NEW_YORK))))
                .hasMessage(
                        "[BAD_USAGE] other schedulers cannot run a job every 7m. Use a time that divides an hour or a day,"
                                + " such as 5m, 30m, 1h, 6h or 1d, or a cron expression.");
        assertThatThrownBy(() -> Exporter.KESTRA.export(request(new Schedule.Never(NEW_YORK))))
                .hasMessage(
                        "[BAD_USAGE] the job 'orders' has no schedule, so that another scheduler has nothing to do. Give it"
                                + " --cron or --every.");
        assertThatThrownBy(() -> Exporter.SYSTEMD.export(request(new Schedule.Cron("@daily", ZoneId.of("+05:30")))))
                .hasMessage(
                        "[BAD_USAGE] other schedulers do not know the time zone '+05:30'. Use one by its place, such as"
                                + " America/New_York, or UTC.");
        assertThatThrownBy(() -> Exporter.KUBERNETES.export(request(new Schedule.Cron("0 0 */2 * MON", NEW_YORK))))
                .hasMessage(
                        "[BAD_USAGE] the days of the cron expression '0 0 */2 * MON' mean other days to other schedulers,"
                                + " because both fields of days are given and one of them is a step of '*'. Use one field of days.");
        assertThatThrownBy(() -> Exporter.CRON.export(
                        request(JobDefinition.of("orders", SCRIPT, HOURLY).param("text", "a\nb"))))
                .hasMessage(
                        "[BAD_USAGE] a line of a crontab cannot hold the line break in a parameter of the job 'orders'. Export"
                                + " it for systemd.");
        assertThatThrownBy(() -> request(HOURLY).secrets(List.of("sources.shop.api_key")))
                .hasMessage(
                        "[BAD_USAGE] 'sources.shop.api_key' is not the name of an environment variable. Name a setting like"
                                + " sources.shop.api_key as PIPETTE__SOURCES__SHOP__API_KEY.");
    }

    @Test
    void systemd_itself_accepts_the_units() throws IOException {
        assumeTrue(Tool.isInstalled("systemd-analyze"), "systemd-analyze is not installed here");
        JobDefinition job = JobDefinition.of(
                        "orders", SCRIPT, new Schedule.Cron("*/10 7-9,12 1,15 JAN-MAR MON", NEW_YORK))
                .param("text", "it's 100 % \"$HOME\" \\ {{x}} \u00e9\n\u0007")
                .folder(folder)
                .envFile(Path.of("/etc/pipette/50%.env"));
        Export export = Exporter.SYSTEMD.export(
                request(job).launcher(Tool.printer(folder)).user("root").home(folder.resolve("a 50% \"home\"")));
        List<String> words = new ArrayList<>(List.of("systemd-analyze", "verify"));
        for (Export.File file : export.files()) {
            words.add(
                    Files.writeString(folder.resolve(file.name()), file.text()).toString());
        }

        Tool.Result result = Tool.run(words, Map.of());

        assertThat(result.out()).as(export.files().toString()).isEmpty();
        assertThat(result.code()).isZero();
    }

    @Test
    void only_schedulers_of_this_machine_call_its_launcher_as_its_user_in_its_working_folder() {
        ExportRequest request = request(HOURLY)
                .launcher(Path.of("/opt/pipette-1.4.0/bin/pipette"))
                .user("ada")
                .home(Path.of("/srv/it's 5% \"new\""));

        assertThat(Exported.text(Exporter.SYSTEMD.export(request), 0))
                .contains(
                        "\nUser=ada\n",
                        "\nEnvironment=\"PIPETTE_HOME=/srv/it's 5%% \\\"new\\\"\"\n",
                        " /opt/pipette-1.4.0/bin/pipette run --job orders ");
        assertThat(Exported.text(Exporter.CRON.export(request), 0))
                .contains(
                        " export PIPETTE_HOME='/srv/it'\\''s 5\\% \"new\"'; ",
                        " /opt/pipette-1.4.0/bin/pipette run --job orders ");
        for (Exporter elsewhere :
                List.of(Exporter.KUBERNETES, Exporter.GITHUB_ACTIONS, Exporter.AIRFLOW, Exporter.KESTRA)) {
            assertThat(Exported.text(elsewhere.export(request), 0))
                    .contains("/usr/bin/pipette")
                    .doesNotContain("/opt/pipette", "/srv/it's");
        }
        assertThat(Exporter.AIRFLOW.export(request).warnings())
                .contains("The DAG calls /usr/bin/pipette: each worker needs Pipette there.");
    }

    @Test
    void a_timer_names_its_times_in_the_zone() {
        assertThat(SystemdUnits.calendars(CalendarTimes.of(request(HOURLY))))
                .containsExactly("Mon,Tue,Wed,Thu,Fri *-*-* 7..23:15:00 America/New_York");
        assertThat(SystemdUnits.calendars(CalendarTimes.of(request(new Schedule.Cron("*/30 6 13 2-4 FRI", NEW_YORK)))))
                .as("one of the two days is enough")
                .containsExactly("*-2..4-13 6:0,30:00 America/New_York", "Fri *-2..4-* 6:0,30:00 America/New_York");
        assertThat(Exported.text(Exporter.SYSTEMD.export(request(HOURLY)), 1))
                .contains(
                        "\nOnCalendar=Mon,Tue,Wed,Thu,Fri *-*-* 7..23:15:00 America/New_York\n", "\nPersistent=true\n");
    }

    @Test
    void kubernetes_gets_its_time_zone_its_policies_and_references_of_secrets() {
        Export export = Exporter.KUBERNETES.export(request(JobDefinition.of("Orders_EU", SCRIPT, HOURLY)
                .timeout(Duration.ofMinutes(90))
                .missed(MissedRuns.NONE)
                .folder(Path.of("/srv/jobs"))));
        Object[] pod = {"spec", "jobTemplate", "spec", "template", "spec"};

        assertThat(Exported.yaml(export, "apiVersion")).isEqualTo("batch/v1");
        assertThat(Exported.yaml(export, "kind")).isEqualTo("CronJob");
        assertThat(Exported.yaml(export, "metadata", "name")).asString().matches("orders-eu-[0-9a-f]{8}");
        assertThat(Exported.yaml(export, "spec"))
                .asInstanceOf(InstanceOfAssertFactories.MAP)
                .containsEntry("schedule", "15 7-23 * * 1-5")
                .containsEntry("timeZone", "America/New_York")
                .containsEntry("concurrencyPolicy", "Forbid")
                .containsEntry("startingDeadlineSeconds", 120);
        assertThat(Exported.yaml(export, "spec", "jobTemplate", "spec", "backoffLimit"))
                .isEqualTo(3);
        assertThat(Exported.yaml(
                        export, "spec", "jobTemplate", "spec", "podFailurePolicy", "rules", 0, "onExitCodes", "values"))
                .isEqualTo(List.of(75, 137, 143));
        assertThat(Exported.yaml(export, pod))
                .asInstanceOf(InstanceOfAssertFactories.MAP)
                .containsEntry("restartPolicy", "Never")
                .containsEntry("activeDeadlineSeconds", 5400)
                .containsEntry("terminationGracePeriodSeconds", 30);
        Object container = Exported.yaml(export, "spec", "jobTemplate", "spec", "template", "spec", "containers", 0);
        assertThat(container)
                .asInstanceOf(InstanceOfAssertFactories.MAP)
                .containsEntry("image", "registry.example/pipette:1.4.0")
                .containsEntry("workingDir", "/srv/jobs");
        assertThat(Exported.yaml(export, "spec", "jobTemplate", "spec", "template", "spec", "containers", 0, "env"))
                .asString()
                .contains(
                        "{name=SHOP_API_KEY, valueFrom={secretKeyRef={name=orders-eu-",
                        "-settings, key=SHOP_API_KEY}}}");
    }

    @Test
    void names_of_cron_jobs_are_short_and_stay_apart() {
        assertThat(KubernetesCronJob.name("orders")).isEqualTo("orders");
        assertThat(KubernetesCronJob.name("a.b")).isNotEqualTo(KubernetesCronJob.name("a_b"));
        assertThat(KubernetesCronJob.name("x".repeat(100))).hasSize(52);
    }

    @Test
    void github_gets_its_time_zone_and_references_of_secrets() {
        Export export = Exporter.GITHUB_ACTIONS.export(request(HOURLY));

        assertThat(export.files().getFirst().name()).isEqualTo(".github/workflows/pipette-orders.yml");
        assertThat(Exported.yaml(export, true, "schedule", 0)) // 'on' is a boolean for YAML 1.1
                .isEqualTo(Map.of("cron", "15 7-23 * * 1-5", "timezone", "America/New_York"));
        assertThat(Exported.yaml(export, "concurrency", "cancel-in-progress")).isEqualTo(false);
        assertThat(Exported.yaml(export, "jobs", "run", "container", "image"))
                .isEqualTo("registry.example/pipette:1.4.0");
        assertThat(Exported.yaml(export, "jobs", "run", "steps", 1, "env", "SHOP_API_KEY"))
                .isEqualTo("${{ secrets.SHOP_API_KEY }}");
        assertThat(Exporter.GITHUB_ACTIONS
                        .export(request(new Schedule.Every(Duration.ofMinutes(1), NEW_YORK)))
                        .warnings())
                .contains("GitHub runs a workflow every 5 minutes at most; this schedule fires more often.");
        assertThat(export.warnings()).noneMatch(warning -> warning.contains("5 minutes"));
    }

    @Test
    void kestra_gets_its_time_zone_its_policies_and_references_of_secrets() {
        Export export = Exporter.KESTRA.export(request(
                JobDefinition.of("orders", SCRIPT, HOURLY).overlap(Overlap.SKIP).missed(MissedRuns.ALL)));

        assertThat(Exported.yaml(export, "id")).isEqualTo("orders");
        assertThat(Exported.yaml(export, "concurrency")).isEqualTo(Map.of("limit", 1, "behavior", "CANCEL"));
        assertThat(Exported.yaml(export, "triggers", 0))
                .isEqualTo(Map.of(
                        "id", "schedule",
                        "type", "io.kestra.plugin.core.trigger.Schedule",
                        "cron", "15 7-23 * * 1-5",
                        "timezone", "America/New_York",
                        "recoverMissedSchedules", "ALL"));
        assertThat(Exported.yaml(export, "tasks", 0, "env", "SHOP_API_KEY")).isEqualTo("{{ secret('SHOP_API_KEY') }}");
        assertThat((String) Exported.yaml(export, "tasks", 0, "commands", 0)).contains("{{ trigger.previous | date(");
    }

    @Test
    void what_another_scheduler_does_not_do_is_a_warning() {
        JobDefinition job = JobDefinition.of("orders", SCRIPT, HOURLY)
                .byInterval()
                .after("items")
                .freshWithin(Duration.ofHours(3))
                .overlap(Overlap.SKIP);

        assertThat(Exporter.SYSTEMD.export(request(job)).warnings())
                .containsExactly(
                        "The job also runs after items, which the exported files leave out.",
                        "Alerts and the promised time are not exported: use the alerts of systemd.",
                        "systemd runs the newest missed occurrence at most: load older intervals with 'pipette run --job orders"
                                + " --interval FROM/TO ..'.",
                        "systemd lets an occurrence wait while another one runs; it cannot skip it.");
        assertThat(Exporter.KUBERNETES.export(request(HOURLY)).warnings())
                .containsExactly(
                        "What the job writes into files, such as a DuckDB database or Pipette's working folder, is gone with"
                                + " the container, unless a volume holds it. The run key keeps a lost folder from loading"
                                + " anything twice.",
                        "Kubernetes skips an occurrence while another one runs; it cannot let it wait.");
    }
}

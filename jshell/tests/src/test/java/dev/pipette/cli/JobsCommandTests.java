package dev.pipette.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pipette.admin.RunningScript;
import dev.pipette.jobs.AlertRule;
import dev.pipette.jobs.JobDefinition;
import dev.pipette.jobs.Jobs;
import dev.pipette.jobs.Schedule;
import dev.pipette.jobs.Work;
import dev.pipette.settings.Settings;
import java.io.IOException;
import java.lang.classfile.ClassFile;
import java.lang.constant.ClassDesc;
import java.lang.constant.ConstantDescs;
import java.lang.constant.MethodTypeDesc;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.UnaryOperator;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** Jobs that run in this JVM, in a store of their own. */
class JobsCommandTests {
    private static final String DAY = "2025-12-24/2025-12-25";

    @TempDir
    Path folder;

    private Cli.Result jobs(Object... words) {
        List<Object> all = new ArrayList<>(List.of("jobs"));
        all.addAll(Arrays.asList(words));
        all.addAll(List.of("--home", folder));
        return Cli.run(all.toArray());
    }

    private Cli.Result scheduler(Object... words) {
        List<Object> all = new ArrayList<>(List.of("scheduler", "--once", "--home", folder));
        all.addAll(Arrays.asList(words));
        return Cli.run(all.toArray());
    }

    /** A job of whole days, which a person runs. */
    private void promote(String code, UnaryOperator<JobDefinition> options) throws IOException {
        promote(code, options, List.of());
    }

    private void promote(String code, UnaryOperator<JobDefinition> options, List<Path> libraries) throws IOException {
        Path script = Files.writeString(folder.resolve("orders.jsh"), code);
        JobDefinition job = JobDefinition.of(
                "orders",
                new Work.Script("orders.jsh", RunningScript.of(script).sha256()),
                new Schedule.Every(Duration.ofDays(1), ZoneId.of("UTC")));
        Settings settings = Settings.from(folder, folder, Map.of());
        try (Jobs jobs = Jobs.open(Optional.empty(), folder, settings)) {
            jobs.promote(options.apply(job.byInterval().inProcess()), Optional.of(script), libraries);
        }
    }

    private void promote(String code) throws IOException {
        promote(code, job -> job);
    }

    private String loading() throws IOException {
        Path file = Files.writeString(folder.resolve("orders.csv"), "id,total\n1,12.50\n2,30.00\n");
        return "pipeline(\"shop\", duckdb(\"" + folder.resolve("shop.duckdb") + "\")).home(Path.of(\""
                + folder.resolve("work") + "\")).run(csv(\"orders\", Path.of(\"" + file
                + "\")).map(row -> java.util.Map.of(\"id\", row.get(\"id\"), \"day\", run.interval().fromDate())));";
    }

    @Test
    void without_jobs_the_list_says_how_one_is_made() {
        Cli.Result listed = jobs();

        assertThat(listed.out())
                .isEqualToIgnoringNewLines(
                        "There are no jobs. A script becomes one by: pipette promote FILE --name NAME --cron"
                                + " \"15 * * * *\"");
        assertThat(jobs("--json").json().isArray()).isTrue();
    }

    @Test
    void an_interval_is_loaded_once_and_again_where_that_is_asked_for() throws IOException {
        promote(loading());

        Cli.Result asked = jobs("run", "orders", "--interval", DAY);
        Cli.Result done = scheduler();
        JsonNode history = jobs("history", "orders", "--json").json();
        Cli.Result again = jobs("run", "orders", "--interval", DAY);
        Cli.Result redone = jobs("run", "orders", "--interval", DAY, "--redo", "--json");

        assertThat(asked.out())
                .isEqualToIgnoringNewLines("orders 1, interval 2025-12-24 to 2025-12-25, waits for a scheduler."
                        + " 'pipette jobs history orders' shows what becomes of it.");
        assertThat(done.exitCode()).as(done.out()).isZero();
        assertThat(done.lines()).hasSize(3);
        assertThat(done.lines().get(1)).endsWith("orders 1 (2025-12-24 to 2025-12-25) started, attempt 1");
        assertThat(done.lines().get(2)).contains("orders 1 (2025-12-24 to 2025-12-25) done, 2 rows, ");
        assertThat(history).hasSize(1);
        assertThat(history.get(0).get("status").asString()).isEqualTo("succeeded");
        assertThat(history.get(0).get("rows").asInt()).isEqualTo(2);
        assertThat(again.exitCode()).isEqualTo(ExitCodes.BAD_USAGE);
        assertThat(again.err())
                .isEqualToIgnoringNewLines("pipette jobs run: [BAD_USAGE] job 'orders' has loaded"
                        + " 2025-12-24T00:00:00Z/2025-12-25T00:00:00Z already (occurrence 1, 2 rows). Nothing was started. This loads its rows again:"
                        + " pipette jobs run orders --interval 2025-12-24T00:00:00Z/2025-12-25T00:00:00Z --redo");
        assertThat(redone.json().get("redo").asInt()).isEqualTo(1);
        checkLogs();
    }

    /** A log is named by the begin of the interval, or by the id. */
    private void checkLogs() {
        Cli.Result latest = jobs("logs", "orders");
        Cli.Result named = jobs("logs", "orders", "2025-12-24", "--attempt", "1", "--follow");
        Cli.Result attempt = jobs("logs", "orders", "1", "--json");

        assertThat(latest.out()).contains("shop -> duckdb", "orders     2  append");
        assertThat(latest.err())
                .startsWith("orders 2025-12-24T00:00:00Z/2025-12-25T00:00:00Z, attempt 1 on ")
                .endsWith(", succeeded\n");
        assertThat(named.out()).isEqualTo(latest.out());
        assertThat(attempt.json().get("loads").get(0).get("rows").get("orders").asInt())
                .isEqualTo(2);
        assertThat(jobs("logs", "orders", "--attempt", "2").err())
                .isEqualToIgnoringNewLines(
                        "pipette jobs logs: [BAD_USAGE] occurrence 1 of orders has no attempt 2. It has 1.");
        assertThat(jobs("logs", "orders", "2025-12-23").err())
                .isEqualToIgnoringNewLines(
                        "pipette jobs logs: [BAD_USAGE] orders has no occurrence '2025-12-23'. Name one by its id"
                                + " or by the begin of its interval, as 'pipette jobs history orders' shows them.");
    }

    @Test
    void a_run_that_fails_ends_the_waiting_with_its_exit_code() throws Exception {
        promote("pipeline(\"shop\", duckdb(\"x.duckdb\")).home(Path.of(\"" + folder.resolve("work")
                + "\")).run(csv(\"orders\", Path.of(\"" + folder.resolve("absent.csv") + "\")))");

        CompletableFuture<Cli.Result> waiting =
                CompletableFuture.supplyAsync(() -> jobs("run", "orders", "--interval", DAY, "--wait", "--json"));
        while (jobs("history", "orders", "--json").json().isEmpty()) {
            Thread.onSpinWait();
        }
        Cli.Result ran = scheduler("--json-log");
        Cli.Result waited = waiting.join();

        assertThat(waited.exitCode()).isEqualTo(ExitCodes.BAD_DATA);
        assertThat(waited.json().get("status").asString()).isEqualTo("failed");
        assertThat(waited.json().get("error_code").asString()).isEqualTo("SOURCE_MISSING");
        assertThat(ran.exitCode()).isEqualTo(ExitCodes.BAD_DATA);
        JsonNode last = new Cli.Result(0, ran.lines().getLast(), "").json();
        assertThat(last.get("event").asString()).isEqualTo("failed");
        assertThat(last.get("error_code").asString()).isEqualTo("SOURCE_MISSING");
    }

    @Test
    void a_job_is_paused_resumed_rolled_back_and_ended() throws IOException {
        promote("int first = 1;");
        promote("int second = 2;");

        assertThat(jobs("pause", "orders").out())
                .isEqualToIgnoringNewLines("orders is paused. 'pipette jobs resume orders' lets it go on.");
        assertThat(jobs("--json").json().get(0).get("paused_at").isNull()).isFalse();
        assertThat(jobs().out()).contains("paused since");
        assertThat(jobs("resume", "orders").out()).isEqualToIgnoringNewLines("orders goes on.");
        assertThat(jobs("rollback", "orders", "1").out())
                .startsWith("orders runs version 1, promoted ")
                .endsWith(", from now on.\n");
        assertThat(jobs("rollback", "orders", "3").err())
                .isEqualToIgnoringNewLines(
                        "pipette jobs rollback: [BAD_USAGE] job 'orders' has no version 3. It has: 1, 2.");
        JsonNode shown = jobs("show", "orders", "--json").json();
        assertThat(shown.get("version").get("number").asInt()).isEqualTo(1);
        assertThat(shown.get("is_promoted").asBoolean()).isTrue();
        assertThat(shown.get("versions"))
                .extracting(version -> version.get("number").asInt())
                .containsExactly(2, 1);
        assertThat(jobs("show", "orders").out())
                .contains("version       1, hash ", "runs in       the scheduler's JVM");
        assertThat(jobs("unpromote", "orders").out())
                .isEqualToIgnoringNewLines(
                        "orders is no longer a job. Its history stays; 'pipette promote' makes it one again.");
        Cli.Result gone = jobs("show", "orders", "--json");
        assertThat(gone.exitCode()).isZero();
        assertThat(gone.json().get("is_promoted").asBoolean()).isFalse();
        assertThat(gone.json().get("versions")).hasSize(2);
        assertThat(jobs("show", "orders").out()).startsWith("orders is not promoted any more. ");
        Cli.Result never = jobs("show", "totals", "--json");
        assertThat(never.exitCode()).isEqualTo(ExitCodes.BAD_USAGE);
        assertThat(never.json().get("error").get("code").asString()).isEqualTo("BAD_USAGE");
    }

    @Test
    void alerts_are_listed_and_tested() throws IOException {
        Path file = folder.resolve("alert.json");
        AlertRule written = new AlertRule(
                AlertRule.Channel.COMMAND,
                "sh -c 'cat > \"$0\"' '" + file + "'",
                Set.of(AlertRule.Event.LATE),
                Optional.empty());
        AlertRule failing =
                new AlertRule(AlertRule.Channel.COMMAND, "sh -c 'exit 3'", AlertRule.USUAL, Optional.empty());
        promote("int nothing = 0;");

        assertThat(jobs("alerts", "orders", "--test").err())
                .isEqualToIgnoringNewLines(
                        "pipette jobs alerts: [BAD_USAGE] orders has no alerts. Promote it again with"
                                + " --on-failure TARGET: an https:// address, mailto:NAME@HOST or command:PROGRAM.");
        promote("int nothing = 0;", job -> job.alerts(List.of(failing)));
        assertThat(jobs("alerts", "orders").out()).isEqualTo("""
                way      to              events
                -------  --------------  -----------------------------
                command  sh -c 'exit 3'  failed, recovered, late, stuck
                """.replace("---\n", "----\n"));
        promote("int nothing = 0;", job -> job.alerts(List.of(written, failing)));
        Cli.Result tested = jobs("alerts", "orders", "--test", "--json");

        assertThat(tested.exitCode()).isEqualTo(ExitCodes.DESTINATION_FAILED);
        assertThat(tested.json())
                .extracting(one -> one.get("status").asString())
                .containsExactly("sent", "failed");
        assertThat(tested.json().get(1).get("message").asString()).isEqualTo("the command 'sh' ended with exit code 3");
        JsonNode document = new Cli.Result(0, Files.readString(file), "").json();
        assertThat(document.get("test").asBoolean()).isTrue();
        assertThat(document.get("event").asString()).isEqualTo("late");
        assertThat(jobs("history", "orders", "--wide").out())
                .isEqualToIgnoringNewLines("orders has not been due yet. 'pipette jobs run orders' runs it now.");
    }

    /** A jar with a class whose method returns a number; written without a compiler. */
    private Path library(String group, int number) throws IOException {
        Path jar = Files.createDirectories(folder.resolve(group)).resolve("tool-1.jar");
        byte[] tool = ClassFile.of()
                .build(
                        ClassDesc.of(group + ".Tool"),
                        type -> type.withFlags(ClassFile.ACC_PUBLIC)
                                .withMethodBody(
                                        "number",
                                        MethodTypeDesc.of(ConstantDescs.CD_int),
                                        ClassFile.ACC_PUBLIC | ClassFile.ACC_STATIC,
                                        code -> code.loadConstant(number).ireturn()));
        try (JarOutputStream out = new JarOutputStream(Files.newOutputStream(jar))) {
            out.putNextEntry(new JarEntry(group + "/Tool.class"));
            out.write(tool);
        }
        return jar;
    }

    @Test
    void a_run_has_the_libraries_that_were_promoted_also_those_of_one_file_name() throws IOException {
        List<Path> jars = List.of(library("first", 1), library("second", 2));
        promote("System.out.println(\"sum \" + (first.Tool.number() + second.Tool.number()));", job -> job, jars);
        for (Path jar : jars) {
            Files.delete(jar);
        }
        jobs("run", "orders", "--interval", DAY);

        Cli.Result ran = scheduler();

        assertThat(ran.exitCode()).as(ran.out()).isZero();
        assertThat(jobs("logs", "orders").out()).isEqualTo("sum 3\n");
    }

    @Test
    void what_waits_is_cancelled_at_once() throws IOException {
        promote("int nothing = 0;");
        jobs("run", "orders", "--interval", DAY);

        Cli.Result cancelled = jobs("cancel", "orders", "2025-12-24");

        assertThat(cancelled.out())
                .isEqualToIgnoringNewLines("orders 1, interval 2025-12-24 to 2025-12-25, is cancelled.");
        assertThat(jobs("cancel", "orders").err())
                .isEqualToIgnoringNewLines(
                        "pipette jobs cancel: [BAD_USAGE] no occurrence of orders runs or waits: nothing to"
                                + " cancel.");
    }

    @Test
    void a_backfill_leaves_out_what_is_done() throws IOException {
        promote("int nothing = 0;");
        jobs("run", "orders", "--interval", DAY);
        scheduler();

        Cli.Result asked = jobs("backfill", "orders", "--from", "2025-12-23", "--to", "2025-12-26", "--parallel", "2");
        Cli.Result ran = scheduler();
        Cli.Result again = jobs("backfill", "orders", "--from", "2025-12-23", "--to", "2025-12-26", "--wait");
        Cli.Result document =
                jobs("backfill", "orders", "--from", "2025-12-23", "--to", "2025-12-26", "--wait", "--json");

        assertThat(asked.out()).isEqualTo("""
                interval                  status       attempts  rows  load ids  message
                ------------------------  -----------  --------  ----  --------  -------
                2025-12-23 to 2025-12-24  waiting             0     0
                2025-12-24 to 2025-12-25  done before         1     0
                2025-12-25 to 2025-12-26  waiting             0     0

                3 intervals: 2 waiting, 1 done before; 0 rows

                See it again with: pipette jobs backfill orders --from 2025-12-23 --to 2025-12-26 --wait
                """);
        assertThat(ran.exitCode()).as(ran.out()).isZero();
        assertThat(again.exitCode()).isZero();
        assertThat(again.out()).endsWith("\n3 intervals: 3 done before; 0 rows\n");
        assertThat(document.json().get("intervals")).hasSize(3);
        assertThat(jobs("backfill", "orders", "--from", "2025-12-23", "--to", "2025-12-23")
                        .err())
                .isEqualToIgnoringNewLines(
                        "pipette jobs backfill: [BAD_USAGE] --from 2025-12-23T00:00Z is not before --to"
                                + " 2025-12-23T00:00Z. --to is exclusive: for one day, write the next day as --to.");
    }

    @Test
    void a_job_that_is_not_there_is_named() {
        Cli.Result result = jobs("history", "ordres");

        assertThat(result.exitCode()).isEqualTo(ExitCodes.BAD_USAGE);
        assertThat(result.err()).startsWith("pipette jobs history: [BAD_USAGE] there is no job 'ordres'");
    }
}

package dev.pipette.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@ExtendWith(QuickChildren.class)
class PromoteCommandTests {
    @TempDir
    Path folder;

    private Path script(String code) throws IOException {
        return Files.writeString(folder.resolve("orders.jsh"), code);
    }

    private Cli.Result promote(Path script, String... words) {
        List<Object> all = new ArrayList<>(List.of("promote", script, "--home", folder.resolve("home")));
        all.addAll(List.of(words));
        return Cli.run(all.toArray());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "--cron=15 * * * *;--every=1h | --cron and --every are both given. A job has one schedule: leave one out.",
                "--every=soon | --every: 'soon' is not a length of time. Write seconds, minutes, hours and days like 30s,"
                        + " 5m, 1h, 2d or 1h30m, or as ISO 8601 does, like PT1H30M.",
                "--timeout=0s | --timeout 0s: give a time that is longer than 0.",
                "--retries=0 | --retries 0: an occurrence is tried at least once. 1 is no retry.",
                "--zone=Berlin | --zone Berlin: there is no such time zone. Write it like Europe/Berlin, UTC or +02:00.",
                "--max-heap=big | --max-heap big: write a number and k, m or g, like 512m or 2g.",
                "--param=days | --param days: write the name and the value, like --param days=7",
                "--param=days=1;--param=days=2 | --param days is given twice. Leave one of them out.",
                "--param=api_key=hunter22 | --param api_key looks like a secret, and the store of jobs keeps no secrets. Put it"
                        + " into the settings: into secrets.toml in the folder of the job, or into the file of --env-file.",
                "--into=postgres://me:hunter22@db.example/shop | --into postgres:***@db.example/shop has a secret in it,"
                        + " and the store of jobs keeps no secrets. Put it into the settings: 'pipette config' lists those that"
                        + " are set.",
                "--only=orders | --only is for a source, and FILE is a program. Leave it out.",
                "--in-process;--max-heap=2g | --max-heap is for a job with a JVM of its own, and --in-process is given. Leave"
                        + " one of them out.",
                "--on-failure=data@example.com | --on-failure data@example.com names no way to send an alert. Write"
                        + " https://HOST/PATH, mailto:NAME@HOST or command:PROGRAM.",
                "--on-failure=http://hooks.example/x | --on-failure http://hooks.example/x names no way to send an alert. Write"
                        + " https://HOST/PATH, mailto:NAME@HOST or command:PROGRAM.",
                "--on-failure=mailto:data@example.com#signed-with=KEY | --on-failure mailto:data@example.com#signed-with=KEY:"
                        + " #signed-with=SETTING names the setting with the key of a webhook's signature, behind an https:// address.",
                "--on=mailto:data@example.com | --on mailto:data@example.com names no event. Write it like --on"
                        + " mailto:data@example.com=failed,succeeded",
                "--on=mailto:data@example.com=failed,recoverd | --on mailto:data@example.com=failed,recoverd: there is no event"
                        + " 'recoverd'. Did you mean 'recovered'? Events are failed, recovered, late, stuck, succeeded.",
                "--on-failure=command:no-such-program --x | --on-failure command:no-such-program --x: there is no program"
                        + " 'no-such-program' in the folders of PATH. Install it, or write its whole path.",
                "--on=command:/no/such/program=failed | --on command:/no/such/program: there is no program /no/such/program."
                        + " Correct the path, or let it be executed: chmod +x /no/such/program",
                "--on-failure=command:bin/notify | --on-failure command:bin/notify names a program by a part of its path, and a"
                        + " scheduler may run in another folder. Write the whole path: HERE/bin/notify",
                "--times=0 | --times 0: give a whole number from 1 on.",
                "--every=10s | a job cannot run every 10s. Use whole seconds, 1m at least and 366d at most, like 5m, 1h or 1d.",
                "--folder=absent | --folder: there is no folder HERE/absent. Correct the path.",
                "--env-file=absent.env | --env-file: there is no file HERE/absent.env. Correct the path."
            })
    void what_cannot_be_is_refused_before_anything_runs(String options, String message) throws IOException {
        Path file = script("throw new IllegalStateException(\"it ran\");");
        List<String> words = new ArrayList<>(List.of("--name=orders"));
        words.addAll(List.of(options.split(";")));

        Cli.Result result = promote(file, words.toArray(String[]::new));

        String here = Path.of("").toAbsolutePath().toString();
        assertThat(result.err())
                .isEqualToIgnoringNewLines("pipette promote: [BAD_USAGE] "
                        + message.replace("FILE", file.toString()).replace("HERE", here));
        assertThat(result.exitCode()).isEqualTo(ExitCodes.BAD_USAGE);
        assertThat(folder.resolve("home/jobs")).doesNotExist();
    }

    @Test
    void a_job_that_is_to_be_followed_must_be_there() throws IOException {
        Path file = script("throw new IllegalStateException(\"it ran\");");

        for (List<String> words : List.of(List.<String>of(), List.of("--dry-run"))) {
            List<String> all = new ArrayList<>(List.of("--name=totals", "--after=orders"));
            all.addAll(words);
            Cli.Result refused = promote(file, all.toArray(String[]::new));

            assertThat(refused.err())
                    .isEqualToIgnoringNewLines("pipette promote: [BAD_USAGE] there is no job 'orders'. No job has been"
                            + " promoted: pipette promote FILE --name orders makes one.");
            assertThat(refused.exitCode()).isEqualTo(ExitCodes.BAD_USAGE);
        }
    }

    /** Through the command, with the checks before it. */
    @Test
    void a_job_is_exported_for_a_scheduler_of_this_machine() throws IOException {
        Path file = script("System.out.println(1);");
        Path units = folder.resolve("units");
        String[] words = {
            "--name=orders",
            "--every=1h",
            "--zone=UTC",
            "--folder=" + folder,
            "--times=1",
            "--retries=2",
            "--export=systemd",
            "--output=" + units,
            "--secret=SHOP_KEY"
        };

        Cli.Result exported = promote(file, words);

        assertThat(exported.err()).isEmpty();
        assertThat(exported.out())
                .contains("\n\nnext ")
                .endsWith("wrote " + units.resolve("pipette-orders.service") + "\nwrote "
                        + units.resolve("pipette-orders.timer") + "\n");
        assertThat(exported.out().lines().filter(line -> line.matches("[A-Z][a-z]{2} 2.*")))
                .hasSize(1);
        assertThat(units.resolve("pipette-orders.service"))
                .content()
                .contains(
                        "\nUser=" + System.getProperty("user.name") + "\n",
                        "\nWorkingDirectory=" + folder + "\n",
                        "\nEnvironment=\"PIPETTE_HOME=" + folder.resolve("home") + "\"\n",
                        "\nEnvironmentFile=/etc/pipette/orders.env\n",
                        "/usr/bin/pipette run --job orders --interval ",
                        " " + file);
        assertThat(units.resolve("pipette-orders.timer")).content().contains("OnCalendar=");
        assertThat(folder.resolve("home/jobs")).as("no job is saved").doesNotExist();
    }

    @Test
    void a_source_is_known_by_its_name_and_needs_a_destination() {
        assertThat(Cli.run("promote", "everflow", "--name", "everflow").err())
                .isEqualToIgnoringNewLines(
                        "pipette promote: [BAD_USAGE] everflow is a source, and a source needs --into"
                                + " DESTINATION.");
        assertThat(Cli.run("promote", "evrflow", "--name", "everflow").err())
                .isEqualToIgnoringNewLines(
                        "pipette promote: [BAD_USAGE] evrflow is neither a source nor a program. Name a"
                                + " .jsh, .java or .yaml file, or a source: everflow, redtrack, s3_exports.");
        assertThat(Cli.run("promote", "everflow", "--name", "everflow", "--into", "duckdb:x.duckdb", "--param", "a=b")
                        .err())
                .isEqualToIgnoringNewLines(
                        "pipette promote: [BAD_USAGE] --param is for a program, and everflow is a source."
                                + " Leave it out.");
    }

    @Test
    void a_password_in_an_address_is_not_kept() throws IOException {
        Path file = script("System.out.println(1);");
        for (String option : List.of(
                "--param=url=https://bob:hunter2pwd@example.com/x",
                "--on-failure=https://bob:hunter2pwd@example.com/x")) {
            Cli.Result refused = Cli.run("promote", file, "--name=orders", option, "--home", folder.resolve("home"));

            assertThat(refused.exitCode()).isEqualTo(2);
            assertThat(refused.err())
                    .contains("has a secret in it, and the store of jobs keeps no secrets")
                    .doesNotContain("hunter2pwd");
        }
        assertThat(folder.resolve("home/jobs/jobs.sqlite")).doesNotExist();
    }

    private Cli.Result at(Object... words) {
        List<Object> all = new ArrayList<>(List.of(words));
        all.addAll(List.of("--home", folder.resolve("home")));
        return Cli.run(all.toArray());
    }

    /** The whole way of a script, in JVMs of its own: one plans it, and one runs it. */
    @Test
    void a_script_becomes_a_job_that_runs_and_goes_back() throws IOException {
        Files.writeString(folder.resolve("orders.csv"), "id,day\n1,2025-12-24\n2,2025-12-25\n");
        Path file = script("""
                var day = run.interval();
                pipeline("shop", duckdb("shop.duckdb")).run(csv("orders", Path.of("orders.csv"))
                    .incremental(cursor("day", LocalDate.class).backfill(day.fromDate(), day.toDate())));
                System.out.println("attempt " + run.attempt() + " of " + run.job().orElse("nobody"));
                """);
        String[] words = {"--name=orders", "--every=1d", "--zone=UTC", "--interval", "--folder=" + folder};

        Cli.Result promoted = promote(file, words);
        Cli.Result again = promote(
                file, "--name=orders", "--every=1d", "--zone=UTC", "--interval", "--folder=" + folder, "--json");
        Cli.Result asked = at("jobs", "run", "orders", "--interval=2025-12-24/2025-12-25");
        Cli.Result ran = at("scheduler", "--once");

        assertThat(promoted.err()).as(promoted.out()).isEmpty();
        assertThat(promoted.out()
                        .replaceAll("hash [0-9a-f]{64}", "hash HASH")
                        .replaceAll("(?m)^[A-Z][a-z]{2} 2.*\n", "NEXT\n"))
                .isEqualTo("""
                        check                           result  found
                        ------------------------------  ------  ---------------------------
                        compiles                        ok      yes
                        interval                        ok      it reads its interval
                        settings                        ok      all that the plan asked for
                        plans                           ok      1 run, nothing new
                        destination duckdb shop.duckdb  ok      loads can run
                        tests                           ok      it has no test cells

                        next                    interval
                        ----------------------  ------------------------
                        NEXT
                        NEXT
                        NEXT
                        NEXT
                        NEXT

                        orders is promoted: version 1, hash HASH
                          in sqlite HOME/jobs/jobs.sqlite
                        It runs while a scheduler runs: pipette scheduler
                        """.replace("HOME", folder.resolve("home").toString()));
        assertThat(again.json().get("status").asString()).isEqualTo("unchanged");
        assertThat(again.json().get("next")).hasSize(5);
        assertThat(asked.exitCode()).as(asked.err()).isZero();
        assertThat(ran.exitCode()).as(ran.out()).isZero();
        assertThat(at("jobs", "history", "orders", "--json")
                        .json()
                        .get(0)
                        .get("rows")
                        .asInt())
                .isEqualTo(1);
        assertThat(at("jobs", "logs", "orders").out()).contains("shop -> duckdb shop.duckdb", "attempt 1 of orders");
        assertThat(folder.resolve("shop.duckdb")).exists();
        assertThat(at("jobs", "rollback", "orders", "1").exitCode()).isZero();
    }

    /** A replication file, whose streams load what belongs to the interval by their cursors. */
    @Test
    void a_replication_file_becomes_a_job_that_runs() throws IOException {
        Files.createDirectories(folder.resolve("in"));
        Files.writeString(folder.resolve("in/orders.csv"), "id,day\n1,2025-12-24\n2,2025-12-25\n");
        Path file = Files.writeString(folder.resolve("shop.yaml"), """
                source: in
                into: duckdb:shop.duckdb
                streams:
                  orders.csv: {cursor: "day:date", write: merge, key: id, check: not-null:id}
                """);
        String[] words = {"--name=shop", "--every=1d", "--zone=UTC", "--interval", "--folder=" + folder};

        Cli.Result promoted = promote(file, words);
        Cli.Result asked = at("jobs", "run", "shop", "--interval=2025-12-24/2025-12-25");
        Cli.Result ran = at("scheduler", "--once");

        assertThat(promoted.exitCode()).as(promoted.err()).isZero();
        assertThat(promoted.out())
                .contains("compiles                        ok      yes", "destination duckdb shop.duckdb  ok")
                .contains("tests                           ok      it has no test cells; each load makes its checks")
                .contains("shop is promoted: version 1, hash ");
        assertThat(asked.exitCode()).as(asked.err()).isZero();
        assertThat(ran.exitCode()).as(ran.out()).isZero();
        assertThat(at("jobs", "history", "shop", "--json")
                        .json()
                        .get(0)
                        .get("rows")
                        .asInt())
                .isEqualTo(1);
        assertThat(folder.resolve("shop.duckdb")).exists();
    }

    @Test
    void a_replication_file_that_is_wrong_is_not_saved() throws IOException {
        Files.createDirectories(folder.resolve("in"));
        Path wrong = Files.writeString(folder.resolve("wrong.yaml"), "source: in\nstreams:\n  a.csv: {wirte: merge}\n");
        Path beside = Files.writeString(
                folder.resolve("beside.yaml"),
                "source: in\ninto: duckdb:x.duckdb\nstreams: {a.csv: {cursor: 'day:date'}}\n");

        Cli.Result line = promote(wrong, "--name=shop", "--every=1d", "--folder=" + folder);
        Cli.Result elsewhere = promote(beside, "--name=shop", "--every=1d", "--folder=" + folder.resolve("in"));
        Cli.Result param = promote(beside, "--name=shop", "--every=1d", "--param=a=b");

        assertThat(line.exitCode()).isEqualTo(ExitCodes.BAD_USAGE);
        assertThat(line.out())
                .contains("replication file " + wrong
                        + ", line 3: stream a.csv has 'wirte', which means nothing here. Did you mean 'write'?");
        assertThat(elsewhere.exitCode()).isEqualTo(ExitCodes.BAD_USAGE);
        assertThat(elsewhere.out().replaceAll("\\s+", " "))
                .contains("its source is a folder beside the file, in " + folder + ", and the job runs in "
                        + folder.resolve("in") + ". Write the whole path of the folder, or promote with --folder "
                        + folder + ".");
        assertThat(param.err())
                .isEqualToIgnoringNewLines("pipette promote: [BAD_USAGE] --param is for a script, and " + beside
                        + " is a replication file. Leave it out.");
        assertThat(folder.resolve("home/jobs/jobs.sqlite")).doesNotExist();
    }

    @Test
    void a_job_is_not_saved_where_a_check_fails() throws IOException {
        Path file = script("int one = two;\n");

        Cli.Result text = promote(file, "--name=orders", "--every=1h");
        Cli.Result document = promote(file, "--name=orders", "--every=1h", "--json");

        assertThat(text.exitCode()).isEqualTo(ExitCodes.BAD_USAGE);
        assertThat(text.out()).isEqualToNormalizingWhitespace("""
                check     result  found
                --------  ------  --------------------
                compiles  failed  see below
                plans     failed  see below
                tests     ok      it has no test cells

                What to change:
                  compiles: FILE:1: cannot find symbol (symbol: variable two).
                    int one = two;
                              ^
                  plans: not planned, because it does not compile.
                """.replace("FILE", file.toString()));
        assertThat(text.err())
                .isEqualToIgnoringNewLines(
                        "pipette promote: [BAD_USAGE] orders is not promoted, because 2 checks failed:"
                                + " compiles, plans. Change what is listed, and promote it again.");
        assertThat(document.exitCode()).isEqualTo(ExitCodes.BAD_USAGE);
        assertThat(document.json().get("error").get("code").asString()).isEqualTo("BAD_USAGE");
        assertThat(document.json().get("checks").get(0).get("status").asString())
                .isEqualTo("failed");
        assertThat(folder.resolve("home/jobs")).doesNotExist();
    }
}

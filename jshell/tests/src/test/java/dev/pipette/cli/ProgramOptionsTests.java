package dev.pipette.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pipette.cli.Cli.Result;
import dev.pipette.testing.child.ChildJava;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.MappingIterator;
import tools.jackson.databind.json.JsonMapper;

/** What options before the file of a program decide in its place. */
class ProgramOptionsTests {
    private static final String SCRIPT = """
            // pipette run nightly.jsh
            int days = param("days", 7, "how many days to read")
            var region = param("region", /* of the world */ "eu (west), \\"new\\"")
            var p = pipeline("shop", duckdb(FOLDER + "prod.duckdb")).home(Path.of(FOLDER + "home"))
            var orders = resource("orders").rows(IntStream.range(0, days).mapToObj(n -> Map.of("id", n)).toList())
            p.run(orders.incremental(cursor("id", Long.class)))
            """;

    @TempDir
    Path folder;

    private Path script = Path.of("");

    @BeforeEach
    void write_the_script() throws IOException {
        script = write("nightly.jsh", "");
    }

    private Path write(String name, String more) throws IOException {
        return Files.writeString(folder.resolve(name), (SCRIPT + more).replace("FOLDER", "\"" + folder + "/\""));
    }

    private String into(String name) {
        return "duckdb:" + folder.resolve(name);
    }

    private String shown(String text) {
        return text.replace(folder.toString(), "DIR").replaceAll("load [0-9.]+, [0-9.]+ m?s", "load ID, TIME");
    }

    @Test
    void another_destination_and_dataset_and_parameters_win_over_the_script() {
        Result result =
                Cli.run("run", "--into", into("trial.duckdb"), "--dataset", "today", "--param", "days=2", script);

        assertThat(shown(result.err())).isEqualTo("""
                shop -> duckdb DIR/trial.duckdb, dataset today

                table   rows  disposition
                ------  ----  -----------
                orders     2  append

                schema changes:
                  table orders was made with 1 column

                load ID, TIME

                """);
        assertThat(result.exitCode()).isZero();
        assertThat(folder.resolve("prod.duckdb")).doesNotExist();
    }

    @Test
    void a_limited_run_has_a_pipeline_and_a_dataset_of_its_own() {
        Result result = Cli.run("run", "--limit", 3, script);

        assertThat(shown(result.err())).isEqualTo("""
                shop_limited -> duckdb DIR/prod.duckdb, dataset shop_dataset_limited

                table   rows  disposition
                ------  ----  -----------
                orders     3  append

                schema changes:
                  table orders was made with 1 column

                notes:
                  this run takes the first 3 rows of each resource: pipeline shop_limited and its dataset are for such runs, and the tables and the state of the pipeline itself stay as they are

                load ID, TIME

                """);
    }

    @Test
    void what_a_program_loads_begins_again() {
        Cli.run("run", "--quiet", script);

        Result again = Cli.run("run", script);
        Result refreshed = Cli.run("run", "--refresh", "drop-resources", script);

        assertThat(again.err()).contains("nothing new");
        assertThat(Cli.run("run", script, "--refresh", "drop-data").exitCode()).isEqualTo(2);
        assertThat(shown(refreshed.err())).isEqualTo("""
                shop -> duckdb DIR/prod.duckdb, dataset shop_dataset

                table   rows  disposition
                ------  ----  -----------
                orders     7  append

                schema changes:
                  table orders was dropped, for refresh drop-resources
                  table orders was made with 1 column

                load ID, TIME

                """);
    }

    @Test
    void the_plan_of_each_run_is_printed_and_nothing_is_loaded() throws IOException {
        String plan = """
                plan of shop -> duckdb DIR/prod.duckdb, dataset shop_dataset
                the sample (at most 1,000 rows, 10 seconds, 10 requests of each resource) has all rows; nothing was written

                orders: all 7 rows, appended
                  cursor id: none yet -> 6, as of the sample

                table   inserted
                ------  --------
                orders         7

                + table orders
                  + id  bigint

                SQL of the schema:
                  create schema if not exists "prod"."shop_dataset";
                  create table "prod"."shop_dataset"."orders" (
                    "id" bigint null,
                    "_dlt_load_id" varchar not null,
                    "_dlt_id" varchar not null
                  );

                SQL of the rows, which wait in "staged":
                  insert into "prod"."shop_dataset"."orders" ("id", "_dlt_load_id", "_dlt_id")
                  select "id", "_dlt_load_id", "_dlt_id"
                  from "staged"."orders";

                """;
        Path twice = write("twice.jsh", "p.run(orders.incremental(cursor(\"id\", Long.class)))\n");

        Result run = Cli.run("run", "--plan", twice);
        Result planned = Cli.run("plan", script);

        assertThat(run.err()).isEmpty();
        assertThat(shown(run.out())).isEqualTo(plan + plan);
        assertThat(run.exitCode()).isZero();
        assertThat(shown(planned.out())).isEqualTo(plan);
        assertThat(folder.resolve("prod.duckdb")).doesNotExist();
        assertThat(folder.resolve("home")).doesNotExist();
    }

    @Test
    void each_planned_run_is_a_document_of_its_own() throws IOException {
        Path twice = write("twice.jsh", """
                System.out.println("of the script")
                p.run(orders.limit(2).append())
                """);

        Result planned = Cli.run("plan", "--json", twice);
        Result run = Cli.run("run", "--plan", "--json", twice);

        List<JsonNode> documents = documents(planned.out());
        assertThat(documents).extracting(one -> one.at("/status").asString()).containsExactly("planned", "planned");
        assertThat(documents)
                .extracting(one -> one.at("/tables/0/inserted").asInt())
                .containsExactly(7, 2);
        assertThat(documents.getFirst().at("/resources/0/cursor/after").asString())
                .isEqualTo("6");
        assertThat(documents(run.out())).isEqualTo(documents);
        assertThat(folder.resolve("prod.duckdb")).doesNotExist();
    }

    private static List<JsonNode> documents(String text) {
        try (MappingIterator<JsonNode> documents =
                JsonMapper.shared().readerFor(JsonNode.class).readValues(text)) {
            return documents.readAll();
        }
    }

    @Test
    void a_script_that_reads_what_was_planned_only_is_said_so() throws IOException {
        Path reading = write("reading.jsh", "p.dataset().table(\"orders\")\n");

        Result result = Cli.run("run", "--plan", reading);

        assertThat(shown(result.err()))
                .isEqualTo(
                        "pipette run: DIR/reading.jsh:7: [DESTINATION_FAILED] duckdb DIR/prod.duckdb does not exist yet."
                                + " Run a pipeline into it first.\n"
                                + "  Its runs were planned and loaded nothing, so what it reads after them may not be there.\n");
        assertThat(result.exitCode()).isEqualTo(ExitCodes.DESTINATION_FAILED);
    }

    @Test
    void the_parameters_of_a_script_are_listed_and_nothing_runs() throws IOException {
        Path more = write("more.jsh", """
                LocalDate day = param("day", LocalDate.class)
                var wait = Pipette.param("wait", Duration.ofMinutes(5))
                String token = param("api_token", "tok-12345678")
                long most = param("most", DEFAULT)
                // param("comment", 1)
                String text = "param(\\"text\\", 1)"
                request.param("page", "2")
                """);

        Result result = Cli.run("run", "--help-script", more);

        assertThat(shown(result.out())).isEqualTo("""
                parameter  type       default                description
                ---------  ---------  ---------------------  ---------------------
                days       int        7                      how many days to read
                region     String     eu (west), "new"
                day        LocalDate  (has to be given)
                wait       Duration   Duration.ofMinutes(5)
                api_token  String     ***
                most       long       DEFAULT

                Give them before the file: pipette run --param NAME=VALUE DIR/more.jsh
                """);
        assertThat(result.err()).isEmpty();
        assertThat(folder.resolve("prod.duckdb")).doesNotExist();
        assertThat(Cli.run("run", "--help-script", Files.writeString(folder.resolve("none.jsh"), "int n = 1"))
                        .lines())
                .containsExactly(folder.resolve("none.jsh")
                        + " has no parameters. A program declares one like this: int days = param(\"days\", 7)");
    }

    @Test
    void a_parameter_that_is_wrong_is_refused_before_anything_is_loaded() throws IOException {
        Path required =
                Files.writeString(folder.resolve("day.jsh"), "LocalDate day = param(\"day\", LocalDate.class)\n");

        assertThat(shown(Cli.run("run", "--param", "dyas=2", script).err()))
                .isEqualTo("pipette run: [BAD_USAGE] DIR/nightly.jsh has no parameter 'dyas'. Did you mean 'days'? Its"
                        + " parameters are listed by: pipette run --help-script DIR/nightly.jsh\n");
        assertThat(shown(Cli.run("run", "--param", "days=few", script).err()))
                .isEqualTo(
                        "pipette run: DIR/nightly.jsh:2: [BAD_USAGE] parameter days: 'few' is not a whole number. Give it"
                                + " a value of type int: --param days=VALUE\n");
        assertThat(shown(Cli.run("run", required).err()))
                .isEqualTo(
                        "pipette run: DIR/day.jsh:1: [BAD_USAGE] parameter day has no value, and no default. Give it a"
                                + " value of type LocalDate: --param day=VALUE\n");
        assertThat(Cli.run("run", "--param", "days", script).err())
                .isEqualTo(
                        "pipette run: [BAD_USAGE] --param days: write the name and the value, like --param days=7\n");
        assertThat(Cli.run("run", "--param", "days=1", "--param", "days=2", script)
                        .err())
                .isEqualTo("pipette run: [BAD_USAGE] --param days is given twice. Leave one of them out.\n");
        assertThat(folder.resolve("prod.duckdb")).doesNotExist();
    }

    @Test
    void a_name_that_is_made_while_the_program_runs_may_be_any() throws IOException {
        Path any = Files.writeString(
                folder.resolve("any.jsh"),
                "for (var name : args) { int n = param(name, 1); if (n != 2) throw null; }\n");

        assertThat(Cli.run("run", "--param", "a=2", any, "a").exitCode()).isZero();
    }

    @Test
    void the_value_of_a_secret_is_never_printed() throws IOException {
        Path wrong = Files.writeString(folder.resolve("wrong.jsh"), """
                String token = param("api_token", "")
                throw new IllegalStateException("no " + token);
                """);

        assertThat(shown(Cli.run("run", "--param", "api_token=tok-9f8e7d6c", wrong)
                        .err()))
                .isEqualTo("pipette run: DIR/wrong.jsh:2: IllegalStateException: no ***\n");
    }

    @Test
    void an_option_after_the_file_is_not_taken_for_an_argument() {
        assertThat(shown(Cli.run("run", script, "--plan").err()))
                .isEqualTo(
                        "pipette run: [BAD_USAGE] --plan after DIR/nightly.jsh would be an argument of the program. Write"
                                + " it before the file: pipette run --plan DIR/nightly.jsh, or, if the program reads it, write --"
                                + " before its arguments: pipette run DIR/nightly.jsh -- ..\n");
        assertThat(shown(Cli.run("run", script, "a", "--into=duckdb:x").err()))
                .isEqualTo(
                        "pipette run: [BAD_USAGE] --into after DIR/nightly.jsh would be an argument of the program. Write"
                                + " it before the file: pipette run --into .. DIR/nightly.jsh, or, if the program reads it, write --"
                                + " before its arguments: pipette run DIR/nightly.jsh -- ..\n");
        assertThat(folder.resolve("prod.duckdb")).doesNotExist();
    }

    @Test
    void what_is_for_programs_means_nothing_to_a_source_and_the_other_way_round() {
        assertThat(Cli.run("run", "everflow", "--plan", "--limit", "2").err())
                .isEqualTo(
                        "pipette run: [BAD_USAGE] --plan, --limit are for a program, a .jsh, .java or .yaml file, and everflow is"
                                + " none. A source is planned by: pipette plan everflow --into DESTINATION\n");
        assertThat(shown(Cli.run("plan", "--merge", "id", script).err()))
                .isEqualTo(
                        "pipette plan: [BAD_USAGE] --merge is for a source or files, and DIR/nightly.jsh is a program. Leave"
                                + " it out.\n");
        assertThat(shown(Cli.run("run", "--json", script).err()))
                .isEqualTo(
                        "pipette run: [BAD_USAGE] --json is for a source, and DIR/nightly.jsh is a program, which itself"
                                + " decides what it loads. Leave it out; arguments of the program follow its name.\n");
        assertThat(Cli.run("plan", "everflow", "--into", "duckdb:x", "--param", "a=1")
                        .err())
                .isEqualTo(
                        "pipette plan: [BAD_USAGE] --param is for a program, and everflow is a source. Leave it out.\n");
    }

    /** {@code JavaProgramTests} has the other options. */
    @Test
    void a_java_program_is_decided_in_its_own_jvm_and_its_exit_code_is_given_back() throws Exception {
        Path program = Files.writeString(folder.resolve("Nightly.java"), """
                import static dev.pipette.Pipette.*;

                void main(String[] args) {
                    int days = param("days", 7);
                    var p = pipeline("shop", duckdb("FOLDER/prod.duckdb")).home(Path.of("FOLDER/home"));
                    p.run(resource("orders").rows(IntStream.range(0, days).mapToObj(n -> Map.of("id", n)).toList()));
                    IO.println(p);
                    System.exit(5);
                }
                """.replace("FOLDER", folder.toString()));
        List<String> command =
                ChildJava.command(Main.class, "plan", "--sample-rows", "4", "--dataset", "today", program.toString());

        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String planned = shown(new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8));

        assertThat(process.waitFor()).as(planned).isEqualTo(5);
        assertThat(planned)
                .startsWith("plan of shop -> duckdb DIR/prod.duckdb, dataset today\n")
                .contains("orders: the first 4 rows, appended\n")
                .endsWith("\n\nshop -> duckdb:DIR/prod.duckdb, dataset today\n");
        assertThat(folder.resolve("prod.duckdb")).doesNotExist();
    }
}

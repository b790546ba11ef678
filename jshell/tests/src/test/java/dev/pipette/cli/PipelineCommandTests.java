package dev.pipette.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pipette.Destination;
import dev.pipette.Pipeline;
import dev.pipette.Pipette;
import dev.pipette.admin.PipelineAdmin;
import dev.pipette.cli.Cli.Result;
import dev.pipette.settings.Settings;
import dev.pipette.spi.LoadStep;
import dev.pipette.testing.Crash;
import dev.pipette.testing.CrashAt;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jooq.CloseableDSLContext;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PipelineCommandTests {
    /** The folder, with a pipeline that is loaded once, of the tests that only read; {@link #load} makes another one. */
    @TempDir
    static Path loaded;

    @TempDir
    Path own;

    private Path folder = Path.of("folder");
    private Path home = Path.of("home");
    private String database = "";

    @BeforeAll
    static void load_with_a_cursor() throws IOException {
        new PipelineCommandTests().load(loaded);
    }

    @BeforeEach
    void read_what_was_loaded() {
        use(loaded);
    }

    private void use(Path where) {
        folder = where;
        home = folder.resolve("home");
        database = "duckdb:" + folder.resolve("shop.duckdb");
    }

    /** The same pipeline in another folder, for a test that changes something. */
    private void load(Path where) throws IOException {
        use(where);
        Path file = Files.writeString(folder.resolve("events.jsonl"), "{\"id\": 1, \"tags\": [\"a\"]}\n{\"id\": 2}\n");
        Result loaded = Cli.run("load", file, "--into", database, "--cursor", "id", "--home", home);
        assertThat(loaded.err()).isEmpty();
    }

    @Test
    void pipelines_are_listed() {
        assertThat(pipeline().lines().getFirst()).matches("pipeline +destination +dataset +last run +waiting");
        assertThat(pipeline().lines().getLast())
                .startsWith("shop ")
                .contains(database, " shop_dataset ", " loaded ")
                .endsWith(" 0");
        assertThat(pipeline("--json").json().get(0).get("pipeline").stringValue())
                .isEqualTo("shop");
        assertThat(pipeline("--json").json().get(0).get("destination").stringValue())
                .isEqualTo(database);
        assertThat(pipeline("--json").json().get(0).get("waiting").intValue()).isZero();
        assertThat(Cli.run("pipeline", "--home", folder.resolve("empty")).lines())
                .containsExactly("no pipelines");
    }

    @Test
    void info_tells_where_it_goes_and_what_it_remembers() {
        Result result = pipeline("shop");

        assertThat(result.exitCode()).isZero();
        assertThat(result.lines()).contains("pipeline       shop", "dataset        shop_dataset", "loaded before  yes");
        assertThat(result.lines()).contains("pending        nothing", "events    cursor id  2");
        assertThat(result.out()).contains("shop.duckdb", "last run ", "state version 1");
        assertThat(pipeline("shop", "info", "--json")
                        .json()
                        .get("committed_before")
                        .booleanValue())
                .isTrue();
    }

    @Test
    void loads_are_those_that_are_committed() {
        assertThat(pipeline("shop", "loads").lines()).hasSize(5).startsWith("1 load", "");
        assertThat(pipeline("shop", "loads", "--json")
                        .json()
                        .get(0)
                        .get("status")
                        .longValue())
                .isZero();
    }

    @Test
    void state_is_the_committed_state() {
        assertThat(pipeline("shop", "state").out()).contains("events", "2");
        assertThat(pipeline("shop", "state", "--json").json().has("events")).isTrue();
    }

    @Test
    void a_cursor_is_read_and_set() throws IOException {
        load(own);
        assertThat(pipeline("shop", "cursor", "events").out())
                .isEqualToIgnoringNewLines(
                        "resource events: cursor id (integer, highest value) is at 2; 1 loaded row is"
                                + " known as a whole.");

        Result set = pipeline("shop", "cursor", "events", "--set", "1", "--json");

        assertThat(set.json().get("value").longValue()).isEqualTo(1);
        assertThat(set.json().get("type").stringValue()).isEqualTo("integer");
        assertThat(set.json().has("load_id")).isTrue();
        assertThat(pipeline("shop", "cursor", "events").out()).contains("is at 1; no loaded row is known");
    }

    @Test
    void a_cursor_is_set_to_a_value_of_its_type() throws IOException {
        load(own);
        assertThat(pipeline("shop", "cursor", "events", "--set", "2025-01-31").err())
                .isEqualToIgnoringNewLines(
                        "pipette pipeline: [BAD_USAGE] cursor 'id' of resource events cannot be set to"
                                + " '2025-01-31': it is at '2' and compares integers. Write the value like 1000, or say which"
                                + " type it has: --as timestamp. Nothing was changed.");
        assertThat(pipeline("shop", "cursor", "events", "--set", "2025-01-31", "--as", "date")
                        .out())
                .startsWith("resource events: cursor id (date, highest value) was set to 2025-01-31; ");
        assertThat(pipeline("shop", "cursor", "events", "--set", "1", "--as", "day")
                        .err())
                .isEqualToIgnoringNewLines(
                        "pipette pipeline: [BAD_USAGE] --as day: a cursor has no such type. Types are"
                                + " integer, decimal, timestamp, local_timestamp, date, text.");
        assertThat(pipeline("shop", "info", "--set", "1").err())
                .isEqualToIgnoringNewLines(
                        "pipette pipeline: [BAD_USAGE] --set belongs to cursor, and 'info' is asked for.");
        assertThat(pipeline("shop", "cursor").err())
                .isEqualToIgnoringNewLines(
                        "pipette pipeline: [BAD_USAGE] cursor needs the name of the resource: pipette"
                                + " pipeline shop cursor RESOURCE. 'state' lists the cursors of each.");
    }

    @Test
    void the_schema_is_shown_as_tables_or_as_dlts_document() {
        assertThat(pipeline("shop", "schema").lines())
                .contains("events", "events__tags, nested in events")
                .anyMatch(line -> line.matches("id +bigint +cursor"));
        assertThat(pipeline("shop", "schema", "--json")
                        .json()
                        .at("/tables/events/columns/id/data_type")
                        .stringValue())
                .isEqualTo("bigint");
    }

    @Test
    void nothing_is_pending_after_a_load() {
        assertThat(pipeline("shop", "pending").lines()).containsExactly("nothing is pending");
        assertThat(pipeline("shop", "pending", "--json").json()).isEmpty();
    }

    @Test
    void sync_takes_the_destination_as_the_truth() throws IOException {
        load(own);
        Result result = pipeline("shop", "sync");

        assertThat(result.err()).isEmpty();
        assertThat(result.exitCode()).isZero();
    }

    @Test
    void another_working_folder_names_the_destination() {
        Result result = Cli.run(
                "pipeline", "shop", "state", "--into", database, "--home", folder.resolve("elsewhere"), "--json");

        assertThat(result.err()).isEmpty();
        assertThat(result.json().has("events")).isTrue();
    }

    @Test
    void an_unknown_pipeline_names_those_that_are_known() {
        Result result = pipeline("shopp", "info");

        assertThat(result.exitCode()).isEqualTo(2);
        assertThat(result.err())
                .isEqualToIgnoringNewLines("pipette pipeline: [BAD_USAGE] the working folder " + home
                        + " knows no pipeline 'shopp'. It knows: shop. Correct the name, or say where it loads to with"
                        + " --into.");
    }

    @Test
    void forget_removes_the_working_folder_and_leaves_the_destination() throws IOException {
        load(own);
        Result result = pipeline("shop", "forget");

        assertThat(result.err()).isEmpty();
        assertThat(result.lines())
                .containsExactly("forgot pipeline shop: removed its working folder "
                        + home.resolve("pipelines").resolve("shop") + ". " + database + " is as it was.");
        assertThat(pipeline().lines()).containsExactly("no pipelines");
        assertThat(pipeline("shop", "state", "--into", database).out()).contains("events");
        assertThat(pipeline("shop", "forget").err())
                .isEqualToIgnoringNewLines("pipette pipeline: [BAD_USAGE] the working folder " + home
                        + " has no pipeline 'shop', so there is nothing to forget.");
    }

    @Test
    void forget_refuses_while_packages_wait() throws IOException {
        load(own);
        String loadId = interrupted();

        Result refused = pipeline("shop", "forget");

        Path working = home.resolve("pipelines").resolve("shop");
        assertThat(refused.err())
                .isEqualToIgnoringNewLines("pipette pipeline: [PACKAGE_PENDING] package " + loadId
                        + " of pipeline shop waits in " + working + ", and the rows may be nowhere else. Nothing was"
                        + " removed. Run the pipeline to load them, look at them with 'pipette pipeline shop pending',"
                        + " or delete them with 'pipette pipeline shop forget --discard-pending'.");
        assertThat(pipeline("shop", "forget", "--discard-pending").lines())
                .containsExactly("forgot pipeline shop: removed its working folder " + working + " with package "
                        + loadId + ". " + database + " is as it was.");
        assertThat(working).doesNotExist();
    }

    /** Leaves a package that waits. */
    private String interrupted() {
        Pipeline pipeline = PipelineAdmin.find("shop", home).orElseThrow();
        assertThatThrownBy(() -> pipeline.listener(CrashAt.step(LoadStep.SEALED))
                        .run(Pipette.resource("more").json("[{\"id\": 1}]")))
                .isInstanceOf(Crash.class);
        return pipeline.admin().pending().getFirst().loadId();
    }

    @Test
    void two_files_of_one_name_have_pipelines_of_their_own() throws IOException {
        load(own);
        Path other = Files.createDirectories(folder.resolve("other")).resolve("shop.duckdb");
        Path file = Files.writeString(folder.resolve("more.jsonl"), "{\"id\": 7}\n");
        Result loaded = Cli.run("load", file, "--into", "duckdb:" + other, "--home", home);
        assertThat(loaded.err()).isEmpty();

        assertThat(pipeline().lines()).hasSize(4);
        assertThat(pipeline("shop", "info", "--into", database).out()).contains("events");
        assertThat(pipeline("shop", "info", "--into", "duckdb:" + other).out())
                .contains("shop@")
                .doesNotContain("events");
        assertThat(pipeline("shop").err())
                .isEqualToIgnoringNewLines("pipette pipeline: [BAD_USAGE] the working folder " + home
                        + " knows several pipelines 'shop', into " + database + " and duckdb:" + other
                        + ". Say which one with --into, or run the command in the folder of its file.");
        assertThat(pipeline("shop", "forget", "--into", "duckdb:" + other).err())
                .isEmpty();
        assertThat(pipeline("shop").exitCode()).isZero();
    }

    @Test
    void a_destination_by_name_is_remembered_by_its_name() throws IOException {
        use(own);
        Files.writeString(
                folder.resolve("pipette.toml"),
                "[destination.warehouse]\ntype = 'duckdb'\ndatabase = '" + folder.resolve("one.duckdb") + "'\n");
        Pipette.pipeline("named", Pipette.destination("warehouse", settings()))
                .home(home)
                .run(Pipette.resource("more").json("[{\"id\": 1}]"));
        Files.writeString(
                folder.resolve("pipette.toml"),
                "[destination.warehouse]\ntype = 'duckdb'\ndatabase = '" + folder.resolve("moved.duckdb") + "'\n");

        Destination found = PipelineAdmin.find("named", home).orElseThrow().destination();

        assertThat(found.completed(settings())).hasToString("duckdb:" + folder.resolve("moved.duckdb"));
        Files.writeString(folder.resolve("pipette.toml"), "");
        assertThat(found.completed(settings())).hasToString("duckdb:" + folder.resolve("one.duckdb"));
    }

    private Settings settings() {
        return Settings.from(folder, folder, Map.of());
    }

    @Test
    void discard_wants_a_load_id() {
        Result result = pipeline("shop", "discard");

        assertThat(result.exitCode()).isEqualTo(2);
        assertThat(result.err())
                .isEqualToIgnoringNewLines("pipette pipeline: [BAD_USAGE] discard needs the load id of the package:"
                        + " pipette pipeline shop discard LOAD_ID. 'pending' lists them.");
    }

    @Test
    void a_refused_load_names_the_command_that_loads_it_after_a_fix() throws IOException {
        load(own);
        Path orders = Files.writeString(folder.resolve("orders.csv"), "id\n1\n");
        Cli.run("load", orders, "--into", database, "--home", home);
        execute("CREATE UNIQUE INDEX by_id ON shop_dataset.orders(id)");

        Result refused = Cli.run("load", orders, "--into", database, "--home", home);

        assertThat(refused.exitCode()).isEqualTo(3);
        String loadId = pipeline("shop", "failed", "--json")
                .json()
                .at("/quarantined/0/load_id")
                .stringValue();
        assertThat(refused.err())
                .contains("Package " + loadId + " is set aside: after a fix, 'pipette pipeline shop retry " + loadId
                        + " --home " + home + "' loads it, and 'pipette pipeline shop discard " + loadId + " --home "
                        + home + "' deletes it.");
        Result plan = Cli.run("plan", orders, "--into", database, "--home", home, "--json");
        assertThat(plan.json().at("/set_aside/0/load_id").asString()).isEqualTo(loadId);
        assertThat(plan.json().at("/set_aside/0/resources/0").asString()).isEqualTo("orders");
        assertThat(plan.json().at("/set_aside/0/message").asString())
                .startsWith("[ROW_REFUSED] ")
                .endsWith(" After a fix, 'pipette pipeline shop retry " + loadId + " --home " + home
                        + "' loads it, and 'pipette pipeline shop discard " + loadId + " --home " + home
                        + "' deletes it.");
        assertThat(Cli.run("plan", orders, "--into", database, "--home", home).lines())
                .contains("set aside, and not loaded by a run:")
                .anyMatch(line -> line.startsWith("  package " + loadId + " of orders: [ROW_REFUSED] "));
        execute("DROP INDEX shop_dataset.by_id");
        Result retried = pipeline("shop", "retry", loadId);
        assertThat(retried.err()).isEmpty();
        assertThat(retried.lines()).anyMatch(line -> line.matches("orders +1 +append"));
        assertThat(pipeline("shop", "pending").lines()).containsExactly("nothing is pending");
        assertThat(pipeline("shop", "retry", loadId).err())
                .isEqualToIgnoringNewLines("pipette pipeline: [BAD_USAGE] pipeline shop has no package " + loadId
                        + " that waits or was quarantined; none does.");
        assertThat(pipeline("shop", "retry").err())
                .isEqualToIgnoringNewLines("pipette pipeline: [BAD_USAGE] retry needs the load id of the package:"
                        + " pipette pipeline shop retry LOAD_ID. 'pending' lists them.");
    }

    private void execute(String sql) {
        try (CloseableDSLContext dsl =
                PipelineAdmin.find("shop", home).orElseThrow().dataset().dsl()) {
            dsl.execute(sql);
        }
    }

    @Test
    void a_load_id_belongs_to_discard_only() {
        Result result = pipeline("shop", "state", "123.456");

        assertThat(result.exitCode()).isEqualTo(2);
        assertThat(result.err()).contains("'state' takes no load id and no resource, and '123.456' is given.");
    }

    @Test
    void what_is_printed_is_what_the_values_print() {
        PipelineAdmin admin = PipelineAdmin.find("shop", home).orElseThrow().admin();

        assertThat(pipeline("shop", "info").out()).isEqualToIgnoringNewLines(admin.info() + "\n");
        assertThat(pipeline("shop", "trace").out()).isEqualToIgnoringNewLines(admin.trace() + "\n");
        assertThat(pipeline("shop", "runs").out()).isEqualToIgnoringNewLines(admin.traces() + "\n");
        assertThat(pipeline("shop", "failed").out()).isEqualToIgnoringNewLines(admin.failed() + "\n");
        assertThat(pipeline("shop", "loads").out()).isEqualToIgnoringNewLines(admin.loads() + "\n");
        assertThat(pipeline("shop", "state").out()).isEqualToIgnoringNewLines(admin.state() + "\n");
        assertThat(pipeline("shop", "schema").out()).isEqualToIgnoringNewLines(admin.schema() + "\n");
        assertThat(pipeline("shop", "drop", "events").out()).isEqualToIgnoringNewLines(admin.planDrop("events") + "\n");
    }

    @Test
    void the_last_run_is_traced_for_people_and_for_programs() {
        assertThat(pipeline("shop", "trace").lines())
                .anyMatch(line -> line.matches("committed +[0-9.]+ ms +[0-9.]+"))
                .anyMatch(line -> line.matches("events +2 +append +0 +0"));
        assertThat(pipeline("shop", "trace", "--json")
                        .json()
                        .at("/packages/0/tables/0/rows")
                        .longValue())
                .isEqualTo(2);
        assertThat(pipeline("shop", "runs", "--json").json()).hasSize(1);
    }

    @Test
    void a_run_that_failed_is_told_with_its_code() throws IOException {
        load(own);
        Path broken = Files.writeString(folder.resolve("broken.jsonl"), "{\"id\": 1}\n{\"tags\": []}\n");
        Result load = Cli.run("load", broken, "--into", database, "--merge", "id", "--home", home);
        assertThat(load.exitCode()).isEqualTo(3);

        assertThat(pipeline("shop", "failed").out()).contains(": KEY_MISSING", "[KEY_MISSING] merge into ");
        assertThat(pipeline("shop", "failed", "--json")
                        .json()
                        .at("/runs/0/code")
                        .stringValue())
                .isEqualTo("KEY_MISSING");
        assertThat(pipeline("shop", "trace").lines()).anyMatch(line -> line.startsWith("failed "));
    }

    @Test
    void drop_tells_first_and_drops_when_it_is_told_to() throws IOException {
        load(own);
        Result plan = pipeline("shop", "drop", "events");
        assertThat(plan.out()).contains("would drop resource events", "Nothing was changed. To do it: ");
        assertThat(pipeline("shop", "state").out()).contains("cursor id");

        Result done = pipeline("shop", "drop", "events", "--yes", "--json");

        assertThat(done.json().get("done").booleanValue()).isTrue();
        assertThat(done.json().at("/tables/events__tags").longValue()).isEqualTo(1);
        assertThat(pipeline("shop", "state").out()).doesNotContain("cursor id");
        assertThat(pipeline("shop", "drop", "events").exitCode()).isEqualTo(2);
    }

    @Test
    void drop_can_leave_the_tables() throws IOException {
        load(own);
        Result done = pipeline("shop", "drop", "events", "--state-only", "--yes");

        assertThat(done.out()).contains("forgot what resource events remembers", "its tables were left as they are");
        assertThat(Cli.run("sql", database, "SELECT count(*) AS n FROM events", "--format", "csv")
                        .lines())
                .containsExactly("n", "2");
    }

    @Test
    void yes_changes_nothing_where_nothing_is_asked() throws IOException {
        load(own);

        assertThat(pipeline("shop", "discard", "1.2", "--yes").err())
                .contains("pipeline shop has no package 1.2 that waits or was quarantined");
        assertThat(pipeline("shop", "forget", "--yes").exitCode()).isZero();
    }

    @Test
    void options_of_drop_belong_to_drop() {
        assertThat(pipeline("shop", "info", "--yes").err())
                .isEqualToIgnoringNewLines(
                        "pipette pipeline: [BAD_USAGE] --yes belongs to drop, discard and forget, and 'info' is asked for.");
        assertThat(pipeline("shop", "drop").err())
                .isEqualToIgnoringNewLines("pipette pipeline: [BAD_USAGE] drop needs the name of the resource: pipette"
                        + " pipeline shop drop RESOURCE. 'schema' lists the tables of each.");
    }

    @Test
    void state_is_exported_for_dlt_and_told_once() throws IOException {
        load(own);
        Path visits = Files.writeString(
                folder.resolve("visits.jsonl"),
                "{\"id\": 7, \"at\": 1}\n{\"id\": 8, \"at\": 2}\n{\"id\": 9, \"at\": 2}\n");
        Result dropped = pipeline("shop", "drop", "events", "--yes");
        Result loaded =
                Cli.run("load", visits, "--into", database, "--home", home, "--cursor", "at", "--primary-key", "id");
        assertThat(dropped.err() + loaded.err()).isEmpty();

        Result exported = pipeline("shop", "export-state", "--for", "dlt");

        assertThat(exported.err()).isEmpty();
        assertThat(exported.exitCode()).isZero();
        assertThat(exported.out().replaceFirst("load \\d+\\.\\d+", "load ID")).isEqualToNormalizingNewlines("""
                          resource  cursor  last value  key  rows  loaded
                          --------  ------  ----------  ---  ----  ------
                          visits    at      2           id      2       2

                        dlt continues from here: its state is committed with load ID.
                        """);
        assertThat(pipeline("shop", "export-state", "--for", "dlt").lines())
                .last()
                .isEqualTo("dlt's state knows these rows already. Nothing was changed.");
        assertThat(pipeline("shop", "export-state", "--for", "dlt", "--key", "visits=id", "--json")
                        .json()
                        .at("/cursors/0/key/0")
                        .stringValue())
                .isEqualTo("id");
    }

    @Test
    void a_state_that_dlt_could_not_go_on_from_is_not_exported() {
        Result result = pipeline("shop", "export-state", "--for", "dlt");

        assertThat(result.exitCode()).isEqualTo(2);
        assertThat(result.err())
                .isEqualToIgnoringNewLines("pipette pipeline: [BAD_USAGE] the state of pipeline shop cannot be passed"
                        + " to dlt as it is: resource events has no primary key, and dlt's digest of a whole row"
                        + " cannot be computed from its table. Let dlt know rows by a key, primary_key=\"id\", and say the"
                        + " same here: --key events=id. Nothing was changed.");
    }

    @Test
    void an_export_says_for_whom_and_its_options_belong_to_it() {
        String whom = "pipette pipeline: [BAD_USAGE] export-state needs to know for whom: pipette pipeline shop"
                + " export-state --for dlt.";

        assertThat(pipeline("shop", "export-state").err()).isEqualToIgnoringNewLines(whom);
        assertThat(pipeline("shop", "export-state", "--for", "others").err()).isEqualToIgnoringNewLines(whom);
        assertThat(pipeline("shop", "export-state", "--for", "dlt", "--key", "events")
                        .err())
                .isEqualToIgnoringNewLines("pipette pipeline: [BAD_USAGE] --key events names no column. Write it like"
                        + " --key events=id.");
        assertThat(pipeline("shop", "state", "--for", "dlt").err())
                .isEqualToIgnoringNewLines(
                        "pipette pipeline: [BAD_USAGE] --for belongs to export-state, and 'state' is asked for.");
        assertThat(pipeline("shop", "state", "--key", "events=id").err())
                .isEqualToIgnoringNewLines(
                        "pipette pipeline: [BAD_USAGE] --key belongs to export-state, and 'state' is asked for.");
    }

    private Result pipeline(String... arguments) {
        List<Object> all = new ArrayList<>(List.of("pipeline", "--home", home));
        all.addAll(List.of(arguments));
        return Cli.run(all.toArray());
    }
}

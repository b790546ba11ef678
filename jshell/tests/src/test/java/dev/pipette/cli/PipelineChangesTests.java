package dev.pipette.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pipette.cli.Cli.Result;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** What {@code pipette pipeline} changes of a pipeline: cursors, resources, and its state for dlt. */
class PipelineChangesTests {
    @RegisterExtension
    static final LoadedOnce<ShopPipeline> LOADED = new LoadedOnce<>(ShopPipeline.class, ShopPipeline::load);

    @TempDir
    Path own;

    private ShopPipeline shop = LOADED.get();

    @Test
    void a_cursor_is_read_and_set() throws IOException {
        shop = ShopPipeline.load(own);
        assertThat(shop.pipeline("shop", "cursor", "events").out())
                .isEqualToIgnoringNewLines(
                        "resource events: cursor id (integer, highest value) is at 2; 1 loaded row is"
                                + " known as a whole.");

        Result set = shop.pipeline("shop", "cursor", "events", "--set", "1", "--json");

        assertThat(set.json().get("value").longValue()).isEqualTo(1);
        assertThat(set.json().get("type").stringValue()).isEqualTo("integer");
        assertThat(set.json().has("load_id")).isTrue();
        assertThat(shop.pipeline("shop", "cursor", "events").out()).contains("is at 1; no loaded row is known");
    }

    @Test
    void a_cursor_is_set_to_a_value_of_its_type() throws IOException {
        shop = ShopPipeline.load(own);
        assertThat(shop.pipeline("shop", "cursor", "events", "--set", "2025-01-31")
                        .err())
                .isEqualToIgnoringNewLines(
                        "pipette pipeline: [BAD_USAGE] cursor 'id' of resource events cannot be set to"
                                + " '2025-01-31': it is at '2' and compares integers. Write the value like 1000, or say which"
                                + " type it has: --as timestamp. Nothing was changed.");
        assertThat(shop.pipeline("shop", "cursor", "events", "--set", "2025-01-31", "--as", "date")
                        .out())
                .startsWith("resource events: cursor id (date, highest value) was set to 2025-01-31; ");
        assertThat(shop.pipeline("shop", "cursor", "events", "--set", "1", "--as", "day")
                        .err())
                .isEqualToIgnoringNewLines(
                        "pipette pipeline: [BAD_USAGE] --as day: a cursor has no such type. Types are"
                                + " integer, decimal, timestamp, local_timestamp, date, text.");
        assertThat(shop.pipeline("shop", "info", "--set", "1").err())
                .isEqualToIgnoringNewLines(
                        "pipette pipeline: [BAD_USAGE] --set belongs to replay and cursor, and 'info' is asked for.");
        assertThat(shop.pipeline("shop", "cursor").err())
                .isEqualToIgnoringNewLines(
                        "pipette pipeline: [BAD_USAGE] cursor needs the name of the resource: pipette"
                                + " pipeline shop cursor RESOURCE. 'state' lists the cursors of each.");
    }

    @Test
    void sync_takes_the_destination_as_the_truth() throws IOException {
        shop = ShopPipeline.load(own);
        Result result = shop.pipeline("shop", "sync");

        assertThat(result.err()).isEmpty();
        assertThat(result.exitCode()).isZero();
    }

    @Test
    void drop_tells_first_and_drops_when_it_is_told_to() throws IOException {
        shop = ShopPipeline.load(own);
        Result plan = shop.pipeline("shop", "drop", "events");
        assertThat(plan.out()).contains("would drop resource events", "Nothing was changed. To do it: ");
        assertThat(shop.pipeline("shop", "state").out()).contains("cursor id");

        Result done = shop.pipeline("shop", "drop", "events", "--yes", "--json");

        assertThat(done.json().get("done").booleanValue()).isTrue();
        assertThat(done.json().at("/tables/events__tags").longValue()).isEqualTo(1);
        assertThat(shop.pipeline("shop", "state").out()).doesNotContain("cursor id");
        assertThat(shop.pipeline("shop", "drop", "events").exitCode()).isEqualTo(2);
    }

    @Test
    void drop_can_leave_the_tables() throws IOException {
        shop = ShopPipeline.load(own);
        Result done = shop.pipeline("shop", "drop", "events", "--state-only", "--yes");

        assertThat(done.out()).contains("forgot what resource events remembers", "its tables were left as they are");
        assertThat(Cli.run("sql", shop.database(), "SELECT count(*) AS n FROM events", "--format", "csv")
                        .lines())
                .containsExactly("n", "2");
    }

    @Test
    void options_of_drop_belong_to_drop() {
        assertThat(shop.pipeline("shop", "info", "--yes").err())
                .isEqualToIgnoringNewLines(
                        "pipette pipeline: [BAD_USAGE] --yes belongs to discard-rejects, give-up, discard, drop, migrate and forget, and 'info' is asked for.");
        assertThat(shop.pipeline("shop", "drop").err())
                .isEqualToIgnoringNewLines("pipette pipeline: [BAD_USAGE] drop needs the name of the resource: pipette"
                        + " pipeline shop drop RESOURCE. 'schema' lists the tables of each.");
    }

    @Test
    void migrate_tells_first_and_migrates_when_it_is_told_to() throws IOException {
        shop = ShopPipeline.load(own);
        Result plan = shop.pipeline("shop", "migrate", "--rename", "events.id=number", "--drop", "events__tags.value");
        assertThat(plan.err()).isEmpty();
        assertThat(plan.out()).isEqualToIgnoringNewLines("""
                would migrate columns in duckdb %1$s/shop.duckdb, dataset shop_dataset:

                  table         change                rows  values lost
                  ------------  --------------------  ----  -----------
                  events__tags  value is dropped         1            1
                  events        id is renamed number     2            0

                  remembered  values that arrive for 'value' are left out and counted, until --restore events__tags.value
                              values that arrive for 'id' fill events.number

                Nothing was changed. To do it: pipette pipeline shop migrate --rename events.id=number --drop \
                events__tags.value --yes --home %1$s/home
                """.formatted(own));

        Result done = shop.pipeline(
                "shop", "migrate", "--rename", "events.id=number", "--drop", "events__tags.value", "--yes", "--json");

        assertThat(done.json().get("done").booleanValue()).isTrue();
        assertThat(done.json().at("/changes/1/what").stringValue()).isEqualTo("id is renamed number");
        assertThat(shop.pipeline("shop", "schema").out())
                .contains("cursor, was id", "events__tags, nested in events, without value (dropped)");
        assertThat(shop.pipeline("shop", "migrate", "--rename", "events.id=number")
                        .out())
                .startsWith("nothing to migrate in ")
                .contains("before      column events.id was renamed number before");
        assertThat(shop.pipeline("shop", "migrate").out()).contains("the tables are as the schema has them");
    }

    @Test
    void options_of_migrate_belong_to_migrate() {
        assertThat(shop.pipeline("shop", "info", "--retype", "events.id=text").err())
                .isEqualToIgnoringNewLines(
                        "pipette pipeline: [BAD_USAGE] --retype belongs to migrate, and 'info' is asked for.");
        assertThat(shop.pipeline("shop", "migrate", "--rename", "events.id").err())
                .isEqualToIgnoringNewLines(
                        "pipette pipeline: [BAD_USAGE] --rename events.id is incomplete. Write it like"
                                + " --rename orders.cust=customer_id.");
        assertThat(shop.pipeline("shop", "migrate", "--retype", "events.id=number")
                        .err())
                .contains("'number' is not a type. Types are ");
        assertThat(shop.pipeline("shop", "migrate", "--drop", "id").err())
                .isEqualToIgnoringNewLines(
                        "pipette pipeline: [BAD_USAGE] 'id' is not a column with its table. Write it like"
                                + " orders.cust.");
    }

    @Test
    void state_is_exported_for_dlt_and_told_once() throws IOException {
        shop = ShopPipeline.load(own);
        Path visits = Files.writeString(
                shop.folder().resolve("visits.jsonl"),
                "{\"id\": 7, \"at\": 1}\n{\"id\": 8, \"at\": 2}\n{\"id\": 9, \"at\": 2}\n");
        Result dropped = shop.pipeline("shop", "drop", "events", "--yes");
        Result loaded = Cli.run(
                "load",
                visits,
                "--into",
                shop.database(),
                "--home",
                shop.home(),
                "--cursor",
                "at",
                "--primary-key",
                "id");
        assertThat(dropped.err() + loaded.err()).isEmpty();

        Result exported = shop.pipeline("shop", "export-state", "--for", "dlt");

        assertThat(exported.err()).isEmpty();
        assertThat(exported.exitCode()).isZero();
        assertThat(exported.out().replaceFirst("load \\d+\\.\\d+", "load ID")).isEqualToNormalizingNewlines("""
                          resource  cursor  last value  key  rows  loaded
                          --------  ------  ----------  ---  ----  ------
                          visits    at      2           id      2       2

                        dlt continues from here: its state is committed with load ID.
                        """);
        assertThat(shop.pipeline("shop", "export-state", "--for", "dlt").lines())
                .last()
                .isEqualTo("dlt's state knows these rows already. Nothing was changed.");
        assertThat(shop.pipeline("shop", "export-state", "--for", "dlt", "--key", "visits=id", "--json")
                        .json()
                        .at("/cursors/0/key/0")
                        .stringValue())
                .isEqualTo("id");
    }

    @Test
    void a_state_that_dlt_could_not_go_on_from_is_not_exported() {
        Result result = shop.pipeline("shop", "export-state", "--for", "dlt");

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

        assertThat(shop.pipeline("shop", "export-state").err()).isEqualToIgnoringNewLines(whom);
        assertThat(shop.pipeline("shop", "export-state", "--for", "others").err())
                .isEqualToIgnoringNewLines(whom);
        assertThat(shop.pipeline("shop", "export-state", "--for", "dlt", "--key", "events")
                        .err())
                .isEqualToIgnoringNewLines("pipette pipeline: [BAD_USAGE] --key events names no column. Write it like"
                        + " --key events=id.");
        assertThat(shop.pipeline("shop", "state", "--for", "dlt").err())
                .isEqualToIgnoringNewLines(
                        "pipette pipeline: [BAD_USAGE] --for belongs to export-state, and 'state' is asked for.");
        assertThat(shop.pipeline("shop", "state", "--key", "events=id").err())
                .isEqualToIgnoringNewLines(
                        "pipette pipeline: [BAD_USAGE] --key belongs to export-state, and 'state' is asked for.");
    }
}

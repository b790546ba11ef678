package dev.pipette.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pipette.cli.Cli.Result;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

class ShowCommandTests {
    @RegisterExtension
    static final LoadedOnce<TwoDatabases> LOADED = new LoadedOnce<>(TwoDatabases.class, TwoDatabases::load);

    @TempDir
    Path own;

    private TwoDatabases bases = LOADED.get();

    /** A folder with two databases, into which the command loaded tables of the same names. */
    private record TwoDatabases(Path folder) {
        static TwoDatabases load(Path folder) throws IOException {
            TwoDatabases bases = new TwoDatabases(folder);
            Path orders = Files.writeString(folder.resolve("orders.csv"), "id,name\n1,a\n2,b\n3,c\n");
            bases.load(orders, "--into", bases.shop());
            bases.load(orders, "--into", bases.shop(), "--table", "customers", "--replace");
            bases.load(orders, "--into", bases.crm(), "--table", "customers", "--limit", "1");
            return bases;
        }

        Path home() {
            return folder.resolve("home");
        }

        String shop() {
            return "duckdb:" + folder.resolve("shop.duckdb");
        }

        String crm() {
            return "duckdb:" + folder.resolve("crm.duckdb");
        }

        void load(Path file, String... options) {
            List<Object> words = new ArrayList<>(List.of("load", file, "--home", home()));
            words.addAll(List.of(options));
            assertThat(Cli.run(words.toArray()).err()).isEmpty();
        }
    }

    @Test
    void a_table_is_found_by_its_name_alone() {
        Result result = show("orders", "--limit", "2");

        assertThat(result.err()).isEmpty();
        assertThat(result.exitCode()).isZero();
        assertThat(result.lines().getFirst()).startsWith("id  name  _dlt_load_id");
        assertThat(result.lines()).hasSize(5).last().isEqualTo("2 of 3 rows");
    }

    @Test
    void a_table_is_found_in_its_dataset() {
        assertThat(show("crm_dataset.customers", "--format", "csv").lines()).hasSize(2);
        assertThat(show("shop_dataset.customers", "--format", "json").json()).hasSize(3);
    }

    @Test
    void a_table_is_found_at_a_destination_that_the_working_folder_need_not_know() {
        Result result = Cli.run(
                "show", bases.shop(), "orders", "--home", bases.folder().resolve("elsewhere"), "--format", "csv");

        assertThat(result.err()).isEmpty();
        assertThat(result.lines()).hasSize(4);
        assertThat(Cli.run("show", bases.crm(), "crm_dataset.customers", "--home", bases.home(), "--format", "csv")
                        .lines())
                .hasSize(2);
    }

    @Test
    void bookkeeping_tables_are_shown_too() {
        assertThat(show("crm_dataset._dlt_loads", "--format", "json").json()).hasSize(1);
        assertThat(Cli.run("show", bases.crm(), "crm_dataset._dlt_version", "--format", "json")
                        .json())
                .hasSize(1);
    }

    @Test
    void a_table_in_two_places_asks_which() {
        assertUsage(
                "'customers' is in more than one place: crm_dataset (" + bases.crm() + "), shop_dataset ("
                        + bases.shop() + "). Say which: pipette show " + bases.crm() + " crm_dataset.customers.",
                "customers");
    }

    @Test
    void a_table_in_two_datasets_of_one_destination_asks_which() throws IOException {
        bases = TwoDatabases.load(own);
        bases.load(
                Files.writeString(bases.folder().resolve("orders.csv"), "id\n1\n"),
                "--into",
                bases.shop(),
                "--dataset",
                "old");

        Result result = Cli.run("show", bases.shop(), "orders", "--home", bases.home());

        assertThat(result.err())
                .isEqualToIgnoringNewLines("pipette show: [BAD_USAGE] " + bases.shop()
                        + " has a table 'orders' in more than one dataset: old, shop_dataset. Say which: old.orders.");
    }

    @Test
    void an_unknown_table_lists_those_that_there_are() {
        assertUsage(
                "the pipelines of the working folder " + bases.home() + " loaded no table 'order'. They loaded:"
                        + " crm_dataset.customers, shop_dataset.customers, shop_dataset.orders.",
                "order");
        assertUsage(
                bases.shop() + " has no table 'order'. It has: shop_dataset.customers, shop_dataset.orders.",
                "shop_dataset.order");
        assertUsage(bases.crm() + " has no table 'orders'. It has: crm_dataset.customers.", bases.crm(), "orders");
    }

    @Test
    void an_unknown_dataset_lists_those_that_there_are() {
        assertUsage(
                "the pipelines of the working folder " + bases.home()
                        + " know no dataset 'sales'. They know: crm_dataset ("
                        + bases.crm() + "), shop_dataset (" + bases.shop()
                        + "). Correct the name, or say where it is: pipette show duckdb:FILE sales.orders.",
                "sales.orders");
        assertUsage(
                bases.crm() + " has no tables in a dataset 'sales'. It has: crm_dataset.customers.",
                bases.crm(),
                "sales.orders");
    }

    @Test
    void a_working_folder_without_pipelines_says_so() {
        Path empty = bases.folder().resolve("empty");

        Result result = Cli.run("show", "orders", "--home", empty);

        assertThat(result.exitCode()).isEqualTo(2);
        assertThat(result.err())
                .isEqualToIgnoringNewLines("pipette show: [BAD_USAGE] the pipelines of the working folder " + empty
                        + " know no dataset. They know: none. Correct the name, or say where it is:"
                        + " pipette show duckdb:FILE orders.");
    }

    @Test
    void a_destination_that_is_gone_is_told() throws IOException {
        bases = TwoDatabases.load(own);
        Files.delete(bases.folder().resolve("shop.duckdb"));

        assertUsage(
                "the pipelines of the working folder " + bases.home() + " loaded no table 'orders'. They loaded:"
                        + " crm_dataset.customers. These are gone or cannot be opened: shop_dataset (" + bases.shop()
                        + ").",
                "orders");
    }

    @Test
    void another_pipelines_destination_that_is_down_is_no_obstacle() throws IOException {
        bases = TwoDatabases.load(own);
        String down = "postgres://loader@127.0.0.1:1/warehouse";
        Path other = Files.createDirectories(bases.home().resolve("pipelines").resolve("other"));
        Files.writeString(
                other.resolve("pipeline.json"), "{\"destination\": \"" + down + "\", \"dataset\": \"other_dataset\"}");

        assertThat(show("orders", "--format", "csv").lines()).hasSize(4);
        assertUsage(
                "the pipelines of the working folder " + bases.home() + " loaded no table 'order'. They loaded:"
                        + " crm_dataset.customers, shop_dataset.customers, shop_dataset.orders. These are gone or cannot"
                        + " be opened: other_dataset (postgres://127.0.0.1:1/warehouse).",
                "order");
        assertThat(Cli.run("pipeline", "--home", bases.home()).lines()).anyMatch(line -> line.contains(down));
        assertThat(Cli.run("pipeline", "shop", "info", "--home", bases.home()).exitCode())
                .isZero();
    }

    @Test
    void a_third_word_is_bad_usage() {
        Result result = show(bases.shop(), "orders", "customers");

        assertThat(result.exitCode()).isEqualTo(2);
        assertThat(result.err()).isEqualToIgnoringNewLines("""
                        pipette show: unmatched argument: 'customers'.
                          pipette show --help shows what there is, with examples.
                        """);
    }

    @Test
    void a_destination_alone_names_no_table() {
        assertUsage(
                "'" + bases.shop()
                        + "' names no table. Write it like pipette show orders, pipette show shop_dataset.orders, or"
                        + " pipette show duckdb:shop.duckdb orders.",
                bases.shop());
    }

    @Test
    void a_negative_limit_is_bad_usage() {
        assertUsage("--limit -1: a limit is 0 or more rows.", "orders", "--limit=-1");
    }

    private Result show(String... arguments) {
        List<Object> words = new ArrayList<>(List.of("show", "--home", bases.home()));
        words.addAll(List.of(arguments));
        return Cli.run(words.toArray());
    }

    private void assertUsage(String message, String... arguments) {
        Result result = show(arguments);

        assertThat(result.exitCode()).isEqualTo(2);
        assertThat(result.out()).isEmpty();
        assertThat(result.err()).isEqualToIgnoringNewLines("pipette show: [BAD_USAGE] " + message);
    }
}

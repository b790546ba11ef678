package dev.pipette.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Errors that name the word that is missing. */
class MissingWordsTests {
    @TempDir
    Path folder;

    @Test
    void a_resource_without_rows_is_shown_how_to_add_them() throws Exception {
        Path script = Files.writeString(folder.resolve("day.jsh"), "Resource orders = resource(\"orders\");\n");

        Cli.Result failed = Cli.run("run", script);

        assertThat(failed.err()).isEqualTo("""
                pipette run: FILE:1: incompatible types: dev.pipette.NamedResource cannot be converted to dev.pipette.Resource. \
                A resource needs its rows: add .rows(..), .json(..) or .files(..) to resource(..).
                    Resource orders = resource("orders");
                                              ^
                """.replace("FILE", script.toString()));
    }

    @Test
    void the_name_of_a_pipeline_before_a_table_leads_to_its_dataset() throws Exception {
        Path orders = Files.writeString(folder.resolve("orders.jsonl"), "{\"id\": 1}\n");
        Path home = folder.resolve("home");
        Path database = folder.resolve("shop.duckdb");
        Cli.run("load", orders, "--into", "duckdb:" + database, "--home", home);

        Cli.Result without = Cli.run("show", "shop.orders", "--home", home);
        Cli.Result with = Cli.run("show", "duckdb:" + database, "shop.orders", "--home", home);

        String hint =
                " shop is a pipeline, which loads into the dataset shop_dataset: name shop_dataset.orders instead. ";
        assertThat(without.err())
                .startsWith("pipette show: [BAD_USAGE] the pipelines of the working folder " + home
                        + " know no dataset 'shop'." + hint + "They know: shop_dataset (duckdb:" + database + ").");
        assertThat(with.err())
                .isEqualToIgnoringNewLines("pipette show: [BAD_USAGE] duckdb:" + database
                        + " has no tables in a dataset 'shop'." + hint + "It has: shop_dataset.orders.");
        assertThat(Cli.run("show", "shop_dataset.orders", "--home", home).err()).isEmpty();
    }
}

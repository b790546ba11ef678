package dev.pipette.duckdb;

import static dev.pipette.Pipette.duckdb;
import static dev.pipette.Pipette.resource;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** DuckDB's extensions are programs of others: none comes from the network because a query asks for it. */
class ExtensionTests {
    private static final String SETTINGS =
            "SELECT name, value FROM duckdb_settings() WHERE name LIKE 'auto%known_extensions' ORDER BY name";

    @TempDir
    Path folder;

    @Test
    void no_connection_installs_or_loads_extensions_by_itself() {
        Scratch scratch = new Scratch(folder);
        scratch.run(resource("items").json("[{\"id\": 1}]"));

        assertThat(duckdb(scratch.database()).query(SETTINGS).toString())
                .containsPattern("autoinstall_known_extensions +false")
                .containsPattern("autoload_known_extensions +false");
        assertThat(scratch.pipeline().dataset().query(SETTINGS).toString())
                .containsPattern("autoinstall_known_extensions +false")
                .containsPattern("autoload_known_extensions +false");
    }

    @Test
    void a_query_that_needs_one_says_which() {
        Scratch scratch = new Scratch(folder);
        scratch.run(resource("items").json("[{\"id\": 1}]"));

        assertThatThrownBy(() -> duckdb(scratch.database()).query("SELECT ST_Point(1, 2)"))
                .hasMessageContaining("spatial");
    }

    @Test
    void what_loads_need_is_built_in() {
        Scratch scratch = new Scratch(folder);
        scratch.run(resource("items").json("[{\"id\": 1}]"));

        assertThat(scratch.rows(
                        "SELECT extension_name FROM duckdb_extensions() WHERE install_mode = 'STATICALLY_LINKED'"
                                + " AND extension_name IN ('icu', 'json', 'parquet') ORDER BY 1"))
                .containsExactly("icu", "json", "parquet");
    }
}

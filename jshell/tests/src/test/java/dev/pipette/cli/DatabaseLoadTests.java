package dev.pipette.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pipette.cli.Cli.Result;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code pipette load} of tables of a database. */
class DatabaseLoadTests {
    @TempDir
    Path folder;

    private String source = "";
    private String into = "";

    @BeforeEach
    void make_a_database() throws SQLException {
        source = "sqlite:" + folder.resolve("app.db");
        into = "duckdb:" + folder.resolve("app.duckdb");
        execute(
                "CREATE TABLE orders (id INTEGER PRIMARY KEY, state TEXT, version INTEGER)",
                "INSERT INTO orders VALUES (1, 'open', 1), (2, 'done', 2)",
                "CREATE TABLE people (id INTEGER PRIMARY KEY, name TEXT)",
                "INSERT INTO people VALUES (7, 'Ada')");
    }

    private void execute(String... statements) throws SQLException {
        try (Connection connection = DriverManager.getConnection("jdbc:" + source);
                Statement statement = connection.createStatement()) {
            for (String sql : statements) {
                statement.execute(sql);
            }
        }
    }

    @Test
    void several_tables_are_one_load() {
        Result loaded = Cli.run("load", source, "--table", "app.*", "--into", into, "--replace");

        assertThat(loaded.err()).isEmpty();
        assertThat(loaded.lines()).contains("orders     2  replace", "people     1  replace");
        assertThat(loaded.lines()).filteredOn(line -> line.startsWith("load ")).hasSize(1);
    }

    @Test
    void a_table_of_the_address_follows_its_cursor() throws SQLException {
        String[] words = {"load", source + "?table=main.orders", "--into", into, "--merge", "id", "--cursor", "version"
        };
        Cli.run((Object[]) words);
        execute("UPDATE orders SET state = 'late'", "UPDATE orders SET version = 3 WHERE id = 2");

        Result again = Cli.run((Object[]) words);

        assertThat(again.err()).isEmpty();
        assertThat(Cli.run("sql", into, "SELECT id, state FROM app_dataset.orders ORDER BY id", "--format", "csv")
                        .lines())
                .contains("1,open", "2,late");
    }

    @Test
    void the_tables_are_asked_for() {
        Result refused = Cli.run("load", source, "--into", into);

        assertThat(refused.err())
                .contains(
                        "which tables of the database are to be loaded? Name one with --table public.orders, several with"
                                + " --table 'public.*', all with --table '*'.");
    }

    @Test
    void a_database_that_is_not_there_is_not_made() {
        Result refused = Cli.run("load", "sqlite:" + folder.resolve("other.db"), "--table", "x", "--into", into);

        assertThat(refused.exitCode()).isNotZero();
        assertThat(refused.err()).contains("[SOURCE_");
        assertThat(Files.exists(folder.resolve("other.db"))).isFalse();
    }

    @Test
    void a_password_is_not_shown() {
        Result refused =
                Cli.run("load", "postgres://reader:open-sesame-42@127.0.0.1:1/shop", "--table", "x", "--into", into);

        assertThat(refused.err()).contains("[SOURCE_UNAVAILABLE]").doesNotContain("open-sesame-42");
    }
}

package dev.pipette;

import static dev.pipette.Pipette.csv;
import static dev.pipette.Pipette.csvFormat;
import static dev.pipette.Pipette.cursor;
import static dev.pipette.Pipette.decimal;
import static dev.pipette.Pipette.duckdb;
import static dev.pipette.Pipette.json;
import static dev.pipette.Pipette.pipeline;
import static dev.pipette.Pipette.resource;
import static dev.pipette.Pipette.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pipette.incremental.Cursor;
import dev.pipette.incremental.FileState;
import dev.pipette.incremental.MissingValue;
import dev.pipette.incremental.RowOrder;
import dev.pipette.schema.WriteDisposition;
import dev.pipette.settings.Secret;
import dev.pipette.settings.Settings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The values of the language, and what it says of calls that cannot mean anything. */
class LanguageTests {
    @Test
    void a_resource_is_a_value_that_methods_do_not_change() {
        Resource plain = csv("orders", Path.of("orders.csv"));

        Resource merged = plain.merge("id", "line").column("zip", text());

        assertThat(plain.writeDisposition()).isEqualTo(new WriteDisposition.Append());
        assertThat(plain.columnHints()).isEmpty();
        assertThat(merged.writeDisposition()).isEqualTo(new WriteDisposition.Merge(List.of("id", "line")));
        assertThat(merged.primaryKey()).containsExactly("id", "line");
        assertThat(merged).hasToString("orders (merge into orders, orders.csv)");
    }

    @Test
    void a_destination_is_read_from_text() {
        assertThat(Destination.parse("duckdb:a/b.duckdb"))
                .isEqualTo(duckdb("a/b.duckdb"))
                .hasToString("duckdb:a/b.duckdb");
        assertThatThrownBy(() -> Destination.parse("data/shocks.duckdb"))
                .hasMessage(
                        "[BAD_USAGE] 'data/shocks.duckdb' is not a destination. For the DuckDB file of this name, write"
                                + " duckdb:data/shocks.duckdb.");
        assertThatThrownBy(() -> Destination.parse("warehouse.prod"))
                .hasMessage("[BAD_USAGE] 'warehouse.prod' is not a destination. Write it like duckdb:scratch.duckdb or"
                        + " postgres://user@host/database.");
        assertThatThrownBy(() -> Destination.parse("duckdb:"))
                .hasMessage("[BAD_USAGE] 'duckdb:' names no file. Write duckdb:FILE.");
        assertThatThrownBy(() -> Destination.parse("jdbc:postgresql:"))
                .hasMessage("[BAD_USAGE] 'jdbc:postgresql:' names no database. Write it like duckdb:scratch.duckdb or"
                        + " postgres://user@host/database.");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "postgres:/me:Hunter-22@db.example/shop | begins with 'postgres:', and two slashes must follow",
                "postgres:me:Hunter-22@db.example/shop  | begins with 'postgres:', and two slashes must follow",
                "me:Hunter-22@db.example/shop           | has an @, and no scheme with two slashes before it",
                "Hunter-22@db.example:5432/shop         | has an @, and no scheme with two slashes before it",
                "postgres//me@db.example/Hunter-22      | has no scheme such as duckdb: or postgres://"
            })
    void an_address_that_cannot_be_read_is_not_repeated(String text, String reason) {
        assertThatThrownBy(() -> Destination.parse(text))
                .hasMessage("[BAD_USAGE] the address of the destination " + reason
                        + ". Write it like duckdb:scratch.duckdb or postgres://user@host/database. What was given is"
                        + " not repeated, because it may hold a password.");
    }

    @Test
    void a_destination_shows_only_parameters_that_are_known_to_be_public() {
        assertThat(Destination.parse(
                        "postgres://me@db.example/shop?sslmode=require&sslpassword=Hunter-23&new=Hunter-24&ssl_key=a"))
                .hasToString("postgres://db.example/shop?sslmode=require&sslpassword=***&new=***&ssl_key=a");
        assertThat(Pipette.postgres("/me:Hunter-25@db.example/shop")).hasToString("postgres:***");
        assertThat(duckdb("a@b.duckdb?x=1")).hasToString("duckdb:a@b.duckdb?x=1");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "postgres://loader:s3cret@db.example.com:5433/shop?sslmode=require",
                "postgresql://loader:s3cret@db.example.com:5433/shop?sslmode=require",
                "jdbc:postgresql://db.example.com:5433/shop?user=loader&password=s3cret&sslmode=require",
                "postgres://loader@db.example.com:5433/shop?sslmode=require&password=s3cret"
            })
    void user_and_password_of_an_address_are_settings_and_never_printed(String text) {
        Destination parsed = Destination.parse(text);

        assertThat(parsed)
                .hasToString("postgres://db.example.com:5433/shop?sslmode=require")
                .isEqualTo(Pipette.postgres("postgres://db.example.com:5433/shop?sslmode=require")
                        .user("loader")
                        .password(Secret.of("s3cret")))
                .isEqualTo(Pipette.postgres(text));
    }

    @ParameterizedTest
    @CsvSource({
        "postgres://loader:p@ss@db/shop, p@ss",
        "postgres://loader:pa/ss@db/shop, pa/ss",
        "postgres://loader:pa?ss@db/shop, pa?ss",
        "postgres://loader:pa%2Fss%25@db/shop, pa/ss%",
        "postgres://loader:100%@db/shop, 100%",
        "postgres://loader:a+b:c@db/shop, a+b:c",
        "postgres://loader:a@b@db/shop?sslmode=require, a@b"
    })
    void passwords_that_nobody_encoded_are_understood_all_the_same(String text, String password) {
        Destination parsed = Destination.parse(text);

        assertThat(parsed.settings()).containsEntry("user", "loader").containsEntry("password", password);
        assertThat(parsed.location()).startsWith("//db/shop").doesNotContain("@");
    }

    @Test
    void the_code_that_opens_a_stream_may_throw_any_exception() {
        Resource orders = Pipette.resource("orders").stream(() -> {
            throw new IOException("no network");
        });

        assertThat(orders.name()).isEqualTo("orders");
    }

    @Test
    void a_key_that_names_a_column_twice_is_refused() {
        String message = "[BAD_USAGE] resource orders: the key has column 'id' twice. Name each column once.";
        Resource orders = Pipette.resource("orders").rows(List.of());

        assertThatThrownBy(() -> orders.merge("id", "id")).hasMessage(message);
        assertThatThrownBy(() -> orders.primaryKey("id", "shop", "id")).hasMessage(message);
    }

    @Test
    void the_dataset_of_a_pipeline_is_its_own_then_that_of_the_destination_then_made_of_its_name(@TempDir Path folder)
            throws IOException {
        Files.writeString(
                folder.resolve("pipette.toml"),
                "[destination.warehouse]\nurl = \"duckdb:w.duckdb\"\ndataset = \"mart\"\n");
        Settings settings = Settings.from(folder, folder, Map.of());
        Destination warehouse = Pipette.destination("warehouse", settings);

        assertThat(Pipette.pipeline("shop", warehouse).datasetName()).isEqualTo("mart");
        assertThat(Pipette.pipeline("shop", warehouse).datasetName("sales").datasetName())
                .isEqualTo("sales");
        assertThat(Pipette.pipeline("shop", Pipette.duckdb("w.duckdb")).datasetName())
                .isEqualTo("shop_dataset");
        assertThat(Pipette.pipeline("shop", Pipette.duckdb("w.duckdb"))
                        .destination(warehouse)
                        .datasetName())
                .isEqualTo("mart");
        assertThat(warehouse.completed(settings)).isEqualTo(warehouse);
    }

    @Test
    void settings_complete_an_address_of_the_same_host_and_no_other(@TempDir Path folder) throws IOException {
        Files.writeString(folder.resolve("secrets.toml"), """
                [destination.postgres]
                host = "db.example.com"
                user = "loader"
                password = "s3cret"
                transaction_pooler = true

                [destination.warehouse]
                type = "postgres"
                url = "postgresql://other.example.com/warehouse?sslmode=require"
                user = "other"
                """);
        Settings settings = Settings.from(folder, folder, Map.of());

        assertThat(Pipette.postgres("postgres://db.example.com/shop")
                        .completed(settings)
                        .settings())
                .isEqualTo(Map.of("user", "loader", "password", "s3cret", "transaction_pooler", "true"));
        assertThat(Pipette.postgres("postgres://somebody@db.example.com/shop")
                        .completed(settings)
                        .settings())
                .doesNotContainKey("password");
        assertThat(Pipette.postgres("postgres://elsewhere.example.com/shop")
                        .completed(settings)
                        .settings())
                .isEmpty();
        Destination warehouse = Pipette.destination("warehouse", settings);
        assertThat(warehouse).hasToString("postgres://other.example.com/warehouse?sslmode=require");
        assertThat(warehouse.settings()).isEqualTo(Map.of("user", "other"));
        assertThatThrownBy(() -> Pipette.destination("nowhere", settings))
                .hasMessage("[BAD_SETTINGS] 'nowhere' is not a destination like duckdb:scratch.duckdb or"
                        + " postgres://user@host/database, and the settings say nothing of one with this name. Set url ="
                        + " \"..\" under [destination.nowhere] in pipette.toml, or PIPETTE__DESTINATION__NOWHERE__URL in"
                        + " the environment.");
    }

    @ParameterizedTest
    @CsvSource({
        "url, postgres://loader@db/shop, postgres://db/shop",
        "url, jdbc:postgresql://db/shop, postgres://db/shop",
        "credentials, postgresql://db/shop, postgres://db/shop",
        "host, db, postgres://db",
        "url, duckdb:shop.duckdb, duckdb:shop.duckdb",
        "credentials, duckdb:///shop.duckdb, duckdb:shop.duckdb"
    })
    void the_address_of_a_destination_in_the_settings_decides_its_kind(
            String key, String address, String destination, @TempDir Path folder) throws IOException {
        Files.writeString(
                folder.resolve("pipette.toml"), "[destination.warehouse]\n" + key + " = \"" + address + "\"\n");

        assertThat(Pipette.destination("warehouse", Settings.from(folder, folder, Map.of())))
                .hasToString(destination);
    }

    @Test
    void a_destination_notes_that_a_file_of_the_current_folder_sends_its_password_elsewhere(@TempDir Path folder)
            throws IOException {
        Path file = Files.writeString(folder.resolve("pipette.toml"), """
                [destination.warehouse]
                type = "postgres"
                url = "postgresql://other.example.com/warehouse"

                [destination.local]
                type = "duckdb"
                database = "shop.duckdb"
                """);
        Settings settings = Settings.from(
                folder, folder.resolve("home"), Map.of("PIPETTE__DESTINATION__WAREHOUSE__PASSWORD", "s3cret"));

        assertThat(Pipette.destination("warehouse", settings).notes())
                .containsExactly(
                        "destination.warehouse: a file of the current folder decides where its password is sent:"
                                + " destination.warehouse.url in " + file + ", line 3");
        assertThat(Pipette.destination("local", settings).notes()).isEmpty();
        assertThat(Pipette.destination("warehouse", settings.with("destination.warehouse.url", "postgresql://mine/w"))
                        .notes())
                .isEmpty();
    }

    @Test
    void a_destination_without_its_library_names_the_dependency(@TempDir Path home) {
        Pipeline pipeline = pipeline("p", duckdb("x.duckdb")).home(home);

        assertThatThrownBy(() -> pipeline.run(resource("r").rows(List.of(Map.of("id", 1)))))
                .hasMessage(
                        "[NOT_INSTALLED] no destination 'duckdb' on the class path (there: unreachable). Add the dependency"
                                + " dev.pipette:pipette-duckdb.");
    }

    @Test
    void the_path_of_rows_is_said_of_text_as_of_files() {
        Resource text = resource("r").json("{\"data\": {\"items\": []}}").at("data.items");
        Resource files = json("r", Path.of("r.json")).at("data.items");

        assertThat(text)
                .isEqualTo(resource("r").json("{\"data\": {\"items\": []}}").option("at", "data.items"));
        assertThat(text).isNotEqualTo(resource("r").json("{\"data\": {\"items\": []}}"));
        assertThat(files).isEqualTo(json("r", Path.of("r.json")).option("at", "data.items"));
        assertThatThrownBy(() -> text.option("delimiter", ";"))
                .hasMessage("[BAD_USAGE] resource r does not read files, so option(\"delimiter\", ..) has no meaning.");
    }

    @Test
    void calls_that_cannot_mean_anything_are_refused_when_they_are_made() {
        Resource rows = resource("r").rows(List.of());

        assertThatThrownBy(() -> pipeline("../p", duckdb("x")))
                .hasMessage("[BAD_USAGE] '../p' is not a pipeline name: use 1 to 100 letters, digits, '_', '-' and '.',"
                        + " beginning with a letter or digit.");
        assertThatThrownBy(() -> rows.limit(-1)).hasMessage("[BAD_USAGE] limit(-1): a limit is 0 or more rows.");
        assertThatThrownBy(() -> rows.merge("a").primaryKey("b"))
                .hasMessage("[BAD_USAGE] resource r merges by [a], which is its primary key already. Say merge(..) or"
                        + " primaryKey(..), not both.");
        assertThatThrownBy(() -> rows.at("features"))
                .hasMessage("[BAD_USAGE] resource r does not read files, so option(\"at\", ..) has no meaning.");
        assertThatThrownBy(() -> decimal(39, 2))
                .hasMessage(
                        "[BAD_USAGE] decimal(39, 2) is not a decimal type: the precision is 1 to 38, the scale 0 to the"
                                + " precision.");
        assertThatThrownBy(() -> new WriteDisposition.Merge(List.of()))
                .hasMessage("[BAD_USAGE] merge needs at least one key column: merge(\"id\").");
        assertThatThrownBy(() -> cursor("c", Thread.State.class))
                .hasMessage(
                        "[BAD_USAGE] a cursor cannot compare values of java.lang.Thread$State. Use Long, BigDecimal,"
                                + " Instant, LocalDateTime, LocalDate or String.");
        assertThatThrownBy(() -> resource(" ").rows(List.of()))
                .hasMessage("[BAD_USAGE] a resource needs a name that is not blank.");
    }

    @Test
    void a_cursor_keeps_its_type() {
        Instant start = Instant.parse("2025-01-01T00:00:00Z");

        assertThat(cursor("updated_at", Instant.class).startingAt(start).start())
                .contains(start);
    }

    @Test
    void a_backfill_ends_after_it_begins() {
        assertThat(cursor("id", Long.class).backfill(9L, 10L).window())
                .contains(new dev.pipette.incremental.Window<>(9L, 10L));
        assertThat(cursor("id").backfill("9", "10").backfill("9", "9").window()).isPresent();
        assertThatThrownBy(() -> cursor("id", Long.class).backfill(10L, 9L))
                .hasMessage("[BAD_USAGE] a backfill from 10 to 9 of cursor 'id' ends before it begins. Swap the two.");
        assertThatThrownBy(() -> cursor("at").backfill("2025-02-01", "2025-01-31T12:00:00Z"))
                .hasMessage("[BAD_USAGE] a backfill from 2025-02-01 to 2025-01-31T12:00:00Z of cursor 'at' ends before"
                        + " it begins. Swap the two.");
        assertThatThrownBy(() -> resource("r")
                        .rows(List.of())
                        .replace()
                        .incremental(cursor("id", Long.class).backfill(9L, 10L)))
                .hasMessage("[BAD_USAGE] resource r replaces its table, and a backfill of a part would delete the rest."
                        + " Say append() or merge(..) with it.");
    }

    @Test
    void a_load_in_steps_needs_to_know_where_it_goes_on() {
        Resource rows = resource("r").rows(List.of());
        Cursor<Long> ordered = cursor("id", Long.class).rowOrder(RowOrder.ASCENDING);

        assertThat(rows.incremental(ordered).commitEvery(10).commitInterval()).isPresent();
        assertThatThrownBy(() -> rows.commitEvery(10))
                .hasMessage(
                        "[BAD_USAGE] resource r cannot be committed in steps: nothing says where the next run would continue."
                                + " Give it a cursor whose rows come in an order, .rowOrder(..), or leave commitEvery(..) out.");
        assertThatThrownBy(() -> rows.replace().incremental(ordered).commitEvery(10))
                .hasMessage(
                        "[BAD_USAGE] resource r cannot be committed in steps: it replaces its table, which must not be"
                                + " seen half replaced. Leave commitEvery(..) out.");
        assertThatThrownBy(() -> rows.incremental(ordered.lowest()).commitEvery(10))
                .hasMessage(
                        "[BAD_USAGE] resource r cannot be committed in steps: the first rows of cursor 'id' would move"
                                + " it beyond the rows that are left. Let rows come in the order in which the cursor moves.");
        assertThatThrownBy(() -> rows.incremental(ordered.backfill(1L, 9L)).commitEvery(10))
                .hasMessage(
                        "[BAD_USAGE] resource r cannot be committed in steps: a backfill from 1 to 9 leaves the cursor"
                                + " where it is, so that the next run could not continue in its middle. Load shorter windows, or start"
                                + " a cursor of its own at the beginning.");
        assertThatThrownBy(() -> rows.incremental(ordered.whenMissing(MissingValue.INCLUDE))
                        .commitEvery(10))
                .hasMessage(
                        "[BAD_USAGE] resource r cannot be committed in steps: rows without a value of the cursor would"
                                + " be loaded again by a run that continues. Say .whenMissing(EXCLUDE).");
        assertThatThrownBy(
                        () -> rows.incremental(ordered).deduplicatedWithinRun().commitEvery(10))
                .hasMessage(
                        "[BAD_USAGE] resource r cannot be committed in steps: the last row of a key is known at the end"
                                + " of a run only. Leave deduplicatedWithinRun() out.");
        assertThatThrownBy(() -> resource("r").files("a.csv").commitEvery(10))
                .hasMessage(
                        "[BAD_USAGE] resource r cannot be committed in steps: nothing remembers which of its files are"
                                + " loaded. Give files(..) a file state, for instance FileState.ledger().");
        assertThatThrownBy(() -> rows.commitEvery(0))
                .hasMessage("[BAD_USAGE] commitEvery(0): a step has 1 row or more.");
        assertThatThrownBy(() -> rows.commitEvery(java.time.Duration.ZERO))
                .hasMessage("[BAD_USAGE] commitEvery(PT0S): a step takes more time than none.");
    }

    @Test
    void a_file_state_stands_alone() {
        Resource files = resource("r").files("a.csv", csvFormat(), FileState.ledger());

        assertThatThrownBy(files::replace)
                .hasMessage(
                        "[BAD_USAGE] resource r replaces its table, and would keep nothing but the files of the last"
                                + " run. Leave the file state out, or say append() or merge(..).");
        assertThatThrownBy(() -> files.incremental(cursor("id")))
                .hasMessage(
                        "[BAD_USAGE] resource r has a file state and a cursor, and each says what is new. Say one of"
                                + " them.");
        assertThatThrownBy(() -> FileState.ledger().lateBy(java.time.Period.ofDays(1)))
                .hasMessage("[BAD_USAGE] a ledger takes late files whatever their date. Leave lateBy(..) out.");
        assertThatThrownBy(() -> FileState.ledger().datePattern("("))
                .hasMessage(
                        "[BAD_USAGE] '(' is not a regular expression for the date in a file's name: Unclosed group.");
    }

    @Test
    void every_type_of_the_command_line_is_a_hint() {
        assertThat(Pipette.columnType("decimal(12, 2)")).isEqualTo(decimal(12, 2));
        assertThatThrownBy(() -> Pipette.columnType("money"))
                .hasMessage(
                        "[BAD_USAGE] 'money' is not a type. Types are text, bigint, double, decimal, decimal(P,S), bool,"
                                + " timestamp, local_timestamp, date, time, binary, json.");
    }
}

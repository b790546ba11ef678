package dev.pipette.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pipette.Pipette;
import dev.pipette.cli.Cli.Result;
import dev.pipette.schema.file.SchemaFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** {@code pipette schema}: files of schemas, and what differs between them. */
class SchemaCommandTests {
    private static final String YAML = """
            pipette_schema: 1
            name: shop
            tables:
              events:
                columns:
                  id: {type: bigint}
              events__tags:
                parent: events
                columns:
                  value: {type: text}
            """;

    @RegisterExtension
    static final LoadedOnce<ShopPipeline> LOADED = new LoadedOnce<>(ShopPipeline.class, ShopPipeline::load);

    @TempDir
    Path own;

    private final ShopPipeline shop = LOADED.get();

    private Result schema(Object... arguments) {
        List<Object> all = new ArrayList<>(List.of("schema"));
        all.addAll(List.of(arguments));
        all.addAll(List.of("--home", shop.home()));
        return Cli.run(all.toArray());
    }

    @Test
    void a_schema_is_printed_as_yaml() {
        assertThat(schema("export", "shop").out()).isEqualTo(YAML);
        assertThat(schema("export", "shop", "--into", shop.database()).out()).isEqualTo(YAML);
    }

    @Test
    void a_schema_is_printed_in_other_formats() {
        assertThat(schema("export", "shop", "--format", "mermaid").out())
                .startsWith("erDiagram\n")
                .contains("\"events\" ||--o{ \"events__tags\" : \"has\"");
        assertThat(schema("export", "shop", "--format", "dbml").out())
                .contains("Ref: \"events__tags\".\"_dlt_parent_id\" > \"events\".\"_dlt_id\"");
        assertThat(schema("export", "shop", "--format", "json")
                        .json()
                        .at("/tables/events__tags/parent")
                        .stringValue())
                .isEqualTo("events");
        assertThat(schema("export", "shop", "--format", "ddl").out()).isEqualTo("""
                create schema if not exists "shop"."shop_dataset";

                create table "shop"."shop_dataset"."events" (
                  "id" bigint null
                );

                create table "shop"."shop_dataset"."events__tags" (
                  "value" varchar null
                );
                """);
    }

    @Test
    void system_columns_are_printed_where_they_are_asked_for() {
        assertThat(schema("export", "shop", "--system-columns").out())
                .contains("      _dlt_load_id: {type: text, nullable: false}\n");
    }

    @Test
    void a_file_is_written_once_and_replaced_where_that_is_asked_for() throws IOException {
        Path file = own.resolve("shop.yaml");

        assertThat(schema("export", "shop", "-o", file).lines()).containsExactly("wrote " + file);
        assertThat(Files.readString(file)).isEqualTo(YAML);
        Result again = schema("export", "shop", "-o", file);
        assertThat(again.exitCode()).isEqualTo(2);
        assertThat(again.err())
                .contains("-o " + file + ": the file exists. Choose another name, or replace it with --force.");
        assertThat(schema("export", "shop", "-o", file, "--force").exitCode()).isZero();
        assertThat(schema("export", "shop", "-o", own.resolve("shop.mmd")).exitCode())
                .isZero();
        assertThat(Files.readString(own.resolve("shop.mmd"))).startsWith("erDiagram");
    }

    @Test
    void a_diff_ends_with_zero_where_nothing_differs_and_with_one_where_something_does() throws IOException {
        Path same = Files.writeString(own.resolve("same.yaml"), YAML);
        Path other = Files.writeString(
                own.resolve("other.yaml"),
                YAML.replace("{type: bigint}", "{type: text, nullable: false}\n      at: date"));

        Result equal = schema("diff", same, "shop");
        assertThat(equal.exitCode()).isZero();
        assertThat(equal.lines()).containsExactly("no difference");

        Result differs = schema("diff", other, "shop");
        assertThat(differs.exitCode()).isEqualTo(1);
        assertThat(differs.err()).isEmpty();
        assertThat(differs.lines())
                .containsExactly(
                        "~ column events.id: text -> bigint",
                        "~ column events.id, null: not null -> nullable",
                        "- column events.at: date");
        assertThat(schema("diff", same, other).lines()).contains("+ column events.at: date");
    }

    @Test
    void a_diff_is_one_json_document() throws IOException {
        Path other = Files.writeString(own.resolve("other.yaml"), YAML.replace("bigint", "text"));

        Result differs = schema("diff", other, "shop", "--json");

        assertThat(differs.exitCode()).isEqualTo(1);
        assertThat(differs.json().get("equal").booleanValue()).isFalse();
        assertThat(differs.json().at("/changes/0").toString())
                .isEqualTo("{\"change\":\"changed\",\"table\":\"events\",\"column\":\"id\",\"what\":\"type\","
                        + "\"before\":\"text\",\"after\":\"bigint\"}");
        assertThat(schema("diff", "shop", "shop", "--json").json().toString())
                .isEqualTo("{\"equal\":true,\"changes\":[]}");
    }

    /** The committed schema says what a load made; somebody else may have changed it since. */
    @Test
    void a_pipeline_is_what_its_tables_are_now() throws IOException {
        ShopPipeline changed = ShopPipeline.load(Files.createDirectory(own.resolve("changed")));
        Path agreed = Files.writeString(own.resolve("agreed.yaml"), YAML);
        Pipette.pipeline("shop", dev.pipette.Destination.parse(changed.database()))
                .home(changed.home())
                .dataset()
                .execute("ALTER TABLE events ADD COLUMN note VARCHAR; ALTER TABLE events ALTER id TYPE DOUBLE;"
                        + " DROP TABLE events__tags");

        Result differs = Cli.run("schema", "diff", agreed, "shop", "--home", changed.home());

        assertThat(differs.lines())
                .containsExactly(
                        "~ column events.id: bigint -> double",
                        "+ column events.note: text",
                        "- table events__tags: 1 column, nested in events");
    }

    @Test
    void a_load_is_held_to_a_file() throws IOException {
        Path agreed = Files.writeString(own.resolve("agreed.yaml"), YAML.replace("bigint", "text"));
        Path fits = Files.writeString(own.resolve("events.jsonl"), "{\"id\": 7}\n");
        Path more = Files.writeString(own.resolve("more.jsonl"), "{\"id\": 8, \"note\": \"n\"}\n");
        String into = "duckdb:" + own.resolve("held.duckdb");

        Result refused = Cli.run(
                "load",
                more,
                "--table",
                "events",
                "--into",
                into,
                "--schema",
                agreed,
                "--contract",
                "freeze",
                "--home",
                own);
        Result loaded =
                Cli.run("load", fits, "--into", into, "--schema", agreed, "--contract", "freeze", "--home", own);
        Result planned = Cli.run(
                "plan",
                more,
                "--table",
                "events",
                "--into",
                into,
                "--schema",
                agreed,
                "--contract",
                "freeze",
                "--home",
                own);

        assertThat(refused.err())
                .contains(
                        "column events.note is not in the declared schema for a value, 'n' in row 1 (columns: freeze)");
        assertThat(loaded.exitCode()).as(loaded.err()).isZero();
        assertThat(planned.out()).contains("column events.note is not in the declared schema");
        assertThat(Cli.run("schema", "diff", agreed, "held", "--home", own).lines())
                .containsExactly("- table events__tags: 1 column, nested in events");
    }

    @Test
    void the_file_that_the_page_shows_is_one() throws IOException {
        String page = Files.readString(
                Path.of("../dsl/docs/schema-files.md").toAbsolutePath().normalize());
        int begin = page.indexOf("```yaml\n") + "```yaml\n".length();
        String yaml = page.substring(begin, page.indexOf("```", begin));

        assertThat(SchemaFile.parse(yaml).yaml()).isEqualTo(yaml);
    }

    @Test
    void wrong_calls_are_refused_with_what_to_do() {
        assertThat(Cli.run("schema").err())
                .isEqualTo(
                        "pipette schema: [BAD_USAGE] schema needs to know what to do: 'pipette schema export PIPELINE' or"
                                + " 'pipette schema diff A B'.\n");
        assertThat(schema("export", "shpo").err())
                .contains("knows no pipeline 'shpo'. It knows: shop. Correct the name, or say where it loads to");
        assertThat(schema("diff", own.resolve("none.yaml"), "shop").err())
                .contains("there is no schema file " + own.resolve("none.yaml"));
        assertThat(schema("export", "shop", "--into", "duckdb:" + own.resolve("new.duckdb"))
                        .err())
                .contains("pipeline shop has loaded nothing into dataset shop_dataset of duckdb:"
                        + own.resolve("new.duckdb") + " yet, so there is no schema.");
    }
}

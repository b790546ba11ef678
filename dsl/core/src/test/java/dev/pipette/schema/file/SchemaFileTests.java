package dev.pipette.schema.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pipette.schema.Column;
import dev.pipette.schema.DataType;
import dev.pipette.schema.KeyHints;
import dev.pipette.schema.Schema;
import dev.pipette.schema.SystemColumns;
import dev.pipette.schema.TableReference;
import dev.pipette.schema.TableSchema;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SchemaFileTests {
    private static final String SHOP = """
            pipette_schema: 1
            name: shop
            tables:
              customers:
                columns:
                  id: {type: bigint, nullable: false, unique: true}
                  name: {type: text, description: as typed}
              orders:
                description: one row for each order
                columns:
                  id: {type: bigint, nullable: false, primary_key: true}
                  customer_id: {type: bigint}
                  amount: {type: 'decimal(12,2)'}
                  placed_at: {type: local_timestamp}
                enforce_primary_key: true
                unique:
                - [customer_id, placed_at]
                indexes:
                - [placed_at]
                references:
                - {columns: [customer_id], table: customers, to: [id]}
              orders__lines:
                parent: orders
                columns:
                  sku: {type: text(16)}
            """;

    private static Schema shop() {
        return Schema.create("shop")
                .withTable(TableSchema.nested("orders__lines", "orders")
                        .withColumn(Column.of("sku", DataType.TEXT).withPrecision(16))
                        .withColumn(SystemColumns.parentId())
                        .withColumn(SystemColumns.rowId()))
                .withTable(TableSchema.root("orders", "merge")
                        .withDescription("one row for each order")
                        .withHint(KeyHints.PRIMARY_KEY, true)
                        .withHint(KeyHints.UNIQUE_KEYS, List.of(List.of("customer_id", "placed_at")))
                        .withHint(KeyHints.INDEXES, List.of(List.of("placed_at")))
                        .withHint(
                                KeyHints.REFERENCES,
                                List.of(KeyHints.document(
                                        new TableReference(List.of("customer_id"), "customers", List.of("id")))))
                        .withColumn(Column.of("id", DataType.BIGINT)
                                .withNullable(false)
                                .withPrimaryKey(true)
                                .withIncremental(true))
                        .withColumn(Column.of("customer_id", DataType.BIGINT))
                        .withColumn(Column.of("amount", DataType.DECIMAL)
                                .withPrecision(12)
                                .withScale(2))
                        .withColumn(Column.of("placed_at", DataType.TIMESTAMP).withTimezone(false))
                        .withColumn(Column.of("not_seen_yet"))
                        .withColumn(SystemColumns.loadId())
                        .withColumn(SystemColumns.rowId())
                        .withSeenData())
                .withTable(TableSchema.root("customers", "append")
                        .withColumn(Column.of("id", DataType.BIGINT)
                                .withNullable(false)
                                .withUnique(true))
                        .withColumn(Column.of("name", DataType.TEXT).withDescription("as typed"))
                        .withColumn(SystemColumns.rowId()))
                .withTable(TableSchema.root("empty", "append").withColumn(SystemColumns.rowId()));
    }

    @Test
    void a_file_has_tables_by_name_and_one_line_for_each_column() {
        assertThat(SchemaFile.of(shop()).yaml()).isEqualTo(SHOP);
    }

    @Test
    void a_file_that_is_read_is_written_the_same() {
        assertThat(SchemaFile.parse(SHOP).yaml()).isEqualTo(SHOP);
        assertThat(SchemaFile.parse(SHOP)).isEqualTo(SchemaFile.of(shop()));
        assertThat(SchemaFile.parse(SchemaFile.of(shop()).json())).isEqualTo(SchemaFile.of(shop()));
    }

    @Test
    void a_later_load_that_changes_no_table_changes_no_line() {
        Schema later = shop().bumped()
                .withTable(shop().table("orders").orElseThrow().withHint("x-new", 1L))
                .bumped();

        assertThat(SchemaFile.of(later).yaml()).isEqualTo(SHOP);
    }

    @Test
    void system_columns_are_a_part_where_they_are_asked_for() {
        String yaml = SchemaFile.of(shop(), true).yaml();

        assertThat(yaml)
                .contains("      _dlt_load_id: {type: text, nullable: false}\n")
                .contains("  empty:\n    columns:\n      _dlt_id: {type: text, nullable: false, unique: true}\n");
    }

    /** Each of them would be another value, another key or no YAML without quotes. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "true",
                "no",
                "null",
                "~",
                "123",
                "1e3",
                "0x1F",
                "2024-01-01",
                "a: b",
                "a #b",
                "- a",
                "{a}",
                "[a]",
                "'a'",
                "\"a\"",
                "a'b\"c\\d",
                "@a",
                "%a",
                "*a",
                "&a",
                "!a",
                "|",
                ">",
                "?",
                " a ",
                "a, b",
                "größe",
                "日本",
                "a\nb",
                "a\tb",
                "a\u0085b",
                "\uFEFFa",
                "a\u2028b",
                "😀",
                "a\u0001b",
                "=",
                "<<",
                "---",
                "..."
            })
    void any_name_and_any_description_comes_back(String odd) {
        Schema schema = Schema.create("odd")
                .withTable(TableSchema.root(odd, "append")
                        .withDescription(odd)
                        .withColumn(Column.of(odd, DataType.TEXT).withDescription(odd + "\n" + odd)));

        SchemaFile read = SchemaFile.parse(SchemaFile.of(schema).yaml());

        TableSchema table = read.table(odd).orElseThrow();
        assertThat(table.description()).contains(odd);
        assertThat(table.column(odd).flatMap(Column::description)).contains(odd + "\n" + odd);
    }

    /** Rows may have nothing but lists: then their table has system columns alone. */
    @Test
    void a_table_without_columns_is_there_for_those_nested_in_it() {
        Schema schema = Schema.create("lists")
                .withTable(TableSchema.root("a", "append").withColumn(SystemColumns.rowId()))
                .withTable(TableSchema.nested("a__b", "a").withColumn(SystemColumns.rowId()))
                .withTable(TableSchema.nested("a__b__c", "a__b").withColumn(Column.of("value", DataType.TEXT)));

        String yaml = SchemaFile.of(schema).yaml();

        assertThat(yaml).contains("  a:\n    columns: {}\n  a__b:\n    parent: a\n    columns: {}\n");
        assertThat(SchemaFile.parse(yaml).yaml()).isEqualTo(yaml);
    }

    @Test
    void a_short_column_is_a_type_alone() {
        SchemaFile file = SchemaFile.parse("""
                pipette_schema: 1
                tables: {a: {columns: {id: bigint}}}
                """);

        assertThat(file.table("a").orElseThrow().column("id").orElseThrow().dataType())
                .contains(DataType.BIGINT);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "``|the schema file: the file is empty. Compare with a file that 'pipette schema export' writes.",
                "a: [|the schema file, line 1: this is not YAML: ",
                "tables: {}|the schema file, line 1: the file does not begin with 'pipette_schema: 1', so it is not a schema file.",
                "{pipette_schema: 2, tables: {}}|the format is pipette_schema 2, and this Pipette reads 1. Use a newer Pipette, or export",
                "{pipette_schema: 1}|the file has no 'tables'.",
                "{pipette_schema: 1, table: {}}|a schema file has 'table', which means nothing here. Did you mean 'tables'? Known are name, pipette_schema, tables.",
                "{pipette_schema: 1, tables: {a: {columns: {}}}}|table a has no columns. Add them, or take the table out of the file.",
                "{pipette_schema: 1, tables: {a: {columns: {b: bigit}}}}|column a.b has type 'bigit', which is not a type. Did you mean 'bigint'? Types are bigint, binary,",
                "{pipette_schema: 1, tables: {a: {columns: {b: 'decimal(39,2)'}}}}|column a.b has type 'decimal(39,2)', which is not a type.",
                "{pipette_schema: 1, tables: {a: {columns: {b: {type: text, nullabel: false}}}}}|column a.b has 'nullabel', which means nothing here. Did you mean 'nullable'?",
                "{pipette_schema: 1, tables: {a: {columns: {b: {type: text, nullable: 'false'}}}}}|column a.b, nullable is 'false'. It has to be true or false.",
                "{pipette_schema: 1, tables: {a: {columns: {b: text, b: text}}}}|table a, columns has 'b' twice. Keep one of them.",
                "{pipette_schema: 1, tables: {a: {parent: b, columns: {b: text}}}}|table a is nested in 'b', which the file does not have. Add it, or correct 'parent'.",
                "{pipette_schema: 1, tables: {a: {parent: a, columns: {b: text}}}}|table a is nested in itself. Correct 'parent'.",
                "{pipette_schema: 1, tables: {a: {columns: {day: text}, indexes: [[dya]]}}}|table a, indexes names column 'dya', which table a does not have. Did you mean 'day'?",
                "{pipette_schema: 1, tables: {a: {columns: {b: text}, references: [{columns: [b], table: c, to: [d, e]}]}}}|has another number of columns on each side.",
                "{pipette_schema: 1, tables: [a]}|tables is a list. It has to be names with values: 'name: value'.",
                "{pipette_schema: 1, tables: {a: {columns: {b: null}}}}|column a.b, type is empty. It has to be a text.",
            })
    void what_is_no_schema_file_is_refused_with_the_line(String text, String problem) {
        assertThatThrownBy(() -> SchemaFile.parse(text)).hasMessageContaining(problem);
    }

    @Test
    void an_error_names_file_and_line(@TempDir Path folder) throws Exception {
        Path file = Files.writeString(folder.resolve("shop.yaml"), SHOP.replace("type: bigint}", "type: long}"));

        assertThatThrownBy(() -> SchemaFile.read(file))
                .hasMessage("[BAD_USAGE] schema file " + file
                        + ", line 12: column orders.customer_id has type 'long', which is not a type. Types are bigint,"
                        + " binary, bool, date, decimal, double, json, local_timestamp, text, time, timestamp, wei; a decimal"
                        + " has digits: decimal(12,2).");
        assertThatThrownBy(() -> SchemaFile.read(folder.resolve("none.yaml")))
                .hasMessage("[BAD_USAGE] there is no schema file " + folder.resolve("none.yaml")
                        + ". Correct the path, or write it with 'pipette schema export PIPELINE -o "
                        + folder.resolve("none.yaml") + "'.");
    }

    /** A class that the text names would be made by a loader that is not told otherwise. */
    @Test
    void a_text_makes_no_object() {
        assertThatThrownBy(() -> SchemaFile.parse("!!javax.script.ScriptEngineManager [!!java.net.URL [\"http://x\"]]"))
                .hasMessage("[BAD_USAGE] the schema file, line 1: this is not YAML: Global tag is not allowed:"
                        + " tag:yaml.org,2002:javax.script.ScriptEngineManager.");
    }

    @Test
    void a_diff_has_a_line_for_each_difference() {
        SchemaFile before = SchemaFile.parse(SHOP);
        SchemaFile after = SchemaFile.parse("""
                pipette_schema: 1
                name: other
                tables:
                  orders:
                    description: orders
                    columns:
                      amount: double
                      id: {type: bigint}
                      customer_id: {type: bigint, nullable: false, primary_key: true}
                      discount: {type: 'decimal(5,2)', nullable: false}
                    indexes:
                    - [customer_id]
                  refunds: {columns: {id: bigint}}
                  orders__lines: {parent: orders, columns: {sku: text(16)}}
                """);

        assertThat(before.diff(after).lines())
                .containsExactly(
                        "- table customers: 2 columns",
                        "~ table orders, primary key: id -> customer_id",
                        "~ table orders, enforced primary key: yes -> no",
                        "- table orders, unique key: (customer_id, placed_at)",
                        "+ table orders, index: (customer_id)",
                        "- table orders, index: (placed_at)",
                        "- table orders, foreign key: (customer_id) to customers (id)",
                        "~ table orders, description: 'one row for each order' -> 'orders'",
                        "~ column orders.id, null: not null -> nullable",
                        "~ column orders.customer_id, null: nullable -> not null",
                        "~ column orders.amount: decimal(12,2) -> double",
                        "- column orders.placed_at: local_timestamp",
                        "+ column orders.discount: decimal(5,2) not null",
                        "+ table refunds: 1 column");
        assertThat(before.diff(after).withoutAdditions().lines())
                .contains("+ table orders, index: (customer_id)")
                .noneMatch(line -> line.startsWith("+ column") || line.startsWith("+ table refunds"));
        assertThat(before.diff(before)).hasToString("no difference");
    }

    @Test
    void the_order_of_columns_is_no_difference() {
        SchemaFile one = SchemaFile.parse("{pipette_schema: 1, tables: {a: {columns: {b: text, c: text}}}}");
        SchemaFile other = SchemaFile.parse("{pipette_schema: 1, tables: {a: {columns: {c: text, b: text}}}}");

        assertThat(one.diff(other).isEmpty()).isTrue();
    }

    @Test
    void mermaid_draws_nested_tables_and_foreign_keys() {
        assertThat(SchemaFile.parse(SHOP).mermaid()).isEqualTo("""
                erDiagram
                    "customers" {
                        bigint id UK "not null"
                        text name "as typed"
                    }
                    "orders" {
                        bigint id PK "not null"
                        bigint customer_id FK
                        decimal amount "decimal(12,2)"
                        local_timestamp placed_at
                    }
                    "orders__lines" {
                        text sku "text(16)"
                    }
                    "customers" ||--o{ "orders" : "customer_id"
                    "orders" ||--o{ "orders__lines" : "has"
                """);
    }

    @Test
    void dbml_has_the_columns_by_which_nested_rows_find_their_parents() {
        assertThat(SchemaFile.parse(SHOP).dbml()).isEqualTo("""
                Table "customers" {
                  "id" bigint [not null, unique]
                  "name" text [note: 'as typed']
                }

                Table "orders" {
                  "id" bigint [pk, not null]
                  "customer_id" bigint
                  "amount" decimal(12,2)
                  "placed_at" local_timestamp
                  "_dlt_id" text [not null, unique]

                  indexes {
                    ("customer_id", "placed_at") [unique]
                    ("placed_at")
                  }

                  Note: 'one row for each order'
                }

                Table "orders__lines" {
                  "sku" text(16)
                  "_dlt_parent_id" text [not null]
                }

                Ref: "orders"."customer_id" > "customers"."id"

                Ref: "orders__lines"."_dlt_parent_id" > "orders"."_dlt_id"
                """);
    }

    @Test
    void diagrams_write_odd_names_and_descriptions_so_that_they_can_be_read() {
        Schema schema = Schema.create("odd")
                .withTable(TableSchema.root("we\"ird%", "append")
                        .withColumn(Column.of("PK", DataType.TEXT).withDescription("a \"b\"\nc 'd' \\"))
                        .withColumn(Column.of("1 b-c", DataType.BIGINT))
                        .withColumn(Column.of("1_b_c", DataType.BIGINT)));

        assertThat(SchemaFile.of(schema).mermaid()).isEqualTo("""
                erDiagram
                    "we_ird_" {
                        text PK_ "PK; a 'b' c 'd' \\"
                        bigint _1_b_c "1 b-c"
                        bigint _1_b_c_2 "1_b_c"
                    }
                """);
        assertThat(SchemaFile.of(schema).dbml()).isEqualTo("""
                Table "we\\"ird%" {
                  "PK" text [note: '''a "b"
                c \\'d\\' \\\\''']
                  "1 b-c" bigint
                  "1_b_c" bigint
                }
                """);
    }
}

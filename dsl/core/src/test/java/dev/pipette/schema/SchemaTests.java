package dev.pipette.schema;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pipette.dlt.CompressedText;
import dev.pipette.error.ErrorCode;
import dev.pipette.error.PipetteException;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class SchemaTests {
    private static final Column KEY =
            Column.of("id").withNullable(false).withPrimaryKey(true).withDataType(DataType.BIGINT);

    static Stream<String> documents_of_dlt() {
        return Golden.interopColumn("_dlt_version", "schema").stream();
    }

    @ParameterizedTest
    @MethodSource("documents_of_dlt")
    void a_document_of_dlt_is_written_again_byte_for_byte(String document) {
        assertThat(Schema.fromJson(document).toJson()).isEqualTo(document);
    }

    @ParameterizedTest
    @MethodSource("documents_of_dlt")
    void the_hash_is_the_one_that_dlt_recorded(String document) {
        Schema schema = Schema.fromJson(document);

        assertThat(schema.hash()).isEqualTo(schema.versionHash());
        assertThat(Golden.interopColumn("_dlt_version", "version_hash")).contains(schema.hash());
        assertThat(schema.bumped()).isSameAs(schema);
    }

    @ParameterizedTest
    @MethodSource("documents_of_dlt")
    void a_compressed_document_is_read_as_well(String document) {
        assertThat(Schema.fromJson(CompressedText.encode(document)).toJson()).isEqualTo(document);
    }

    @Test
    void a_change_gives_the_next_version_that_dlt_recorded() {
        List<String> documents = documents_of_dlt().toList();
        Schema second = Schema.fromJson(documents.get(0));

        Schema third = second.withTable(second.table("users").orElseThrow().withColumn(Column.of("vip", DataType.BOOL)))
                .bumped();

        assertThat(third.toJson()).isEqualTo(documents.get(1));
        assertThat(third.version()).isEqualTo(3);
        assertThat(third.previousHashes()).startsWith(second.versionHash());
    }

    /** The recorded documents also tell the hashes that the same schema had while dlt built it. */
    @Test
    void a_new_schema_with_the_same_hints_had_the_same_hashes_as_in_dlt() {
        List<String> earlier =
                Schema.fromJson(documents_of_dlt().findFirst().orElseThrow()).previousHashes();
        Column key = KEY.withoutHint("data_type");
        Column cursor = Column.of("updated_at").withoutHint("nullable").withIncremental(true);

        Schema declared = Schema.create("crm")
                .withTable(TableSchema.root("events", "append").withColumn(key).withColumn(cursor))
                .withTable(TableSchema.root("users", "merge").withColumn(key))
                .withRootKey("users");
        Schema extracted = declared.withTable(
                SystemTables.pipelineState().withoutColumn("_dlt_id").withoutHint("x-normalizer"));

        assertThat(declared.hash()).isEqualTo(earlier.get(1));
        assertThat(extracted.hash()).isEqualTo(earlier.get(0));
    }

    @Test
    void the_builders_make_the_document_that_dlt_made() {
        Column name = Column.of("name", DataType.TEXT);
        Schema built = Schema.create("crm")
                .withTable(TableSchema.root("events", "append")
                        .withColumn(KEY)
                        .withColumn(Column.of("updated_at", DataType.TIMESTAMP).withIncremental(true))
                        .withColumn(Column.of("v", DataType.DOUBLE))
                        .withColumn(SystemColumns.loadId())
                        .withColumn(SystemColumns.rowId())
                        .withSeenData())
                .withTable(TableSchema.root("users", "merge")
                        .withColumn(KEY)
                        .withColumn(name)
                        .withColumn(name.withName("addr__city"))
                        .withColumn(SystemColumns.loadId())
                        .withColumn(SystemColumns.rowId())
                        .withSeenData())
                .withRootKey("users")
                .withTable(SystemTables.pipelineState())
                .withTable(nested("users__tags", "users", name.withName("value")))
                .withTable(nested("users__orders", "users", name.withName("sku"), Column.of("qty", DataType.BIGINT)))
                .withTable(nested("users__orders__lines", "users__orders", Column.of("n", DataType.BIGINT)));

        Schema recorded = Schema.fromJson(documents_of_dlt().findFirst().orElseThrow());
        assertThat(built.hash()).isEqualTo(recorded.hash());
        assertThat(built.tables().sequencedKeySet())
                .containsExactlyElementsOf(recorded.tables().keySet());
        assertThat(built.tables()).isEqualTo(recorded.tables());
    }

    private static TableSchema nested(String name, String parent, Column... columns) {
        return TableSchema.nested(name, parent)
                .withColumns(List.of(columns))
                .withColumn(SystemColumns.rootId())
                .withColumn(SystemColumns.parentId())
                .withColumn(SystemColumns.listIndex())
                .withColumn(SystemColumns.rowId())
                .withSeenData();
    }

    @Test
    void a_new_schema_has_version_1_and_the_bookkeeping_tables_only() {
        Schema schema = Schema.create("crm");

        assertThat(schema.version()).isEqualTo(1);
        assertThat(schema.versionHash()).isEqualTo(schema.hash());
        assertThat(schema.previousHashes()).isEmpty();
        assertThat(schema.tables()).containsOnlyKeys("_dlt_version", "_dlt_loads");
        assertThat(schema.dataTables()).isEmpty();
        assertThat(Schema.fromJson(schema.toJson())).isEqualTo(schema);
    }

    @Test
    void the_newest_ten_hashes_are_kept_the_newest_first() {
        Schema schema = Schema.create("crm");
        for (int change = 1; change <= 12; change++) {
            String before = schema.versionHash();

            schema = schema.withTable(TableSchema.root("t" + change, "append")).bumped();

            assertThat(schema.version()).isEqualTo(change + 1);
            assertThat(schema.previousHashes()).startsWith(before).hasSize(Math.min(change, 10));
        }
    }

    @Test
    void going_back_to_an_earlier_content_keeps_each_hash_once() {
        Schema first = Schema.create("crm");
        Schema second = first.withTable(TableSchema.root("a", "append")).bumped();

        Schema third = second.withoutTable("a").bumped();
        Schema fourth = third.withTable(TableSchema.root("a", "append")).bumped();

        assertThat(third.versionHash()).isEqualTo(first.versionHash());
        assertThat(fourth.previousHashes()).containsExactly(second.versionHash(), first.versionHash());
        assertThat(fourth.version()).isEqualTo(4);
    }

    @Test
    void the_order_of_columns_counts_and_the_order_of_hints_and_tables_does_not() {
        Column one = Column.of("a", DataType.TEXT);
        Column other = Column.of("b", DataType.TEXT);
        Schema empty = Schema.create("s");
        Schema schema = empty.withTable(TableSchema.root("t", "append").withColumns(List.of(one, other)));

        assertThat(empty.withTable(TableSchema.root("t", "append").withColumns(List.of(other, one)))
                        .hash())
                .isNotEqualTo(schema.hash());
        assertThat(schema.withTable(table("u")).withTable(table("v")).hash())
                .isEqualTo(schema.withTable(table("v")).withTable(table("u")).hash());
        Column sameHints = Column.of("a")
                .withoutHint("nullable")
                .withDataType(DataType.TEXT)
                .withNullable(true);
        assertThat(schema.withTable(schema.table("t").orElseThrow().withColumn(sameHints))
                        .hash())
                .isEqualTo(schema.hash());
    }

    private static TableSchema table(String name) {
        return TableSchema.root(name, "append");
    }

    @Test
    void what_a_newer_dlt_added_stays_as_it_is() {
        String document = Schema.create("s")
                .withTable(table("t").withColumn(Column.of("geo", DataType.TEXT)))
                .toJson()
                .replace(
                        "\"data_type\":\"text\",\"nullable\":true}}",
                        "\"data_type\":\"geometry\",\"srid\":4326,"
                                + "\"nullable\":true}},\"clustered\":{\"by\":[1.0,null,true]}")
                .replace("\"settings\":{", "\"labels\":[],\"settings\":{\"flavour\":1e+20,");

        Schema schema = Schema.fromJson(document);

        assertThat(document).contains("geometry").contains("labels").contains("clustered");
        assertThat(schema.toJson()).isEqualTo(document);
        Column geo = schema.table("t").orElseThrow().column("geo").orElseThrow();
        assertThat(geo.dataType()).isEmpty();
        assertThat(geo.dataTypeName()).contains("geometry");
        assertThat(geo.complete()).isTrue();
        assertThat(schema.withTable(table("u")).toJson())
                .contains("\"srid\":4326")
                .contains("\"flavour\":1e+20");
    }

    @Test
    void a_document_of_a_newer_engine_is_refused() {
        String document = Schema.create("crm").toJson().replace("\"engine_version\":11", "\"engine_version\":12");

        assertThatThrownBy(() -> Schema.fromJson(document))
                .hasMessage("[WRITTEN_BY_NEWER_VERSION] schema 'crm' has engine version 12, and this Pipette reads up "
                        + "to 11. A newer dlt or Pipette wrote it: use a newer Pipette for this dataset.")
                .isInstanceOfSatisfying(
                        PipetteException.class,
                        failed -> assertThat(failed.code()).isEqualTo(ErrorCode.WRITTEN_BY_NEWER_VERSION));
    }

    @Test
    void a_document_of_an_older_engine_is_refused() {
        String document = Schema.create("crm").toJson().replace("\"engine_version\":11", "\"engine_version\":9");

        assertThatThrownBy(() -> Schema.fromJson(document))
                .hasMessage("[SOURCE_UNREADABLE] schema 'crm' has engine version 9, and this Pipette reads 11. An "
                        + "older dlt wrote it: load the dataset once with dlt 1.26, which upgrades it.");
    }

    @Test
    void what_is_no_schema_document_is_refused() {
        assertThatThrownBy(() -> Schema.fromJson("AAAA"))
                .hasMessage("[SOURCE_UNREADABLE] the schema document is neither JSON nor base64 of zlib "
                        + "(4 characters). The row is damaged or cut off.");
        assertThatThrownBy(() -> Schema.fromJson("{\"name\":\"crm\",\"tables\":{}}"))
                .hasMessage("[SOURCE_UNREADABLE] the schema document has no name, version or engine_version. It has: "
                        + "name, tables.");
        assertThatThrownBy(() -> Schema.fromJson("{\"name\":"))
                .hasMessageStartingWith("[SOURCE_UNREADABLE] the schema document is not JSON: ")
                .hasMessageEndingWith("It begins with: {\"name\":");
        assertThatThrownBy(() -> Schema.fromJson("{\"name\":\"s\",\"version\":1,\"engine_version\":11,"
                        + "\"tables\":{\"t\":{\"columns\":{\"c\":1}}}}"))
                .hasMessage("[SOURCE_UNREADABLE] column 'c' of table 't' is 1. A schema document has an object there.");
        assertThatThrownBy(() -> Schema.create("2025-crm"))
                .hasMessage("[BAD_USAGE] \"2025-crm\" cannot name a schema. Use letters, digits and '_', not a digit "
                        + "first, at most 64.");
    }

    @Test
    void tables_are_found_by_their_place_in_the_tree() {
        Schema schema = Schema.fromJson(documents_of_dlt().findFirst().orElseThrow());

        assertThat(schema.tableTree("users"))
                .extracting(TableSchema::name)
                .containsExactly("users", "users__tags", "users__orders", "users__orders__lines");
        assertThat(schema.tableTree("nobody")).isEmpty();
        assertThat(schema.rootOf("users__orders__lines").name()).isEqualTo("users");
        assertThat(schema.rootOf("events").name()).isEqualTo("events");
        assertThat(schema.dataTables())
                .extracting(TableSchema::name)
                .containsExactly("events", "users", "users__tags", "users__orders", "users__orders__lines");
        assertThatThrownBy(() -> schema.rootOf("nobody"))
                .hasMessage("[BAD_USAGE] schema 'crm' has no table 'nobody'. It has: _dlt_version, _dlt_loads, events, "
                        + "users, _dlt_pipeline_state, users__tags, users__orders, users__orders__lines.");
    }

    @Test
    void the_root_key_is_entered_once_and_leaves_with_its_table() {
        Schema schema = Schema.create("crm").withTable(table("users"));

        Schema carrying = schema.withRootKey("users");

        assertThat(schema.carriesRootKey("users")).isFalse();
        assertThat(carrying.carriesRootKey("users")).isTrue();
        assertThat(carrying.withRootKey("users")).isSameAs(carrying);
        assertThat(carrying.toJson())
                .contains("\"config\":{\"propagation\":{\"tables\":{\"users\":{\"_dlt_id\":\"_dlt_root_id\"}}}}");
        assertThat(carrying.withoutTable("users").carriesRootKey("users")).isFalse();
    }

    @Test
    void settings_and_normalizers_can_be_replaced() {
        Schema schema = Schema.create("s")
                .withSettings(Map.of("schema_contract", "freeze"))
                .withNormalizers(Map.of("names", "direct"));

        assertThat(schema.settings()).isEqualTo(Map.of("schema_contract", "freeze"));
        assertThat(schema.normalizers()).isEqualTo(Map.of("names", "direct"));
        assertThat(schema.bumped().version()).isEqualTo(2);
        assertThat(schema).hasToString("schema s version 1: _dlt_version, _dlt_loads");
    }
}

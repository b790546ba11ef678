package dev.pipette.duckdb;

import static dev.pipette.Pipette.bigint;
import static dev.pipette.Pipette.binary;
import static dev.pipette.Pipette.bool;
import static dev.pipette.Pipette.csv;
import static dev.pipette.Pipette.cursor;
import static dev.pipette.Pipette.date;
import static dev.pipette.Pipette.decimal;
import static dev.pipette.Pipette.duckdb;
import static dev.pipette.Pipette.floating;
import static dev.pipette.Pipette.pipeline;
import static dev.pipette.Pipette.resource;
import static dev.pipette.Pipette.text;
import static dev.pipette.Pipette.timestamp;
import static org.assertj.core.api.Assertions.assertThat;

import dev.pipette.ColumnHint;
import dev.pipette.LoadInfo;
import dev.pipette.Pipeline;
import dev.pipette.PipetteException;
import dev.pipette.Resource;
import dev.pipette.schema.Schema;
import dev.pipette.schema.StateDocument;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What dlt 1.26 made of the same input. A case is the same ({@link #same}), or Pipette does better, and then every
 * difference stands here with its reason: {@code -} is dlt's, {@code +} is Pipette's.
 */
class GoldenConformanceTests {
    @TempDir
    Path folder;

    private void same(String name) {
        assertThat(differences(name)).as(name).isEmpty();
    }

    private List<String> differences(String name) {
        Scratch scratch = new Scratch(folder, name);
        GoldenCase golden = GoldenCase.read(name);

        golden.runInto(scratch.pipeline());

        return golden.expected().differences(GoldenTables.loaded(scratch.database(), name));
    }

    @Test
    void append_twice_is_the_same() {
        same("append_two_runs");
    }

    @Test
    void merge_by_one_key_is_the_same() {
        same("merge_pk");
    }

    @Test
    void merge_by_three_keys_is_the_same() {
        same("merge_composite");
    }

    @Test
    void merge_of_tables_nested_two_levels_deep_is_the_same() {
        same("merge_nested");
    }

    @Test
    void nested_objects_and_lists_are_the_same() {
        same("nested_default");
    }

    @Test
    void columns_that_were_null_at_first_are_the_same() {
        same("null_first");
    }

    /** Pipette keeps no mark of the nesting limit in the schema: the resource says it, and says it at each run. */
    @Test
    void nesting_of_one_level_makes_the_same_tables() {
        assertThat(differences("nested_max1"))
                .containsExactly(
                        "- campaigns.(x-normalizer): {\"max_nesting\":1,\"seen-data\":true}",
                        "+ campaigns.(x-normalizer): {\"seen-data\":true}");
    }

    /**
     * A time without a zone stays one (dlt makes it UTC, which it may not be); an empty byte string is bytes (dlt puts
     * a private character into a text variant); minus zero keeps its sign.
     */
    @Test
    void naive_times_empty_bytes_and_minus_zero_are_kept() {
        assertThat(differences("append_types"))
                .containsExactly(
                        "- items.by__v_text: VARCHAR",
                        "- items.naive: TIMESTAMP WITH TIME ZONE",
                        "+ items.naive: TIMESTAMP",
                        "- items.(by__v_text): data_type=\"text\", variant=true",
                        "- items.(naive): data_type=\"timestamp\"",
                        "+ items.(naive): data_type=\"timestamp\", timezone=false",
                        "- items {_dlt_load_id=$load:1, b=false, big=-1, by__v_text=\uf02b, dec=-0.001, f=0.0, s=}",
                        "- items {_dlt_load_id=$load:1, b=true, big=1099511627776, by=x00ff, d=2025-01-02, dec=12.34,"
                                + " f=1.5, i=1, naive=2025-01-02T03:04:05Z, s=text, t=10:11:12,"
                                + " ts=2025-01-02T03:04:05.678901Z, uni=zażółć 🙂}",
                        "+ items {_dlt_load_id=$load:1, b=false, big=-1, by=x, dec=-0.001, f=-0.0, s=}",
                        "+ items {_dlt_load_id=$load:1, b=true, big=1099511627776, by=x00ff, d=2025-01-02, dec=12.34,"
                                + " f=1.5, i=1, naive=2025-01-02T03:04:05, s=text, t=10:11:12,"
                                + " ts=2025-01-02T03:04:05.678901Z, uni=zażółć 🙂}");
    }

    /** An integer of more than 64 bits is loaded; with dlt its whole package fails, and every package after it. */
    @Test
    void integers_beyond_64_bits_widen_the_column() {
        assertThat(differences("numbers_extreme"))
                .containsExactly(
                        "- items.n: BIGINT",
                        "+ items.n: DECIMAL(38,9)",
                        "- items.(n): data_type=\"bigint\"",
                        "+ items.(n): data_type=\"decimal\"",
                        "+ items {_dlt_load_id=$load:2, id=3, n=9223372036854775808}",
                        "+ bookkeeping load $load:2 of schema numbers_extreme, status 0",
                        "+ bookkeeping schema numbers_extreme version 3, engine 11");
    }

    /**
     * Text without a zone becomes a time without a zone. ISO 8601's short form stays text: nobody but a machine reads
     * twenty characters without a separator as a time, and digits must not become a value by guess.
     */
    @Test
    void timestamps_in_text_keep_what_they_say_of_their_zone() {
        String same = "f=12:30:00, g=2025-01, h=1735787045, i=2025-W01-1";
        assertThat(differences("iso_string_detection"))
                .containsExactly(
                        "- items.d: TIMESTAMP WITH TIME ZONE",
                        "- items.e: TIMESTAMP WITH TIME ZONE",
                        "- items.j: TIMESTAMP WITH TIME ZONE",
                        "+ items.d: TIMESTAMP",
                        "+ items.e: VARCHAR",
                        "+ items.j: TIMESTAMP",
                        "- items.(d): data_type=\"timestamp\"",
                        "- items.(e): data_type=\"timestamp\"",
                        "- items.(j): data_type=\"timestamp\"",
                        "+ items.(d): data_type=\"timestamp\", timezone=false",
                        "+ items.(e): data_type=\"text\"",
                        "+ items.(j): data_type=\"timestamp\", timezone=false",
                        "- items {_dlt_load_id=$load:1, a=2025-01-02T03:04:05Z, b=2025-01-02T01:04:05.123456Z,"
                                + " c=2025-01-02, d=2025-01-02T03:04:05Z, e=2025-01-02T03:04:05Z, " + same
                                + ", j=2025-01-02T03:04:05Z, k=123, l=1.5, m=true}",
                        "+ items {_dlt_load_id=$load:1, a=2025-01-02T03:04:05Z, b=2025-01-02T01:04:05.123456Z,"
                                + " c=2025-01-02, d=2025-01-02T03:04:05, e=20250102T030405Z, " + same
                                + ", j=2025-01-02T03:04:05, k=123, l=1.5, m=true}");
    }

    /** Letters outside ASCII are transliterated; dlt destroys them, and so lost the value of {@code ÄÖ} here. */
    @Test
    void names_outside_ascii_stay_readable_and_apart() {
        String before = "_1=13, _1digit=10, _dlt_load_id=$load:1, _leading=8, ";
        String between = "ax=14, axblc=15, camel_case=1, colx=23, dot_ted=5, dunder=9, http_server=2, id=1, order=17,"
                + " select=18, trailingx=7, user_id2_go=19, with_dash=4, with_space=3, x=22, x1=12, " + "x".repeat(80)
                + "=16";
        assertThat(differences("naming_snake_case"))
                .containsExactly(
                        "- my_table_name_2024._w: BIGINT",
                        "+ my_table_name_2024.ao: BIGINT",
                        "+ my_table_name_2024.zolw: BIGINT",
                        "- my_table_name_2024.(_w): data_type=\"bigint\"",
                        "+ my_table_name_2024.(ao): data_type=\"bigint\"",
                        "+ my_table_name_2024.(zolw): data_type=\"bigint\"",
                        "- my_table_name_2024 {" + before + "_w=11, a___b=20, a__b=6, " + between + "}",
                        "+ my_table_name_2024 {" + before + "a___b=20, a__b=6, ao=21, " + between + ", zolw=11}");
    }

    /** A source without state has no entry in the state document. */
    @Test
    void replace_makes_the_same_tables() {
        assertThat(differences("replace_default"))
                .containsExactly(
                        "- bookkeeping state 1 of replace_default, engine 4, by $load:1: {\"replace_default\":{}}",
                        "+ bookkeeping state 1 of replace_default, engine 4, by $load:1: nothing");
    }

    /** The state of the source ({@code k}) has no word in Pipette, which keeps state by resource. */
    @Test
    void state_is_written_when_it_changes_and_only_then() {
        Scratch scratch = new Scratch(folder, "system_tables");
        GoldenCase golden = GoldenCase.read("system_tables");

        for (int run = 0; run < 3; run++) {
            List<Map<String, Object>> rows = golden.input(run);
            long seen = Math.min(run + 1, 2);
            scratch.run(resource("r1").stream(context -> {
                context.state().put("seen", seen);
                return rows.stream();
            }));
        }

        assertThat(golden.expected().differences(GoldenTables.loaded(scratch.database(), "system_tables")))
                .containsExactly(
                        "- bookkeeping state 1 of system_tables, engine 4, by $load:1:"
                                + " {\"system_tables\":{\"resources\":{\"r1\":{\"seen\":1}},\"k\":\"v\"}}",
                        "- bookkeeping state 2 of system_tables, engine 4, by $load:2:"
                                + " {\"system_tables\":{\"resources\":{\"r1\":{\"seen\":2}},\"k\":\"v\"}}",
                        "+ bookkeeping state 1 of system_tables, engine 4, by $load:1:"
                                + " {\"system_tables\":{\"resources\":{\"r1\":{\"seen\":1}}}}",
                        "+ bookkeeping state 2 of system_tables, engine 4, by $load:2:"
                                + " {\"system_tables\":{\"resources\":{\"r1\":{\"seen\":2}}}}");
    }

    /** Bookkeeping tables have dlt's columns in dlt's order, with dlt's types. */
    @Test
    void bookkeeping_tables_have_the_same_columns() {
        Scratch scratch = new Scratch(folder, "system_tables");
        GoldenCase golden = GoldenCase.read("system_tables");
        List<String> expected = new ArrayList<>();
        golden.json()
                .at("/expected/duckdb/dlt_table_columns")
                .propertyStream()
                .forEach(table -> table.getValue()
                        .forEach(column -> expected.add(
                                table.getKey() + "." + column.get("name").asString() + " "
                                        + column.get("type").asString() + " "
                                        + column.get("nullable").asBoolean())));

        golden.runInto(scratch.pipeline());

        assertThat(scratch.rows("SELECT table_name || '.' || column_name || ' ' || data_type || ' ' || is_nullable"
                        + " FROM duckdb_columns() WHERE schema_name = 'system_tables'"
                        + " AND starts_with(table_name, '_dlt_') ORDER BY table_name, column_index"))
                .containsExactlyInAnyOrderElementsOf(expected);
    }

    /**
     * The first row does not decide the type, so no value is bent: dlt made {@code true} of {@code 1} and a timestamp
     * of the number {@code 1735689600}, and split one column of numbers in two. A column of several types takes the
     * first of a fixed order, numbers before all else, and the other values stand beside it as they are.
     */
    @Test
    void a_column_of_several_types_does_not_depend_on_the_order_of_rows() {
        assertThat(differences("variant_columns"))
                .containsExactly(
                        "- items.t: TIMESTAMP WITH TIME ZONE",
                        "- items.x: BIGINT",
                        "- items.x__v_double: DOUBLE",
                        "- items.z: BOOLEAN",
                        "+ items.t: BIGINT",
                        "+ items.x: DOUBLE",
                        "+ items.z: BIGINT",
                        "+ items.z__v_bool: BOOLEAN",
                        "- items.(t): data_type=\"timestamp\"",
                        "- items.(x): data_type=\"bigint\"",
                        "- items.(x__v_double): data_type=\"double\", variant=true",
                        "- items.(z): data_type=\"bool\"",
                        "+ items.(t): data_type=\"bigint\"",
                        "+ items.(x): data_type=\"double\"",
                        "+ items.(z): data_type=\"bigint\"",
                        "+ items.(z__v_bool): data_type=\"bool\", variant=true",
                        "- items {_dlt_load_id=$load:1, id=1, t=2025-01-01T00:00:00Z, x=1, y=1.5, z=true}",
                        "- items {_dlt_load_id=$load:1, id=3, t=2025-01-01T00:00:00Z, x__v_double=2.7, y=3.0, z=true}",
                        "- items {_dlt_load_id=$load:2, id=4, l=scalar-now, t=2025-01-02T00:00:00Z, x__k=1,"
                                + " y__v_bool=true}",
                        "- items {_dlt_load_id=$load:2, id=5, t=2025-01-02T10:00:00Z, x=77, y=8.25, z=true}",
                        "+ items {_dlt_load_id=$load:1, id=1, t__v_text=2025-01-01T00:00:00Z, x=1.0, y=1.5,"
                                + " z__v_bool=true}",
                        "+ items {_dlt_load_id=$load:1, id=3, t=1735689600, x=2.7, y=3.0, z=1}",
                        "+ items {_dlt_load_id=$load:2, id=4, l=scalar-now, t__v_text=2025-01-02, x__k=1,"
                                + " y__v_bool=true}",
                        "+ items {_dlt_load_id=$load:2, id=5, t__v_text=2025-01-02 10:00:00, x=77.0, y=8.25,"
                                + " z__v_text=true}",
                        "- items__l.value: BIGINT",
                        "- items__l.value__v_double: DOUBLE",
                        "+ items__l.value: DOUBLE",
                        "- items__l.(value): data_type=\"bigint\"",
                        "- items__l.(value__v_double): data_type=\"double\", variant=true",
                        "+ items__l.(value): data_type=\"double\"",
                        "- items__l {_dlt_list_idx=0, _dlt_parent_id=row 1, value=1}",
                        "- items__l {_dlt_list_idx=0, _dlt_parent_id=row 3, value__v_double=2.5}",
                        "- items__l {_dlt_list_idx=1, _dlt_parent_id=row 1, value=2}",
                        "- items__l {_dlt_list_idx=1, _dlt_parent_id=row 2, value=3}",
                        "+ items__l {_dlt_list_idx=0, _dlt_parent_id=row 1, value=1.0}",
                        "+ items__l {_dlt_list_idx=0, _dlt_parent_id=row 3, value=2.5}",
                        "+ items__l {_dlt_list_idx=1, _dlt_parent_id=row 1, value=2.0}",
                        "+ items__l {_dlt_list_idx=1, _dlt_parent_id=row 2, value=3.0}");
    }

    /** The keys of the rows at the boundary stand in a table, so the state does not grow with them. */
    @Test
    void rows_at_the_boundary_of_a_cursor_are_loaded_once() {
        assertThat(differences("incremental_boundary_pk"))
                .allSatisfy(line -> assertThat(line).contains("bookkeeping state"))
                .map(line -> line.replaceAll(".*\"last_value\":(\\d+),\"unique_hashes\":(\\[.*?\\]).*", "$1 $2"))
                .containsExactly(
                        "20 [\"Cn/dwi436vBbdERZ9hKf\",\"Tp44cKMYfAuJiBfxLAqu\"]",
                        "30 [\"Idkwk/6E20TE0naf9+Ty\"]",
                        "20 []",
                        "30 []");
    }

    /** Instants are compared as instants: dlt compares text, and drops the row that is half a second later. */
    @Test
    void a_cursor_over_timestamps_in_text_compares_instants() {
        assertThat(differences("incremental_iso_strings"))
                .filteredOn(line -> !line.contains("bookkeeping state"))
                .containsExactly(
                        "+ events {_dlt_load_id=$load:2, id=3, updated_at=2025-01-02T00:00:00.500Z}",
                        "+ bookkeeping load $load:2 of schema incremental_iso_strings, status 0");
    }

    /**
     * A declared type is a promise: a value is one of that type, or can be written as one without loss, or the load
     * stops and names it. dlt bends it (rounds money, takes {@code "yes"} and {@code 0} for truth values, numbers for
     * times) or puts it into a variant column.
     */
    @Test
    void declared_types_take_the_values_that_are_of_the_type() {
        Scratch scratch = new Scratch(folder, "coercion");

        scratch.run(
                declared("i1", 0, "i"),
                declared("i2", 1, "i"),
                declared("f1", 0, "f"),
                declared("f2", 1, "f"),
                declared("d2", 1, "d"),
                declared("dt1", 0, "dt"),
                declared("ts1", 0, "ts"),
                declared("s1", 0, "s"),
                declared("s2", 1, "s"),
                declared("s3", 2, "s"),
                declared("by1", 0, "by"),
                declared("by2", 1, "by"));

        assertThat(scratch.tables().stream()
                        .map(table -> table + ": " + scratch.columns(table)
                                + scratch.rows("SELECT * EXCLUDE (_dlt_id, _dlt_load_id) FROM " + table)))
                .containsExactly(
                        "by1: [by BLOB][hi]",
                        "by2: [by BLOB][hi]",
                        "d2: [d DECIMAL(10,2)][2.00]",
                        "dt1: [dt DATE][2025-01-02]",
                        "f1: [f DOUBLE][1000.0]",
                        "f2: [f DOUBLE][7.0]",
                        "i1: [i BIGINT][12]",
                        "i2: [i BIGINT][3]",
                        "s1: [s VARCHAR][5]",
                        "s2: [s VARCHAR][1.5]",
                        "s3: [s VARCHAR][true]",
                        "ts1: [ts TIMESTAMP WITH TIME ZONE][2025-01-01 23:00:00+00]");
    }

    @Test
    void declared_types_refuse_every_other_value_by_name() {
        Scratch scratch = new Scratch(folder, "coercion");

        List<String> refusals = new ArrayList<>();
        for (String place : List.of("i 2", "f 2", "d 0", "d 2", "b 0", "b 1", "b 2", "dt 1", "dt 2", "ts 1", "ts 2")) {
            String[] words = place.split(" ");
            try {
                scratch.run(declared("items", Integer.parseInt(words[1]), words[0]));
                refusals.add("loaded " + place);
            } catch (PipetteException refused) {
                refusals.add(String.valueOf(refused.getMessage())
                        .replace("[TYPE_MISMATCH] resource items: 1 value of column ", "")
                        .replaceAll(", in row 1\\)\\. Change such values with .map\\(..\\), or say .*", ""));
            }
        }

        assertThat(refusals)
                .containsExactly(
                        "'i' cannot be bigint without loss (first: ' 7 ', text",
                        "'f' cannot be double without loss (first: 'x', text",
                        "'d' cannot be decimal(10,2) without loss (first: '1.239', text",
                        "'d' cannot be decimal(10,2) without loss (first: '12,5', text",
                        "'b' cannot be bool without loss (first: 'yes', text",
                        "'b' cannot be bool without loss (first: '0', bigint",
                        "'b' cannot be bool without loss (first: 'f', text",
                        "'dt' cannot be date without loss (first: '2025-01-03 05:00:00+00', timestamp",
                        "'dt' cannot be date without loss (first: 'bad', text",
                        "'ts' cannot be timestamp without loss (first: '1735689600', bigint",
                        "'ts' cannot be timestamp without loss (first: '2025-01-04', date");
        assertThat(scratch.database()).doesNotExist();
    }

    private static final Map<String, ColumnHint> DECLARED = Map.of(
            "i", bigint(),
            "f", floating(),
            "d", decimal(10, 2),
            "b", bool(),
            "dt", date(),
            "ts", timestamp(),
            "s", text(),
            "by", binary());

    /** One value of the recorded case in a table of its own. */
    private static Resource declared(String table, int row, String column) {
        Object value = Objects.requireNonNull(
                GoldenCase.read("coercion_declared").input(0).get(row).get(column));
        return resource(table)
                .rows(List.of(Map.of(column, value)))
                .column(column, Objects.requireNonNull(DECLARED.get(column)));
    }

    // A dataset that dlt loaded.

    private Scratch datasetOfDlt() throws IOException {
        Scratch scratch = new Scratch(folder, "crm");
        try (InputStream packed = new GZIPInputStream(Objects.requireNonNull(
                GoldenConformanceTests.class.getResourceAsStream("/dev/pipette/golden/crm_dlt.duckdb.gz")))) {
            Files.copy(packed, scratch.database());
        }
        return scratch;
    }

    private static Pipeline crm(Scratch scratch) {
        return pipeline("crm_dlt", duckdb(scratch.database()))
                .dataset("crm")
                .home(scratch.folder().resolve("home"));
    }

    private static Resource events(List<Map<String, Object>> rows) {
        return resource("events")
                .rows(rows)
                .primaryKey("id")
                .incremental(cursor("updated_at", Instant.class).startingAt(Instant.parse("2024-01-01T00:00:00Z")));
    }

    @Test
    void a_dataset_that_dlt_loaded_is_gone_on_with() throws IOException {
        Scratch scratch = datasetOfDlt();
        Resource events = events(List.of(
                Map.of("id", 2, "updated_at", "2024-01-03T00:00:00Z", "v", 2),
                Map.of("id", 3, "updated_at", "2024-01-04T00:00:00Z", "v", 3.25),
                Map.of("id", 4, "updated_at", "2024-01-04T00:00:00Z", "v", 4),
                Map.of("id", 5, "updated_at", "2024-01-05T00:00:00Z", "v", 5.5)));
        Resource users = resource("users").json("""
                        {"id": 2, "name": "Bob", "tags": ["f"], "email": "bob@example.org",
                         "orders": [{"sku": "y", "qty": 2, "lines": [{"n": 1}, {"n": 2}]}]}
                        """).merge("id");

        LoadInfo info = crm(scratch).run(events, users);

        assertThat(scratch.rows("SELECT id, updated_at, v FROM events ORDER BY id"))
                .containsExactly(
                        "1 | 2024-01-02 00:00:00+00 | 1.5",
                        "2 | 2024-01-03 00:00:00+00 | 2.0",
                        "3 | 2024-01-04 00:00:00+00 | 3.25",
                        "4 | 2024-01-04 00:00:00+00 | 4.0",
                        "5 | 2024-01-05 00:00:00+00 | 5.5");
        assertThat(scratch.rows("SELECT id, name, addr__city, vip, email FROM users ORDER BY id"))
                .containsExactly("1 | Ann | Oslo | NULL | NULL", "2 | Bob | NULL | NULL | bob@example.org");
        assertThat(scratch.rows("SELECT u.id, t._dlt_list_idx, t.value FROM users__tags t"
                        + " JOIN users u ON u._dlt_id = t._dlt_root_id AND u._dlt_id = t._dlt_parent_id ORDER BY 1, 2"))
                .containsExactly("1 | 0 | a", "1 | 1 | b", "2 | 0 | f");
        assertThat(scratch.rows("SELECT u.id, o.sku, o.qty, l._dlt_list_idx, l.n FROM users__orders__lines l"
                        + " JOIN users__orders o ON o._dlt_id = l._dlt_parent_id"
                        + " JOIN users u ON u._dlt_id = l._dlt_root_id AND u._dlt_id = o._dlt_parent_id ORDER BY 4"))
                .containsExactly("2 | y | 2 | 0 | 1", "2 | y | 2 | 1 | 2");
        assertThat(info.schemaChanges()).containsExactly("column users.email text was added");
    }

    @Test
    void the_bookkeeping_of_dlt_goes_on() throws IOException {
        Scratch scratch = datasetOfDlt();
        Resource events = events(List.of(Map.of("id", 5, "updated_at", "2024-01-05T00:00:00Z", "v", 5.5, "note", "n")));

        LoadInfo info = crm(scratch).run(events);

        String loadId = info.packages().getFirst().loadId();
        assertThat(scratch.rows("SELECT version, engine_version, _dlt_load_id = '" + loadId
                        + "' FROM _dlt_pipeline_state ORDER BY version"))
                .containsExactly("1 | 4 | false", "2 | 4 | false", "3 | 4 | true");
        StateDocument state =
                StateDocument.decode(scratch.rows("SELECT state FROM _dlt_pipeline_state WHERE version = 3")
                        .getFirst());
        assertThat(state.version()).isEqualTo(3);
        assertThat(state.versionHash()).isEqualTo(state.hash());
        assertThat(state.schemaNames()).containsExactly("crm");
        assertThat(state.resourceState("crm", "users"))
                .containsExactly(Map.entry("runs", 2L), Map.entry("last_file_date", "2025-12-19"));
        assertThat(state.resourceState("crm", "events").toString())
                .isEqualTo("{incremental={updated_at={initial_value=2024-01-01T00:00:00Z,"
                        + " last_value=2024-01-05T00:00:00Z, unique_hashes=[],"
                        + " start_value=2024-01-04T00:00:00Z}}}");

        assertThat(scratch.rows("SELECT version, schema_name FROM _dlt_version ORDER BY version"))
                .containsExactly("2 | crm", "3 | crm", "4 | crm");
        Schema before = schema(scratch, 3);
        Schema after = schema(scratch, 4);
        assertThat(after.previousHashes().getFirst()).isEqualTo(before.versionHash());
        assertThat(after.previousHashes().subList(1, after.previousHashes().size()))
                .isEqualTo(before.previousHashes());
        assertThat(scratch.rows("SELECT schema_name, status, schema_version_hash = '" + after.versionHash()
                        + "' FROM _dlt_loads ORDER BY load_id"))
                .containsExactly("crm | 0 | false", "crm | 0 | false", "crm | 0 | true");
        assertThat(after.table("users")).isEqualTo(before.table("users"));
        assertThat(after.table("events").orElseThrow().columnNames())
                .containsExactly("id", "updated_at", "v", "_dlt_load_id", "_dlt_id", "note");
    }

    private static Schema schema(Scratch scratch, int version) {
        return Schema.fromJson(scratch.rows("SELECT schema FROM _dlt_version WHERE version = " + version)
                .getFirst());
    }

    /** dlt keeps digests of the rows at the boundary in its state; they count until the cursor moves on. */
    @Test
    void a_row_that_dlt_loaded_at_the_boundary_is_never_loaded_again() throws IOException {
        Scratch scratch = datasetOfDlt();
        Map<String, Object> three = Map.of("id", 3, "updated_at", "2024-01-04T00:00:00Z", "v", 3.25);
        Map<String, Object> four = Map.of("id", 4, "updated_at", "2024-01-04T00:00:00Z", "v", 4);
        Map<String, Object> five = Map.of("id", 5, "updated_at", "2024-01-05T00:00:00Z", "v", 5);

        boolean nothingNew = crm(scratch).run(events(List.of(three))).nothingNew();
        crm(scratch).run(events(List.of(three, four)));
        crm(scratch).run(events(List.of(three, four)));
        crm(scratch).run(events(List.of(three, four, five)));
        crm(scratch).run(events(List.of(four, five)));

        assertThat(nothingNew).isTrue();
        assertThat(scratch.rows("SELECT id, count(*) FROM events GROUP BY id ORDER BY id"))
                .containsExactly("1 | 1", "2 | 1", "3 | 1", "4 | 1", "5 | 1");
    }

    @Test
    void a_row_that_dlt_loaded_is_known_again_in_a_csv_file() throws IOException {
        Scratch scratch = datasetOfDlt();
        Path file = scratch.file("events.csv", """
                id,updated_at,v
                3,2024-01-04T00:00:00Z,3.25
                4,2024-01-04T00:00:00Z,4
                """);
        Resource events = csv("events", file).primaryKey("id").incremental(cursor("updated_at", Instant.class));

        crm(scratch).run(events);
        crm(scratch).run(events);

        assertThat(scratch.rows("SELECT id, v FROM events WHERE id > 2 ORDER BY id"))
                .containsExactly("3 | 3.25", "4 | 4.0");
    }
}

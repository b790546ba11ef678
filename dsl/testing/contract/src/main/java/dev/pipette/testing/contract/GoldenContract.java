package dev.pipette.testing.contract;

import static dev.pipette.Pipette.cursor;
import static dev.pipette.Pipette.resource;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/**
 * What dlt 1.26 made of the same input. A case is the same ({@link #same}), or Pipette does better, and then every
 * difference is listed here with its reason: {@code -} is dlt's, {@code +} is Pipette's. Types have DuckDB's names.
 *
 * <p>{@code coercion_declared} is in {@link DeclaredTypeContract}, and the corpora of functions are in the tests of the core.
 */
interface GoldenContract {
    private static void same(String name, Trial trial) {
        assertThat(differences(name, trial)).as(name).isEmpty();
    }

    private static List<String> differences(String name, Trial trial) {
        GoldenCase golden = GoldenCase.read(name);

        golden.runInto(trial.pipeline(name));

        return golden.expected(trial.destination()).differences(GoldenReading.tables(trial));
    }

    @Test
    default void append_twice_is_the_same(Trial trial) {
        same("append_two_runs", trial);
    }

    @Test
    default void merge_by_one_key_is_the_same(Trial trial) {
        same("merge_pk", trial);
    }

    @Test
    default void merge_by_three_keys_is_the_same(Trial trial) {
        same("merge_composite", trial);
    }

    @Test
    default void merge_of_tables_nested_two_levels_deep_is_the_same(Trial trial) {
        same("merge_nested", trial);
    }

    @Test
    default void a_merge_key_replaces_whole_days_as_with_dlt(Trial trial) {
        same("merge_key_day", trial);
    }

    @Test
    default void a_hard_delete_is_the_same(Trial trial) {
        same("hard_delete_nested", trial);
    }

    @Test
    default void dedup_sort_is_the_same_within_a_batch(Trial trial) {
        same("merge_dedup_sort_desc", trial);
    }

    @Test
    default void upsert_is_the_same(Trial trial) {
        same("merge_upsert", trial);
    }

    /** dlt counts the contract and the table that it allows as two versions. */
    @Test
    default void a_contract_that_lets_tables_evolve_is_the_same(Trial trial) {
        assertThat(differences("contract_tables_evolve", trial))
                .containsExactly(
                        "- bookkeeping schema contract_tables_evolve version 4, engine 11",
                        "+ bookkeeping schema contract_tables_evolve version 3, engine 11");
    }

    @Test
    default void a_contract_that_discards_rows_with_new_columns_is_the_same(Trial trial) {
        same("contract_columns_discard_row", trial);
    }

    @Test
    default void a_contract_that_discards_values_of_another_type_is_the_same(Trial trial) {
        same("contract_data_type_discard_value", trial);
    }

    @Test
    default void frozen_columns_are_the_same(Trial trial) {
        same("contract_columns_freeze", trial);
    }

    @Test
    default void frozen_tables_are_the_same(Trial trial) {
        same("contract_tables_freeze", trial);
    }

    @Test
    default void a_backfill_is_the_same(Trial trial) {
        same("incremental_end_value", trial);
    }

    @Test
    default void rows_without_a_value_of_the_cursor_are_the_same(Trial trial) {
        assertThat(differences("incremental_missing_include", trial))
                .allSatisfy(line -> assertThat(line).contains("bookkeeping state"));
    }

    @Test
    default void a_cursor_that_excludes_its_start_is_the_same(Trial trial) {
        same("incremental_open_start", trial);
    }

    /** Tables and rows are the same; keys at the boundary are not in the state, and a schema that lost a column is a new version. */
    @Test
    default void a_source_that_begins_again_is_the_same(Trial trial) {
        GoldenCase golden = GoldenCase.read("refresh_drop_sources");

        // the recording has the key and the cursor in its tables, and not in its settings
        golden.runInto(
                trial.pipeline(golden.name()), events -> events.primaryKey("id").incremental(cursor("t", Long.class)));

        assertThat(golden.expected(trial.destination()).differences(GoldenReading.tables(trial)))
                .hasSize(5)
                .allMatch(line -> line.contains(" bookkeeping state ")
                        || line.equals("+ bookkeeping schema refresh_drop_sources version 3, engine 11"));
    }

    @Test
    default void tables_that_rows_choose_are_the_same(Trial trial) {
        same("dispatch_tables", trial);
    }

    @Test
    default void nested_objects_and_lists_are_the_same(Trial trial) {
        same("nested_default", trial);
    }

    @Test
    default void columns_that_were_null_at_first_are_the_same(Trial trial) {
        same("null_first", trial);
    }

    /**
     * The id of each version is its own, and not the digest of the row, so that nested rows belong to one version. The
     * boundary of a load is not in the schema, which therefore does not get a new version with each load.
     */
    @Test
    default void versions_by_content_are_the_same(Trial trial) {
        assertThat(differences("scd2_basic", trial))
                .containsExactly(
                        "- bookkeeping schema scd2_basic version 3, engine 11",
                        "- bookkeeping schema scd2_basic version 4, engine 11");
    }

    @Test
    default void versions_of_partial_batches_are_the_same(Trial trial) {
        assertThat(differences("scd2_merge_key", trial))
                .containsExactly("- bookkeeping schema scd2_merge_key version 3, engine 11");
    }

    /** Pipette keeps no mark of the nesting limit in the schema: the resource says it, and says it at each run. */
    @Test
    default void nesting_of_one_level_makes_the_same_tables(Trial trial) {
        assertThat(differences("nested_max1", trial))
                .containsExactly(
                        "- campaigns.(x-normalizer): {\"max_nesting\":1,\"seen-data\":true}",
                        "+ campaigns.(x-normalizer): {\"seen-data\":true}");
    }

    /**
     * A time without a zone stays one (dlt makes it UTC, which it may not be); an empty byte string is bytes (dlt puts
     * a private character into a text variant); minus zero keeps its sign.
     */
    @Test
    default void naive_times_empty_bytes_and_minus_zero_are_kept(Trial trial) {
        assertThat(differences("append_types", trial))
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
    default void integers_beyond_64_bits_widen_the_column(Trial trial) {
        assertThat(differences("numbers_extreme", trial))
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
    default void timestamps_in_text_keep_what_they_say_of_their_zone(Trial trial) {
        String same = "f=12:30:00, g=2025-01, h=1735787045, i=2025-W01-1";
        assertThat(differences("iso_string_detection", trial))
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
    default void names_outside_ascii_stay_readable_and_apart(Trial trial) {
        String longest = trial.destination().scheme().equals("postgres")
                ? "x".repeat(29) + "uw6xmw" + "x".repeat(28)
                : "x".repeat(80);
        String before = "_1=13, _1digit=10, _dlt_load_id=$load:1, _leading=8, ";
        String between = "ax=14, axblc=15, camel_case=1, colx=23, dot_ted=5, dunder=9, http_server=2, id=1, order=17,"
                + " select=18, trailingx=7, user_id2_go=19, with_dash=4, with_space=3, x=22, x1=12, " + longest
                + "=16";
        assertThat(differences("naming_snake_case", trial))
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
    default void replace_makes_the_same_tables(Trial trial) {
        assertThat(differences("replace_default", trial))
                .containsExactly(
                        "- bookkeeping state 1 of replace_default, engine 4, by $load:1: {\"replace_default\":{}}",
                        "+ bookkeeping state 1 of replace_default, engine 4, by $load:1: nothing");
    }

    /** The state of the source ({@code k}) has no word in Pipette, which keeps state by resource. */
    @Test
    default void state_is_written_when_it_changes_and_only_then(Trial trial) {
        GoldenCase golden = GoldenCase.read("system_tables");

        for (int run = 0; run < 3; run++) {
            List<Map<String, Object>> rows = golden.input(run);
            long seen = Math.min(run + 1, 2);
            trial.pipeline("system_tables").run(resource("r1").stream(context -> {
                context.state().put("seen", seen);
                return rows.stream();
            }));
        }

        assertThat(golden.expected(trial.destination()).differences(GoldenReading.tables(trial)))
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
    default void bookkeeping_tables_have_the_same_columns(Trial trial) {
        GoldenCase golden = GoldenCase.read("system_tables");
        List<String> expected =
                GoldenRecording.columns(golden.recorded(trial.destination()).get("dlt_table_columns"));

        golden.runInto(trial.pipeline("system_tables"));

        assertThat(GoldenReading.columns(trial))
                .filteredOn(column -> column.startsWith("_dlt_"))
                .containsExactlyElementsOf(expected);
    }

    /**
     * The first row does not decide the type, so no value is bent: dlt made {@code true} of {@code 1} and a timestamp
     * of the number {@code 1735689600}, and split one column of numbers in two. A column of several types takes the
     * first of a fixed order, numbers before all else, and the other values are beside it as they are.
     */
    @Test
    default void a_column_of_several_types_does_not_depend_on_the_order_of_rows(Trial trial) {
        assertThat(differences("variant_columns", trial))
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
    default void rows_at_the_boundary_of_a_cursor_are_loaded_once(Trial trial) {
        assertThat(differences("incremental_boundary_pk", trial))
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
    default void a_cursor_over_timestamps_in_text_compares_instants(Trial trial) {
        assertThat(differences("incremental_iso_strings", trial))
                .filteredOn(line -> !line.contains("bookkeeping state"))
                .containsExactly(
                        "+ events {_dlt_load_id=$load:2, id=3, updated_at=2025-01-02T00:00:00.500Z}",
                        "+ bookkeeping load $load:2 of schema incremental_iso_strings, status 0");
    }
}

package dev.pipette.testing.contract;

import static dev.pipette.Pipette.scd2;
import static dev.pipette.testing.contract.StrategyContract.counts;
import static dev.pipette.testing.contract.Trial.json;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pipette.LoadInfo;
import dev.pipette.Pipette;
import dev.pipette.Resource;
import dev.pipette.error.ErrorCode;
import dev.pipette.error.PipetteException;
import dev.pipette.incremental.FileState;
import dev.pipette.schema.MergeStrategy;
import dev.pipette.schema.TableSchema;
import dev.pipette.spi.LoadStep;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.jooq.CloseableDSLContext;
import org.jooq.SQLDialect;
import org.junit.jupiter.api.Test;

/** How a merge keeps the versions of rows. */
interface Scd2Contract {
    /** The versions of table dim by their days in January, the open end as a dash. */
    String VERSIONS = """
            SELECT d.id, d.v, extract(day from d._dlt_valid_from), extract(day from d._dlt_valid_to)
              FROM dim d ORDER BY d.id, d._dlt_valid_from, d.v""";

    String DEEP = """
            SELECT d.id, extract(day from d._dlt_valid_from), extract(day from d._dlt_valid_to), l.sku, t.value
              FROM dim d
              LEFT JOIN dim__lines l ON l._dlt_parent_id = d._dlt_id AND l._dlt_root_id = d._dlt_id
              LEFT JOIN dim__lines__tags t ON t._dlt_parent_id = l._dlt_id AND t._dlt_root_id = d._dlt_id
             ORDER BY d.id, d._dlt_valid_from, l._dlt_list_idx, t._dlt_list_idx""";

    private static Instant day(int day) {
        return Instant.parse("2025-01-%02dT00:00:00Z".formatted(day));
    }

    private static LoadInfo load(Trial trial, MergeStrategy.Scd2 strategy, int day, String rows) {
        return trial.run(json("dim", rows).merge(strategy.boundary(day(day))));
    }

    @Test
    default void three_versions_over_three_loads_and_a_row_that_comes_back(Trial trial) {
        load(trial, scd2(), 1, "[{'id': 1, 'v': 'a'}, {'id': 2, 'v': 'b'}, {'id': 3, 'v': 'c'}]");
        load(trial, scd2(), 2, "[{'id': 1, 'v': 'a'}, {'id': 2, 'v': 'B'}]");

        LoadInfo third = load(trial, scd2(), 3, "[{'id': 1, 'v': 'a'}, {'id': 2, 'v': 'BB'}, {'id': 3, 'v': 'c'}]");

        assertThat(trial.rows(VERSIONS))
                .containsExactly(
                        "1 | a | 1 | NULL",
                        "2 | b | 1 | 2",
                        "2 | B | 2 | 3",
                        "2 | BB | 3 | NULL",
                        "3 | c | 1 | 2",
                        "3 | c | 3 | NULL");
        assertThat(counts(third)).containsExactly("dim: 2 inserted, 0 updated, 1 unchanged, 0 skipped, 1 deleted");
        assertThat(trial.rows("SELECT count(DISTINCT _dlt_id) FROM dim")).containsExactly("6");
        assertThat(trial.columns("dim"))
                .containsExactly("_dlt_valid_from", "_dlt_valid_to", "id", "v", "_dlt_load_id", "_dlt_id");
    }

    @Test
    default void the_boundary_is_the_time_of_the_package(Trial trial) {
        trial.run(json("dim", "[{'id': 1, 'v': 'a'}]").merge(scd2("id")));
        trial.run(json("dim", "[{'id': 1, 'v': 'b'}]").merge(scd2("id")));

        assertThat(trial.rows("""
                        SELECT a.v, b.v, a._dlt_valid_to = b._dlt_valid_from, b._dlt_valid_to IS NULL,
                               a._dlt_valid_from < a._dlt_valid_to, b._dlt_valid_from <= l.inserted_at
                          FROM dim a JOIN dim b ON a._dlt_valid_to IS NOT NULL AND b._dlt_valid_to IS NULL
                          JOIN _dlt_loads l ON l.load_id = b._dlt_load_id""")).containsExactly("a | b | true | true | true | true");
    }

    @Test
    default void a_second_run_with_the_same_rows_changes_nothing(Trial trial) {
        String rows = "[{'id': 1, 'v': 'a', 'lines': [{'sku': 'x', 'tags': [1, 2]}]}, {'id': 2}]";
        Resource[] resources = {
            json("content", rows).merge(scd2()),
            json("keyed", rows).merge(scd2("id")),
            json("part", rows).merge(scd2("id").mergeKey("id")),
            json("since", rows).merge(scd2("id").boundary(day(1)))
        };
        trial.run(resources);
        List<String> tables =
                List.of("content", "content__lines", "keyed__lines__tags", "keyed", "part__lines", "since");
        List<List<String>> before = tables.stream()
                .map(table -> trial.rows("SELECT * FROM " + table + " ORDER BY _dlt_id"))
                .toList();

        LoadInfo again = trial.run(resources);

        assertThat(again.tables())
                .hasSize(12)
                .allSatisfy(table -> assertThat(counts(table))
                        .contains(": 0 inserted, 0 updated, ")
                        .endsWith(" 0 skipped, 0 deleted"))
                .allSatisfy(table -> assertThat(table.unchanged()).isPositive());
        assertThat(tables.stream().map(table -> trial.rows("SELECT * FROM " + table + " ORDER BY _dlt_id")))
                .containsExactlyElementsOf(before);
    }

    @Test
    default void each_version_has_nested_rows_of_its_own(Trial trial) {
        load(trial, scd2("id"), 1, "[{'id': 1, 'lines': [{'sku': 'a', 'tags': ['x']}]}, {'id': 2}]");
        load(trial, scd2("id"), 2, "[{'id': 1, 'lines': [{'sku': 'a', 'tags': ['y']}]}, {'id': 2}]");

        LoadInfo third = load(
                trial, scd2("id"), 3, "[{'id': 1, 'lines': [{'sku': 'a', 'tags': ['x']}]}, {'id': 2, 'lines': []}]");

        assertThat(trial.rows(DEEP))
                .containsExactly(
                        "1 | 1 | 2 | a | x", "1 | 2 | 3 | a | y", "1 | 3 | NULL | a | x", "2 | 1 | NULL | NULL | NULL");
        assertThat(trial.rows("SELECT count(*) FROM dim__lines")).containsExactly("3");
        assertThat(counts(third))
                .containsExactly(
                        "dim: 0 inserted, 1 updated, 1 unchanged, 0 skipped, 0 deleted",
                        "dim__lines: 1 inserted, 0 updated, 0 unchanged, 0 skipped, 0 deleted",
                        "dim__lines__tags: 1 inserted, 0 updated, 0 unchanged, 0 skipped, 0 deleted");
    }

    @Test
    default void rows_without_a_key_are_told_apart_by_what_is_nested_in_them(Trial trial) {
        load(
                trial,
                scd2(),
                1,
                "[{'id': 1, 'lines': [{'sku': 'a'}]}, {'id': 1, 'lines': [{'sku': 'z'}, {'sku': 'b'}]}]");

        load(trial, scd2(), 2, "[{'id': 1, 'lines': [{'sku': 'a'}, {'sku': 'b'}]}]");

        assertThat(trial.rows("""
                        SELECT extract(day from d._dlt_valid_from), extract(day from d._dlt_valid_to), l.sku
                          FROM dim d JOIN dim__lines l ON l._dlt_root_id = d._dlt_id ORDER BY 1, 3"""))
                .containsExactly("1 | 2 | a", "1 | 2 | b", "1 | 2 | z", "2 | NULL | a", "2 | NULL | b");
    }

    @Test
    default void with_a_merge_key_only_rows_that_arrive_are_retired(Trial trial) {
        MergeStrategy.Scd2 partial = scd2().mergeKey("id");
        load(trial, partial, 1, "[{'id': 1, 'v': 'a'}, {'id': 2, 'v': 'b'}]");

        LoadInfo second = load(trial, partial, 2, "[{'id': 2, 'v': 'B'}]");

        assertThat(trial.rows(VERSIONS)).containsExactly("1 | a | 1 | NULL", "2 | b | 1 | 2", "2 | B | 2 | NULL");
        assertThat(counts(second)).containsExactly("dim: 1 inserted, 0 updated, 0 unchanged, 0 skipped, 1 deleted");
    }

    /** dlt joins the values of a compound key without anything between them: 1 and 23 are 12 and 3. */
    @Test
    default void keys_of_several_columns_are_compared_column_by_column(Trial trial) {
        MergeStrategy.Scd2 partial = scd2().mergeKey("a", "b");
        load(trial, partial, 1, "[{'a': '1', 'b': '23', 'id': 1, 'v': 'x'}, {'a': '12', 'b': '3', 'id': 2, 'v': 'y'}]");

        load(trial, partial, 2, "[{'a': '1', 'b': '23', 'id': 1, 'v': 'X'}]");

        assertThat(trial.rows(VERSIONS)).containsExactly("1 | x | 1 | 2", "1 | X | 2 | NULL", "2 | y | 1 | NULL");
    }

    @Test
    default void a_merge_key_of_a_partition_retires_the_rows_that_are_missing_in_it(Trial trial) {
        MergeStrategy.Scd2 partial = scd2("id").mergeKey("site");
        load(trial, partial, 1, """
                [{'site': 'n', 'id': 1, 'v': 'a'}, {'site': 'n', 'id': 2, 'v': 'b'}, {'site': 's', 'id': 3, 'v': 'c'}]""");

        LoadInfo second =
                load(trial, partial, 2, "[{'site': 'n', 'id': 1, 'v': 'a'}, {'site': 'n', 'id': 3, 'v': 'c'}]");

        assertThat(trial.rows(VERSIONS))
                .containsExactly("1 | a | 1 | NULL", "2 | b | 1 | 2", "3 | c | 1 | 2", "3 | c | 2 | NULL");
        assertThat(counts(second)).containsExactly("dim: 0 inserted, 1 updated, 1 unchanged, 0 skipped, 1 deleted");
    }

    @Test
    default void of_rows_with_the_same_content_one_is_active(Trial trial) {
        LoadInfo info = load(trial, scd2(), 1, """
                [{'id': 1, 'v': 'a', 'n': 1}, {'v': 'a', 'id': 1, 'n': 1.0, 'x': null}, {'id': 1, 'v': 'b'},
                 {'id': 2, 'v': 'c', 'lines': [{'sku': 's'}]}, {'id': 2, 'v': 'c', 'lines': [{'sku': 's'}]},
                 {'id': 2, 'v': 'c', 'lines': [{'sku': 't'}]}]""");

        assertThat(trial.rows("SELECT d.id, d.v, l.sku FROM dim d LEFT JOIN dim__lines l ON l._dlt_root_id = d._dlt_id"
                        + " ORDER BY d.id, d.v, l.sku"))
                .containsExactly("1 | a | NULL", "1 | b | NULL", "2 | c | s", "2 | c | t");
        assertThat(counts(info).getFirst()).isEqualTo("dim: 4 inserted, 0 updated, 0 unchanged, 2 skipped, 0 deleted");
    }

    @Test
    default void of_rows_with_one_natural_key_the_winner_becomes_the_version(Trial trial) {
        load(trial, scd2("id"), 1, "[{'id': 1, 'v': 'a', 'at': 2}, {'id': 1, 'v': 'b', 'at': 1}]");
        assertThat(trial.rows(VERSIONS)).containsExactly("1 | b | 1 | NULL");

        trial.run(json("dim", "[{'id': 1, 'v': 'c', 'at': 4}, {'id': 1, 'v': 'd', 'at': 3}]")
                .merge(scd2("id").boundary(day(2)))
                .dedupSort("at"));

        assertThat(trial.rows(VERSIONS)).containsExactly("1 | b | 1 | 2", "1 | c | 2 | NULL");
    }

    @Test
    default void a_row_version_is_compared_in_place_of_the_content(Trial trial) {
        MergeStrategy.Scd2 versioned = scd2("id").rowVersion("rev");
        load(trial, versioned, 1, "[{'id': 1, 'v': 'a', 'rev': 1}, {'id': 2, 'v': 'b', 'rev': 1}]");

        LoadInfo second = load(trial, versioned, 2, "[{'id': 1, 'v': 'A', 'rev': 1}, {'id': 2, 'v': 'b', 'rev': 2}]");

        assertThat(trial.rows(VERSIONS)).containsExactly("1 | a | 1 | NULL", "2 | b | 1 | 2", "2 | b | 2 | NULL");
        assertThat(counts(second)).containsExactly("dim: 0 inserted, 1 updated, 1 unchanged, 0 skipped, 0 deleted");
        assertThatThrownBy(() -> load(trial, versioned, 3, "[{'id': 1, 'v': 'A'}]"))
                .hasMessageContaining("1 row has no value for key column 'rev'");
    }

    @Test
    default void a_row_version_alone_identifies_rows_as_well(Trial trial) {
        MergeStrategy.Scd2 versioned = scd2().rowVersion("hash");
        load(trial, versioned, 1, "[{'id': 1, 'v': 'a', 'hash': 'h1'}, {'id': 1, 'v': 'b', 'hash': 'h1'}]");
        load(trial, versioned, 2, "[{'id': 1, 'v': 'c', 'hash': 'h1'}, {'id': 2, 'v': 'd', 'hash': 'h2'}]");

        assertThat(trial.rows(VERSIONS)).containsExactly("1 | b | 1 | NULL", "2 | d | 2 | NULL");
    }

    @Test
    default void validity_columns_and_the_mark_of_active_versions_can_be_chosen(Trial trial) {
        MergeStrategy.Scd2 named =
                scd2("id").validity("valid_from", "valid_to").activeTimestamp(Instant.parse("9999-12-31T00:00:00Z"));
        load(trial, named, 1, "[{'id': 1, 'v': 'a'}, {'id': 2, 'v': 'b'}]");
        load(trial, named, 2, "[{'id': 1, 'v': 'A'}, {'id': 2, 'v': 'b'}]");

        assertThat(trial.rows("SELECT id, v, valid_from, valid_to FROM dim ORDER BY id, valid_from"))
                .containsExactly(
                        "1 | a | 2025-01-01T00:00:00Z | 2025-01-02T00:00:00Z",
                        "1 | A | 2025-01-02T00:00:00Z | 9999-12-31T00:00:00Z",
                        "2 | b | 2025-01-01T00:00:00Z | 9999-12-31T00:00:00Z");
        assertThatThrownBy(() -> load(trial, scd2("id"), 3, "[{'id': 1}]"))
                .hasMessage(
                        "[LOAD_REFUSED] table contract_data.dim of schema contract keeps the validity of its versions in"
                                + " the columns 'valid_from' and 'valid_to', and this load would keep it in '_dlt_valid_from' and"
                                + " '_dlt_valid_to'. Say scd2(..).validity(\"valid_from\", \"valid_to\"). Nothing was loaded.");
        assertThatThrownBy(() -> load(trial, scd2("id").validity("valid_from", "valid_to"), 3, "[{'id': 1}]"))
                .hasMessage(
                        "[LOAD_REFUSED] table contract_data.dim of schema contract has 9999-12-31T00:00:00Z in column"
                                + " 'valid_to' of active versions, and this load would look for NULL. Say"
                                + " scd2(..).activeTimestamp(Instant.parse(\"9999-12-31T00:00:00Z\")). Nothing was loaded.");
        assertThatThrownBy(() -> load(trial, named.validity("v", "valid_to"), 3, "[{'id': 1, 'v': 'x'}]"))
                .isInstanceOf(PipetteException.class);
        assertThatThrownBy(() -> trial.run(json("dim2", "[{'id': 1, 'v': 'x'}]").merge(named.validity("v", "until"))))
                .hasMessageContaining(
                        "resource dim2 adds column 'v' to its table, for the versions of rows, and its rows"
                                + " have a column of that name. Choose another name in validity(..), or rename the column with"
                                + " .rename(..).");
    }

    @Test
    default void a_boundary_that_is_not_after_an_active_version_is_refused(Trial trial) {
        load(trial, scd2("id"), 3, "[{'id': 1, 'v': 'a'}, {'id': 2, 'v': 'b'}]");
        List<String> before = trial.everything();

        for (int day : List.of(2, 3)) {
            assertThatThrownBy(() -> load(trial, scd2("id"), day, "[{'id': 1, 'v': 'A', 'w': 1}, {'id': 2, 'v': 'b'}]"))
                    .isInstanceOfSatisfying(
                            PipetteException.class,
                            refused -> assertThat(refused.code()).isEqualTo(ErrorCode.LOAD_REFUSED))
                    .hasMessageContaining("the versions of resource dim would begin at 2025-01-0" + day
                            + "T00:00:00Z, and table contract_data.dim has versions of the same rows that begin or end at"
                            + " 2025-01-03T00:00:00Z: a version must begin before it ends, and after the one before it."
                            + " Load boundaries in their order: choose one after 2025-01-03T00:00:00Z with"
                            + " scd2(..).boundary(..). Nothing was loaded.");
            assertThat(trial.everything()).isEqualTo(before);
            trial.pipeline()
                    .admin()
                    .pending()
                    .forEach(waiting -> trial.pipeline().admin().discard(waiting.loadId()));
        }
        load(trial, scd2("id"), 3, "[{'id': 1, 'v': 'a'}, {'id': 2, 'v': 'b'}]");
        load(trial, scd2("id"), 4, "[{'id': 1, 'v': 'A'}, {'id': 2, 'v': 'b'}]");
        assertThat(trial.rows(VERSIONS)).containsExactly("1 | a | 3 | 4", "1 | A | 4 | NULL", "2 | b | 3 | NULL");
    }

    @Test
    default void a_boundary_before_the_end_of_a_retired_version_of_the_row_is_refused(Trial trial) {
        MergeStrategy.Scd2 partial = scd2("id").mergeKey("id");
        load(trial, partial, 1, "[{'id': 1, 'v': 'a'}]");
        trial.run(json("dim", "[{'id': 1, 'gone': true}, {'id': 9, 'gone': false, 'v': 'i'}]")
                .merge(partial.boundary(day(5)))
                .hardDelete("gone"));

        assertThatThrownBy(() -> load(trial, partial, 3, "[{'id': 1, 'v': 'b'}]"))
                .hasMessageContaining("begin or end at 2025-01-05T00:00:00Z");
        trial.pipeline()
                .admin()
                .pending()
                .forEach(waiting -> trial.pipeline().admin().discard(waiting.loadId()));
        load(trial, partial, 3, "[{'id': 7, 'v': 'other rows have a history of their own'}]");
        assertThat(trial.count("dim")).isEqualTo(3);
    }

    @Test
    default void a_hard_delete_retires_and_makes_no_version(Trial trial) {
        MergeStrategy.Scd2 partial = scd2("id").mergeKey("id");
        load(trial, partial, 1, "[{'id': 1, 'v': 'a', 'lines': [{'sku': 's'}]}, {'id': 2, 'v': 'b'}]");

        LoadInfo second =
                trial.run(json("dim", """
                        [{'id': 1, 'v': 'a', 'gone': true, 'lines': [{'sku': 's'}]}, {'id': 3, 'v': 'c', 'gone': true}]""").merge(partial.boundary(day(2))).hardDelete("gone"));

        assertThat(trial.rows(VERSIONS)).containsExactly("1 | a | 1 | 2", "2 | b | 1 | NULL");
        assertThat(trial.rows("SELECT count(*) FROM dim__lines")).containsExactly("1");
        assertThat(counts(second).getFirst())
                .isEqualTo("dim: 0 inserted, 0 updated, 0 unchanged, 2 skipped, 1 deleted");
    }

    @Test
    default void a_column_that_is_added_later_retires_only_rows_that_have_a_value_in_it(Trial trial) {
        for (MergeStrategy.Scd2 strategy : List.of(scd2(), scd2("id"))) {
            load(trial, strategy, 1, "[{'id': 1, 'v': 'a'}, {'id': 2, 'v': 'b'}]");

            load(trial, strategy, 2, "[{'id': 1, 'v': 'a', 'w': null}, {'id': 2, 'v': 'b', 'w': 5}]");

            assertThat(trial.rows(VERSIONS)).containsExactly("1 | a | 1 | NULL", "2 | b | 1 | 2", "2 | b | 2 | NULL");
            trial.execute("DROP TABLE contract_data.dim");
        }
    }

    @Test
    default void an_empty_load_of_all_rows_retires_all_and_one_of_a_part_none(Trial trial) {
        load(trial, scd2("id"), 1, "[{'id': 1, 'v': 'a'}, {'id': 2, 'v': 'b'}]");

        trial.run(json("dim", "[]").merge(scd2("id").mergeKey("id")));
        assertThat(trial.rows("SELECT count(*) FROM dim WHERE _dlt_valid_to IS NULL"))
                .containsExactly("2");

        LoadInfo all = load(trial, scd2("id"), 2, "[]");
        assertThat(trial.rows(VERSIONS)).containsExactly("1 | a | 1 | 2", "2 | b | 1 | 2");
        assertThat(counts(all)).containsExactly("dim: 0 inserted, 0 updated, 0 unchanged, 0 skipped, 2 deleted");
    }

    @Test
    default void active_versions_add_up(Trial trial) {
        load(trial, scd2("id"), 1, "[{'id': 1, 'v': 'a'}, {'id': 2, 'v': 'b'}, {'id': 3, 'v': 'c'}]");

        LoadInfo.TableLoad second = load(
                        trial,
                        scd2("id"),
                        2,
                        "[{'id': 1, 'v': 'a'}, {'id': 2, 'v': 'B'}, {'id': 4, 'v': 'd'}, {'id': 4, 'v': 'e'}]")
                .tables()
                .getFirst();

        assertThat(counts(second)).isEqualTo("dim: 1 inserted, 1 updated, 1 unchanged, 1 skipped, 1 deleted");
        assertThat(trial.rows("SELECT count(*) FROM dim WHERE _dlt_valid_to IS NULL"))
                .containsExactly(String.valueOf(3 + second.inserted() - second.deleted()));
        assertThat(trial.count("dim")).as("nothing is taken away").isEqualTo(3 + second.rows());
    }

    @Test
    default void rows_that_were_appended_before_become_versions_of_their_load(Trial trial) {
        trial.run(json("dim", "[{'id': 1, 'v': 'a', 'lines': [{'sku': 's'}]}, {'id': 2, 'v': 'b'}]"));
        Instant later = Instant.parse("2030-01-02T00:00:00Z");

        trial.run(json("dim", "[{'id': 1, 'v': 'a', 'lines': [{'sku': 's'}]}, {'id': 2, 'v': 'B'}]")
                .merge(scd2("id").boundary(later).activeTimestamp(Instant.parse("9999-12-31T00:00:00Z"))));

        assertThat(trial.rows("""
                        SELECT d.id, d.v, d._dlt_valid_from = l.inserted_at, extract(year from d._dlt_valid_to)
                          FROM dim d JOIN _dlt_loads l ON l.load_id = d._dlt_load_id ORDER BY d.id, d._dlt_valid_from"""))
                .containsExactly("1 | a | true | 9999", "2 | b | true | 2030", "2 | B | false | 9999");
        assertThat(trial.rows("SELECT count(*) FROM dim__lines")).containsExactly("1");
    }

    @Test
    default void a_plan_counts_versions_as_the_run_does(Trial trial) {
        String first = """
                [{'site': 'n', 'id': 1, 'v': 'a', 'rev': 1, 'lines': [{'sku': 's'}]}, {'site': 'n', 'id': 2, 'v': 'b', 'rev': 1},
                 {'site': 's', 'id': 3, 'v': 'c', 'rev': 1}]""";
        String second = """
                [{'site': 'n', 'id': 1, 'v': 'a', 'rev': 1, 'lines': [{'sku': 't'}]}, {'site': 'n', 'id': 4, 'v': 'd', 'rev': 2},
                 {'site': 'n', 'id': 4, 'v': 'd', 'rev': 2}]""";
        MergeStrategy.Scd2 named = scd2("id").validity("since", "until").activeTimestamp(day(31));
        trial.run(
                json("content", first).merge(scd2()),
                json("part", first).merge(scd2("id").mergeKey("site")),
                json("version", first).merge(scd2("id").rowVersion("rev")),
                json("appended", first));

        PlanContract.plannedAndRun(
                trial,
                json("content", second).merge(scd2()),
                json("part", second).merge(scd2("id").mergeKey("site")),
                json("version", second).merge(scd2("id").rowVersion("rev")),
                json("appended", second).merge(named),
                json("new", second).merge(named));
    }

    @Test
    default void the_time_zone_of_sessions_has_no_part_in_it(Trial trial) {
        trial.run(json("other", "[{'id': 1}]"));
        try (CloseableDSLContext other = trial.pipeline().dataset().dsl()) {
            boolean postgres = other.dialect().family() == SQLDialect.POSTGRES;
            String database = String.valueOf(other.fetchValue("SELECT current_database()"));
            other.execute(
                    postgres
                            ? "ALTER DATABASE \"" + database + "\" SET TimeZone = 'America/New_York'"
                            : "SET GLOBAL TimeZone = 'America/New_York'");
            List<Instant> hourThatComesTwice =
                    List.of(Instant.parse("2025-11-02T05:30:00Z"), Instant.parse("2025-11-02T06:30:00Z"));
            MergeStrategy.Scd2 strategy = scd2("id").activeTimestamp(Instant.parse("9999-12-31T00:00:00Z"));

            trial.run(json("dim", "[{'id': 1, 'v': 'a'}]").merge(strategy.boundary(hourThatComesTwice.getFirst())));
            trial.run(json("dim", "[{'id': 1, 'v': 'b'}]").merge(strategy.boundary(hourThatComesTwice.getLast())));

            assertThat(trial.rows("SELECT v, _dlt_valid_from, _dlt_valid_to FROM dim ORDER BY v"))
                    .containsExactly(
                            "a | 2025-11-02T05:30:00Z | 2025-11-02T06:30:00Z",
                            "b | 2025-11-02T06:30:00Z | 9999-12-31T00:00:00Z");
        }
    }

    @Test
    default void a_package_that_waited_does_not_begin_before_a_later_load_ended_a_version(Trial trial) {
        trial.run(json("dim", "[{'id': 1, 'v': 'a'}, {'id': 2, 'v': 'b'}]").merge(scd2("id")));
        trial.crash(LoadStep.SEALED, json("dim", "[{'id': 1, 'v': 'old'}]").merge(scd2("id")));
        trial.elsewhere().run(json("dim", "[{'id': 2, 'v': 'b'}]").merge(scd2("id")));
        List<String> before = trial.rows(VERSIONS);

        LoadInfo next = trial.run(json("dim", "[{'id': 2, 'v': 'b'}]").merge(scd2("id")));

        assertThat(next.notes().getFirst())
                .contains("newer rows of table contract_data.dim")
                .contains("waits");
        assertThat(trial.rows(VERSIONS)).isEqualTo(before);
        assertThat(trial.pipeline().admin().pending())
                .as("its rows are nowhere else, and belong into the history")
                .hasSize(1);
    }

    @Test
    default void a_table_that_dlt_made_continues_with_its_ids(Trial trial) {
        load(
                trial,
                scd2(),
                1,
                "[{'id': 1, 'v': 'a', 'lines': [{'sku': 's'}]}, {'id': 2, 'v': 'b'}, {'id': 3, 'v': 'c'}]");
        trial.execute("UPDATE contract_data.dim__lines SET _dlt_parent_id = 'lknCZL/MuP9QCg'");
        trial.execute("ALTER TABLE contract_data.dim__lines DROP COLUMN _dlt_root_id");
        trial.execute("UPDATE contract_data.dim SET _dlt_id = 'lknCZL/MuP9QCg' WHERE id = 1");
        trial.execute("UPDATE contract_data.dim SET _dlt_id = 'YFuW8j64Vw2OkQ', _dlt_valid_to = '2025-01-02T00:00:00Z'"
                + " WHERE id = 2");
        DltMade.schema(
                trial,
                schema -> schema.withTable(
                        schema.table("dim__lines").orElseThrow().withoutColumn("_dlt_root_id")));

        load(trial, scd2(), 3, "[{'id': 1, 'v': 'a', 'lines': [{'sku': 's'}]}, {'id': 2, 'v': 'b'}]");

        assertThat(trial.rows(VERSIONS))
                .containsExactly("1 | a | 1 | NULL", "2 | b | 1 | 2", "2 | b | 3 | NULL", "3 | c | 1 | 3");
        assertThat(trial.rows("SELECT _dlt_root_id FROM dim__lines")).containsExactly("lknCZL/MuP9QCg");
    }

    @Test
    default void rows_that_are_loaded_in_another_way_are_refused(Trial trial) {
        load(trial, scd2(), 1, "[{'id': 1, 'v': 'a'}]");
        String message =
                "[LOAD_REFUSED] table contract_data.dim of schema contract keeps versions of rows (merge strategy"
                        + " scd2): rows that are loaded in another way would belong to no version. Merge with scd2(..), or load"
                        + " into a table of its own: .table(\"dim_pipette\") (--table dim_pipette). To begin"
                        + " again without the versions, refresh(Refresh.DROP_RESOURCES) (--refresh drop-resources) drops the"
                        + " table. Nothing was loaded.";
        Resource dim = json("dim", "[{'id': 2, 'v': 'b'}]");

        for (Resource other : List.of(dim, dim.replace(), dim.merge("id"))) {
            assertThatThrownBy(() -> trial.run(other)).hasMessage(message);
        }
        assertThat(trial.rows(VERSIONS)).containsExactly("1 | a | 1 | NULL");
        assertThat(trial.pipeline().admin().pending()).isEmpty();
    }

    @Test
    default void the_schema_says_what_dlts_does(Trial trial) {
        load(trial, scd2("id").mergeKey("site").rowVersion("rev"), 1, "[{'id': 1, 'site': 'n', 'rev': 1}]");

        TableSchema dim = DltMade.schema(trial, "contract").table("dim").orElseThrow();

        assertThat(dim.hint("x-merge-strategy")).contains("scd2");
        assertThat(dim.columns().values())
                .map(Object::toString)
                .containsExactly(
                        "{\"name\":\"_dlt_valid_from\",\"data_type\":\"timestamp\",\"nullable\":true,\"x-valid-from\":true}",
                        "{\"name\":\"_dlt_valid_to\",\"data_type\":\"timestamp\",\"nullable\":true,\"x-valid-to\":true,\"x-active-record-timestamp\":null}",
                        "{\"name\":\"id\",\"data_type\":\"bigint\",\"nullable\":false,\"primary_key\":true}",
                        "{\"name\":\"site\",\"data_type\":\"text\",\"nullable\":false,\"merge_key\":true}",
                        "{\"name\":\"rev\",\"data_type\":\"bigint\",\"nullable\":true,\"x-row-version\":true}",
                        "{\"name\":\"_dlt_load_id\",\"data_type\":\"text\",\"nullable\":false}",
                        "{\"name\":\"_dlt_id\",\"data_type\":\"text\",\"nullable\":false,\"unique\":true,\"row_key\":true}");
    }

    @Test
    default void a_row_continues_in_the_next_file_and_a_file_that_changed_deletes_no_version(Trial trial)
            throws IOException {
        Path files = Files.createDirectories(trial.folder().resolve("dim"));
        Resource dim = Pipette.resource("dim")
                .files(files.resolve("*.csv").toString(), Pipette.csvFormat(), FileState.ledger())
                .merge(scd2("id").mergeKey("id"));
        Files.writeString(files.resolve("1.csv"), "id,v\n1,a\n2,b\n");
        trial.run(dim);

        Files.writeString(files.resolve("2.csv"), "id,v\n1,a\n2,B\n");
        trial.run(dim);
        Files.writeString(files.resolve("1.csv"), "id,v\n1,a\n3,ccc\n");
        trial.run(dim);

        assertThat(trial.rows("SELECT id, v, _dlt_valid_to IS NULL FROM dim ORDER BY id, _dlt_valid_from"))
                .containsExactly("1 | a | true", "2 | b | false", "2 | B | true", "3 | ccc | true");
    }
}

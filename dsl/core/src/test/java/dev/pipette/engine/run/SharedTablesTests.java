package dev.pipette.engine.run;

import static dev.pipette.Pipette.resource;
import static dev.pipette.Pipette.scd2;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pipette.schema.MergeStrategy;
import dev.pipette.schema.Naming;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Which merges that keep versions may fill one table. */
class SharedTablesTests {
    private static void check(MergeStrategy first, MergeStrategy second) {
        new SharedTables(
                        Stream.of(
                                        resource("eu")
                                                .rows(List.of())
                                                .table("dim")
                                                .merge(first),
                                        resource("us")
                                                .rows(List.of())
                                                .table("dim")
                                                .merge(second))
                                .map(ResourcePlans::of)
                                .toList(),
                        Naming.snakeCase(63))
                .check();
    }

    @Test
    void resources_of_all_rows_would_retire_those_of_each_other() {
        assertThatThrownBy(() -> check(scd2(), scd2()))
                .hasMessage(
                        "[BAD_USAGE] resources eu and us fill table dim and contradict each other: each takes its rows for"
                                + " all that there are, and would retire those of the other. Let them agree, or choose another table"
                                + " for one of them with .table(..).");
        assertThatCode(() -> check(scd2().mergeKey("id"), scd2().mergeKey("id")))
                .doesNotThrowAnyException();
    }

    @Test
    void the_way_of_versions_must_be_the_same() {
        assertThatThrownBy(
                        () -> check(scd2().mergeKey("id"), scd2().mergeKey("id").rowVersion("Rev")))
                .hasMessageContaining(
                        "eu merges by id; strategy scd2; valid from _dlt_valid_from to _dlt_valid_to, and us"
                                + " merges by id; strategy scd2; valid from _dlt_valid_from to _dlt_valid_to; the version of a row in"
                                + " rev.");
    }
}

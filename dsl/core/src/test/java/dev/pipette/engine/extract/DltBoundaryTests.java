package dev.pipette.engine.extract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pipette.dlt.Digest128;
import dev.pipette.engine.manifest.DltRows;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class DltBoundaryTests {
    @SuppressWarnings({"unchecked", "rawtypes"})
    private static Comparable<Object> at(long value) {
        return (Comparable) Long.valueOf(value);
    }

    private static DltBoundary collecting(String... key) {
        return new DltBoundary(Set.of(), List.of(key), true);
    }

    private static DltRows rows(DltBoundary boundary) {
        return boundary.rows().orElseThrow();
    }

    @Test
    void rows_of_a_new_value_take_the_place_of_those_of_the_old_one() {
        DltBoundary boundary = collecting("id", "org");
        boundary.kept(Map.of("id", 1L, "org", "a"), at(10), at(10));
        boundary.kept(Map.of("id", 2L, "org", "a"), at(20), at(20));
        boundary.kept(Map.of("id", 3L, "org", "b"), at(20), at(20));
        boundary.kept(Map.of("id", 4L, "org", "b"), at(15), at(20));

        assertThat(rows(boundary).digests())
                .containsExactlyInAnyOrder(Digest128.of("[2,\"a\"]"), Digest128.of("[3,\"b\"]"));
        assertThat(rows(boundary).unknown()).isNull();
    }

    @Test
    void a_value_that_dlt_does_not_have_is_named() {
        DltBoundary boundary = collecting();
        boundary.kept(Map.of("id", new StringBuilder("x")), at(10), at(10));

        assertThat(rows(boundary).unknown()).isEqualTo("a row holds a value that dlt does not have");
        boundary.kept(Map.of("id", 1L), at(11), at(11));
        assertThat(rows(boundary).unknown()).isNull();
    }

    @Test
    void a_file_is_exact_only_for_keys_that_every_reader_reads_alike() {
        DltBoundary boundary = collecting("at");
        boundary.readsFile();
        boundary.kept(Map.of("at", Instant.EPOCH), at(10), at(10));

        assertThat(rows(boundary))
                .isEqualTo(new DltRows(
                        List.of(),
                        "the key of a row holds values that a file writes in another way than dlt reads them"));
    }

    @Test
    void more_rows_than_a_state_should_hold_are_not_kept() {
        DltBoundary boundary = collecting("id");
        for (long id = 0; id <= DltBoundary.MOST_ROWS; id++) {
            boundary.kept(Map.of("id", id), at(10), at(10));
        }

        assertThat(rows(boundary)).isEqualTo(new DltRows(List.of(), "more than 100000 rows have this value"));
    }

    @Test
    void nothing_is_collected_where_dlt_does_not_go_on() {
        DltBoundary boundary = new DltBoundary(Set.of(), List.of(), false);
        boundary.kept(Map.of("id", 1L), at(10), at(10));

        assertThat(boundary.rows()).isEmpty();
        assertThat(boundary.hasKeys()).isFalse();
    }
}

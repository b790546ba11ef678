package dev.pipette.duckdb;

import static dev.pipette.Pipette.resource;
import static org.assertj.core.api.Assertions.assertThat;

import dev.pipette.LoadInfo;
import dev.pipette.Resource;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Rows by the hundred thousand, and columns by the ten thousand. */
class LargeRowsTests {
    @TempDir
    Path folder;

    private Scratch scratch;

    @BeforeEach
    void open() {
        scratch = new Scratch(folder);
    }

    @Test
    void types_that_change_midway_through_many_segments_are_joined() {
        int count = 300_000;
        Resource items =
                resource("items").stream(() -> LongStream.range(0, count).mapToObj(id -> {
                    Map<String, Object> row = new LinkedHashMap<>();
                    row.put("id", id);
                    row.put("n", id < 200_000 ? (Object) id : (Object) (id + 0.5));
                    row.put("s", id < 250_000 ? (Object) (id % 2 == 0) : "text");
                    row.put("t", "2025-01-02T03:04:05Z");
                    row.put("u", id == count - 1 ? "no time" : "2025-01-02T03:04:05Z");
                    if (id == 123_456) {
                        row.put("sparse", 1);
                    }
                    if (id % 3 == 0) {
                        row.put("tags", List.of(id));
                    }
                    return row;
                }));

        LoadInfo info = scratch.run(items);

        assertThat(info.rows("items")).isEqualTo(count);
        assertThat(info.rows("items__tags")).isEqualTo(100_000);
        assertThat(scratch.columns("items"))
                .containsExactly(
                        "id BIGINT",
                        "n DOUBLE",
                        "s BOOLEAN",
                        "s__v_text VARCHAR",
                        "t TIMESTAMP WITH TIME ZONE",
                        "u VARCHAR",
                        "sparse BIGINT");
        assertThat(scratch.rows("SELECT count(*), count(DISTINCT id), sum(n), count(s), count(s__v_text), count(t),"
                        + " count(u), sum(sparse), count(DISTINCT _dlt_id) FROM items"))
                .containsExactly("300000 | 300000 | 44999900000.0 | 250000 | 50000 | 300000 | 300000 | 1 | 300000");
        assertThat(scratch.rows("SELECT count(*), count(*) FILTER (i.id = t.value) FROM items__tags t"
                        + " JOIN items i ON i._dlt_id = t._dlt_parent_id"))
                .containsExactly("100000 | 100000");
    }
}

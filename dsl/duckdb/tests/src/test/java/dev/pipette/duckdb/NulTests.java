package dev.pipette.duckdb;

import static dev.pipette.Pipette.csv;
import static dev.pipette.Pipette.cursor;
import static dev.pipette.Pipette.resource;
import static dev.pipette.Pipette.text;
import static org.assertj.core.api.Assertions.assertThat;

import dev.pipette.Pipeline;
import dev.pipette.Resource;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** DuckDB's texts may have U+0000, and its literals not: wherever Pipette writes a text of a person, it is the same text. */
class NulTests {
    @TempDir
    Path folder;

    private Scratch scratch;

    @BeforeEach
    void open() {
        scratch = new Scratch(folder);
    }

    @Test
    void a_run_key_and_the_name_of_a_resource_are_known_again() {
        Resource rows = resource("x\0y").rows(List.of(Map.of("id", 1)));
        Pipeline keyed = scratch.pipeline().runKey("day\0one");

        keyed.run(rows);
        keyed.run(rows);

        assertThat(scratch.rows("SELECT count(*) FROM x_y")).containsExactly("1");
        assertThat(scratch.rows("SELECT count(*) FROM _pipette_run_keys WHERE run_key = 'day' || chr(0) || 'one'"))
                .containsExactly("1");
    }

    @Test
    void a_value_that_all_rows_of_a_file_are_given_is_loaded_as_it_is() {
        Path file = scratch.file("a.csv", "id,at\n1,b\n2,c\n");
        Resource rows = csv("rows", file).addColumn("mark", "a\0b").incremental(cursor("id"));

        scratch.run(rows);
        scratch.run(rows);

        assertThat(scratch.rows("SELECT id, length(mark) FROM rows ORDER BY id"))
                .containsExactly("1 | 3", "2 | 3");
    }

    @Test
    void a_cursor_over_texts_begins_and_goes_on_there() {
        Path file = scratch.file("lots.csv", "id,lot\n1,b\n2,bb\n");
        Resource lots = csv("lots", file)
                .column("lot", text())
                .incremental(cursor("lot", String.class).startingAt("b\0"));
        Resource more = resource("lots")
                .rows(List.of(Map.of("id", 3, "lot", "c\0a"), Map.of("id", 4, "lot", "c\0b")))
                .incremental(cursor("lot", String.class));

        scratch.run(lots);
        scratch.run(more);
        scratch.run(more);

        assertThat(scratch.rows("SELECT id FROM lots ORDER BY id")).containsExactly("2", "3", "4");
    }
}

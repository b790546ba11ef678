package dev.pipette.duckdb;

import static dev.pipette.Pipette.csv;
import static dev.pipette.Pipette.resource;
import static dev.pipette.duckdb.Scratch.refusal;
import static org.assertj.core.api.Assertions.assertThat;

import dev.pipette.LoadInfo;
import dev.pipette.Resource;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Several files of one resource: their columns and types together, and whose rows win. */
class ManyFilesTests {
    @TempDir
    Path folder;

    private Scratch scratch;

    @BeforeEach
    void open() {
        scratch = new Scratch(folder);
    }

    // Several files.

    @Test
    void files_of_a_glob_may_have_different_columns_and_types() {
        scratch.file("day-1.csv", "id,n,only_first\n1,1,x\n2,2,y\n");
        scratch.file("day-2.csv", "n,id,only_second\n2.5,3,true\n");
        scratch.file("day-3.csv", "id,n,only_second\n4,n/a,\n");

        LoadInfo info = scratch.run(csv("items", folder.resolve("day-*.csv")));

        assertThat(info.rows("items")).isEqualTo(4);
        assertThat(scratch.columns("items"))
                .containsExactly("id BIGINT", "n VARCHAR", "only_first VARCHAR", "only_second BOOLEAN");
        assertThat(scratch.rows("SELECT id, n, only_first, only_second FROM items ORDER BY id"))
                .containsExactly(
                        "1 | 1 | x | NULL", "2 | 2 | y | NULL", "3 | 2.5 | NULL | true", "4 | n/a | NULL | NULL");
    }

    @Test
    void integers_in_one_file_and_decimals_in_another_are_exact() {
        scratch.file("a.csv", "id,n\n1,9007199254740993\n");
        scratch.file("b.csv", "id,n\n2,0.5\n");

        scratch.run(csv("items", folder.resolve("*.csv")));

        assertThat(scratch.rows("SELECT typeof(n), n FROM items ORDER BY id"))
                .containsExactly("DECIMAL(38,9) | 9007199254740993.000000000", "DECIMAL(38,9) | 0.500000000");
    }

    @Test
    void files_of_different_formats_fill_one_table() {
        scratch.file("a.csv", "id,n\n1,1\n2,2\n");
        scratch.file("b.jsonl", "{\"id\": 3, \"n\": \"abc\", \"tags\": [1]}\n");

        scratch.run(resource("items").files(folder.resolve("*.{csv,jsonl}")));

        assertThat(scratch.rows("SELECT id, n, n__v_text FROM items ORDER BY id"))
                .containsExactly("1 | 1 | NULL", "2 | 2 | NULL", "3 | NULL | abc");
        assertThat(scratch.rows("SELECT i.id, t.value FROM items__tags t JOIN items i ON i._dlt_id = t._dlt_parent_id"))
                .containsExactly("3 | 1");
    }

    @Test
    void compressed_files_are_read() throws IOException {
        try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(folder.resolve("items.csv.gz")))) {
            out.write("\ufeffid,name\n1,Ann\n2,\"B\nob\"\n".getBytes(StandardCharsets.UTF_8));
        }

        scratch.run(csv("items", folder.resolve("items.csv.gz")));

        assertThat(scratch.rows("SELECT id, replace(name, chr(10), '\\n') FROM items ORDER BY id"))
                .containsExactly("1 | Ann", "2 | B\\nob");
    }

    // Merging.

    @Test
    void the_same_file_merged_twice_leaves_the_same_rows() {
        Resource items = scratch.items("id,name\n1,Ann\n2,Bob\n2,Ben\n").merge("id");

        LoadInfo first = scratch.run(items);
        LoadInfo second = scratch.run(items);

        assertThat(scratch.rows("SELECT id, name FROM items ORDER BY id")).containsExactly("1 | Ann", "2 | Ben");
        assertThat(first.tables().getFirst().skipped()).isEqualTo(1);
        assertThat(second.tables().getFirst().updated()).isEqualTo(2);
    }

    @Test
    void the_last_row_of_the_last_file_wins_a_merge() {
        scratch.file("a.csv", "id,name\n1,a\n2,a\n");
        scratch.file("b.csv", "id,name\n2,b\n1,b\n1,c\n");

        scratch.run(csv("items", folder.resolve("*.csv")).merge("id"));

        assertThat(scratch.rows("SELECT id, name FROM items ORDER BY id")).containsExactly("1 | c", "2 | b");
    }

    @Test
    void rows_without_a_key_are_refused_by_number() {
        assertThat(refusal(() -> scratch.run(
                        scratch.items("id,name\n1,a\n2,b\n,c\n4,d\n,e\n").merge("id"))))
                .isEqualTo("[KEY_MISSING] merge into scratch.items: 2 rows have no value for key column 'id'"
                        + " (first: row 3). Fix the resource or drop such rows with .filter(..)."
                        + " Or keep such rows apart with .badRows(BadRows.REJECT) (--bad-rows reject).");
        assertThat(refusal(() -> scratch.run(scratch.items("id,name\n1,a\n").merge("nr"))))
                .isEqualTo("[KEY_MISSING] merge into scratch.items: 1 row has no value for key column 'nr'"
                        + " (first: row 1). No row has this column; columns are id, name.");
        assertThat(scratch.datasets()).isEmpty();
    }
}

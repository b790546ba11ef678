package dev.pipette.duckdb;

import static dev.pipette.Pipette.csv;
import static dev.pipette.Pipette.cursor;
import static dev.pipette.Pipette.text;
import static dev.pipette.duckdb.Scratch.refusal;
import static org.assertj.core.api.Assertions.assertThat;

import dev.pipette.Resource;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A cursor that follows a column of text in a file that DuckDB moves: it is looked at as Java looks at rows. */
class CursorTextTests {
    @TempDir
    Path folder;

    private Scratch scratch;

    @BeforeEach
    void open() {
        scratch = new Scratch(folder);
    }

    private Resource lots(String rows) {
        return csv("lots", scratch.file("lots.csv", "id,lot\n" + rows))
                .column("lot", text())
                .incremental(cursor("lot"));
    }

    private static String refused(String pair) {
        return "[TYPE_MISMATCH] resource lots: cursor 'lot' compares texts, and all of them are numbers, such as "
                + pair
                + ", which are the other way round as texts: rows would be left out. Nothing was loaded. Compare them as"
                + " numbers: cursor(\"lot\", Long.class), or --cursor lot:integer (decimal for fractions).";
    }

    @Test
    void numbers_that_are_the_other_way_round_as_texts_are_refused() {
        assertThat(refusal(() -> scratch.run(lots("1,9\n2,10\n")))).isEqualTo(refused("'9' and '10'"));

        scratch.run(lots("1,9\n"));
        assertThat(refusal(() -> scratch.run(lots("2,10\n"))))
                .isEqualTo(refused("'10' and where the load begins or ends"));
        scratch.run(lots("2,10\n").incremental(cursor("lot", Long.class)));

        assertThat(scratch.rows("SELECT id, lot FROM lots ORDER BY id")).containsExactly("1 | 9", "2 | 10");
    }

    @Test
    void texts_that_are_in_one_order_either_way_are_loaded() {
        scratch.run(lots("1,10\n2,11\n"));
        scratch.run(lots("2,11\n3,A9\n"));

        assertThat(scratch.rows("SELECT id FROM lots ORDER BY id")).containsExactly("1", "2", "3");
    }
}

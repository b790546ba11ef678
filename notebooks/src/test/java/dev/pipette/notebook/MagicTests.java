package dev.pipette.notebook;

import static dev.pipette.notebook.Cells.ROWS;
import static dev.pipette.notebook.Cells.database;
import static dev.pipette.notebook.Cells.failing;
import static dev.pipette.notebook.Cells.fine;
import static dev.pipette.notebook.Cells.pipeline;
import static org.assertj.core.api.Assertions.assertThat;

import dev.pipette.notebook.DrivenKernel.Ran;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Magics and queries in a real kernel. */
@ExtendWith(SharedKernel.class)
class MagicTests {
    @Test
    void a_magic_that_is_not_there_is_named_with_those_that_are() {
        assertThat(failing("%jar x.jar"))
                .isEqualTo(
                        "[BAD_USAGE] there is no magic %jar. Did you mean 'jars'? There are: %add, %classpath, %jars, %trace.");
        assertThat(failing("%%sqll\nSELECT 1"))
                .isEqualTo("[BAD_USAGE] there is no magic %%sqll. Did you mean 'sql'? There are: %%sql.");
    }

    @Test
    void jars_are_added_to_the_class_path() throws Exception {
        Path folder = SharedKernel.folder();
        Path classes = Files.createDirectories(folder.resolve("classes"));
        Path source = Files.writeString(
                classes.resolve("Added.java"),
                "package added; public class Added { public static int five() { return 5; } }");
        int compiled = javax.tools.ToolProvider.getSystemJavaCompiler()
                .run(null, null, null, "-d", classes.toString(), source.toString());
        assertThat(compiled).isZero();

        assertThat(fine("%jars " + classes + "\nadded.Added.five()").text()).isEqualTo("5");
        assertThat(failing("%jars " + folder.resolve("none.jar")))
                .isEqualTo("[BAD_USAGE] there is no file " + folder.resolve("none.jar")
                        + ". Name a jar, a folder of classes, or FOLDER/*.jar.");
    }

    @Test
    void cells_have_the_assertions_of_the_test_kit() {
        pipeline("asserted");

        fine("assertThat(asserted.run(" + ROWS + ")).loaded(\"n\", 2);");
        assertThat(fine("assertThat(asserted.dataset()).table(\"n\").hasRowCount(2);")
                        .displayed("text/plain"))
                .isEmpty();
        assertThat(failing("assertThat(asserted.dataset()).table(\"n\").hasRowCount(3);"))
                .contains("AssertionError");
    }

    @Test
    void a_query_is_a_cell() {
        database("asked");

        Ran last = fine("%%sql\nSELECT id, name FROM n ORDER BY id");
        assertThat(last.text()).isEqualTo("""
                id  name
                --  ----
                 1  one
                 2  two
                2 rows""");
        assertThat(fine("%%sql asked\nSELECT count(*) AS c FROM n").text()).isEqualTo("c\n-\n2\n1 row");
        fine("var address = \"duckdb:asked.duckdb\";");
        assertThat(fine("%%sql address\nSELECT count(*) AS c FROM n").text()).isEqualTo("c\n-\n2\n1 row");
        assertThat(fine("%%sql duckdb:asked.duckdb\nSELECT count(*) AS c FROM n")
                        .text())
                .isEqualTo("c\n-\n2\n1 row");
    }

    @Test
    void a_query_reads_only() {
        database("kept");

        assertThat(failing("%%sql kept\nDELETE FROM n")).contains("A query only reads");
        assertThat(failing("%%sql kept other\nSELECT 1"))
                .isEqualTo(
                        "[BAD_USAGE] %%sql takes one place to query, and there are: kept, other. Write the query in the"
                                + " lines below.");
        assertThat(failing("%%sql kept\n")).isEqualTo("[BAD_USAGE] %%sql has no query. Write it in the lines below.");
        fine("int aNumber = 1;");
        assertThat(failing("%%sql aNumber\nSELECT 1"))
                .isEqualTo(
                        "[BAD_USAGE] %%sql aNumber: that variable has the type Integer. Write one that holds a pipeline,"
                                + " a dataset, a destination or an address.");
    }
}

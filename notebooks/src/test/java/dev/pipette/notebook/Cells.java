package dev.pipette.notebook;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pipette.notebook.DrivenKernel.Ran;
import java.nio.file.Files;
import java.util.Base64;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Runs cells in the kernel that all tests share. */
final class Cells {
    /** Rows of a resource, for cells that load. */
    static final String ROWS =
            "resource(\"n\").rows(List.of(Map.of(\"id\", 1, \"name\", \"one\"), Map.of(\"id\", 2, \"name\", \"two\"))).append()";

    private Cells() {}

    /** The kernel that runs the cells. */
    static DrivenKernel kernel() {
        return SharedKernel.kernel();
    }

    private static Ran run(String code) {
        return kernel().run(code);
    }

    /** Runs a cell that ends well. */
    static Ran fine(String code) {
        Ran ran = run(code);
        assertThat(ran.isOk()).as(ran.answer().toString()).isTrue();
        return ran;
    }

    /** Runs a cell that fails; returns the message of its error. */
    static String failing(String code) {
        Ran ran = run(code);
        assertThat(ran.isOk()).as(ran.answer().toString()).isFalse();
        return ran.error();
    }

    /** Runs a cell and interrupts it; returns the message of its error. */
    static String interrupted(String code) {
        return kernel().interrupted("System.out.println(\"begun\");\n" + code, "begun")
                .error();
    }

    /** A pipeline in a variable, over a database of its own. */
    static void pipeline(String name) {
        fine("var %1$s = pipeline(\"%1$s\", duckdb(\"%1$s.duckdb\"));".formatted(name));
    }

    /** A database that exists. */
    static String database(String name) {
        pipeline(name);
        fine(name + ".run(" + ROWS + ");");
        return name + ".duckdb";
    }

    /** A database that is only queried. */
    static String queried() {
        if (!Files.exists(SharedKernel.folder().resolve("work").resolve("queried.duckdb"))) {
            database("queried");
        }
        return "queried.duckdb";
    }

    /** What the link below a table downloads. */
    static String csv(Ran ran) {
        Matcher link = Pattern.compile("href=\"data:text/csv;charset=utf-8;base64,([^\"]*)\"")
                .matcher(ran.html());
        assertThat(link.find()).as(ran.html()).isTrue();
        return new String(Base64.getDecoder().decode(link.group(1)), java.nio.charset.StandardCharsets.UTF_8);
    }

    /** The number of the cell that ran last, as the messages have it. */
    static int lastCell() {
        String place = failing("int lastCell = \"\";");
        Matcher number = Pattern.compile("cell (\\d+)").matcher(place);
        assertThat(number.find()).isTrue();
        return Integer.parseInt(number.group(1)) - 1;
    }
}

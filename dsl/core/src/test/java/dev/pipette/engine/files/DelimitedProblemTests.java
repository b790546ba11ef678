package dev.pipette.engine.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pipette.engine.manifest.Dialect;
import dev.pipette.spi.CsvDialect;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What DuckDB refuses is reported with the line and the text that a person finds in the file. */
class DelimitedProblemTests {
    private static final String ADVICE = " Nothing of it was loaded. Correct the line, or name the delimiter with"
            + " .option(\"delimiter\", ..) where it is another one.";
    private static final String OTHER_LINES =
            " If lines come before the line of names, leave them out with .skipLines(..) (--skip-lines) or .comment(..)"
                    + " (--comment). If the first line is a row, declare it with .withoutHeader(..) (--no-header).";

    private static final String APART = " Or keep such lines apart with .badRows(BadRows.REJECT) (--bad-rows reject).";

    @TempDir
    Path folder;

    private DelimitedFile file(String text, String delimiter) throws IOException {
        Path file = Files.writeString(folder.resolve("items.csv"), text);
        return new DelimitedFile(file, file, CsvDialect.usual(delimiter), 0);
    }

    private String problem(String text, String delimiter) throws IOException {
        DelimitedFile file = file(text, delimiter);
        String call = DelimitedReader.call(
                file.path().toString(), Dialect.usual(file.dialect()), DelimitedReader.header(file), Map.of());
        try (var connection = DriverManager.getConnection("jdbc:duckdb:");
                var statement = connection.createStatement();
                var rows = statement.executeQuery("SELECT count(COLUMNS(*)) FROM " + call)) {
            return "no problem, and rows: " + rows.next();
        } catch (SQLException failed) {
            return String.valueOf(DelimitedProblem.of(file, failed).getMessage())
                    .replace("[SOURCE_UNREADABLE] " + file.named() + ", ", "");
        }
    }

    @Test
    void a_line_that_ends_with_cr_lf_is_shown() throws IOException {
        assertThat(problem("id,name\r\n1,a\r\n2\r\n", ","))
                .isEqualTo("line 3: 1 fields, but the first line names 2 (\"2\")." + ADVICE + APART);
        assertThat(problem("id,name\r\n1,a\r\n\r\n1,\"a\r\n", ","))
                .isEqualTo("line 4: a quoted field has no end, or something is after its closing quote (\"1,\"a\")."
                        + ADVICE + APART);
    }

    @Test
    void fields_that_are_too_many_are_not_counted() throws IOException {
        assertThat(problem("id,name\n1,a,b,c,d\n", ","))
                .isEqualTo("line 2: more than 2 fields, but the first line names 2 (\"1,a,b,c,d\")." + ADVICE
                        + OTHER_LINES + APART);
    }

    @Test
    void lines_inside_quotes_count() throws IOException {
        assertThat(problem("id,name\n1,\"a\nb\n\"\n\n2,\"a \"\"\n\"\n3,b,c\n", ","))
                .startsWith("line 8: more than 2 fields");
        assertThat(problem("id;name\r\n1;\"a\r\n\r\nb\"\r\n3\r\n", ";")).startsWith("line 5: 1 fields");
        assertThat(problem("id,name\n1,5\" pipe\n2,a\n3\n", ",")).startsWith("line 4: 1 fields");
    }

    @Test
    void several_columns_without_a_name_are_most_likely_a_title() throws IOException {
        DelimitedFile file = file("Report,,\n1,2,3\n", ",");

        assertThatThrownBy(() -> DelimitedReader.header(file))
                .hasMessage(
                        "[NAME_COLLISION] " + file.named() + ", line 1: 2 of 3 columns have no name. If this is not the"
                                + " line of names, leave out the lines before that with .skipLines(..) (--skip-lines). Otherwise"
                                + " name the columns in this line.");
    }
}

package dev.pipette.files;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pipette.spi.FileContent;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A named delimiter that the first line does not have is most likely a wrong one. */
class NamedDelimiterTests {
    @TempDir
    Path folder;

    private List<String> notes(String text, Map<String, String> options) throws IOException {
        Path file = Files.writeString(folder.resolve("day.csv"), text);
        return ((FileContent.Columnar) new CsvFormat().content(file, options)).notes();
    }

    @Test
    void commas_instead_of_it_are_a_note() throws IOException {
        assertThat(notes("id,name,day\n1,a,2\n", Map.of("delimiter", ";")))
                .containsExactly(
                        "the first line has no ';' and 2 commas, so it is one column. If the delimiter is a comma,"
                                + " name it with .delimiter(\",\") (--delimiter ',')");
        assertThat(notes("# a;b\n\nid,name\n", Map.of("delimiter", ";", "skip_lines", "1")))
                .singleElement()
                .asString()
                .startsWith("the first line has no ';' and 1 comma, so");
    }

    @Test
    void a_line_that_has_it_and_a_name_in_quotes_are_none() throws IOException {
        assertThat(notes("id;name,x\n1;a\n", Map.of("delimiter", ";"))).isEmpty();
        assertThat(notes("\"id,name\"\n1\n", Map.of("delimiter", ";"))).isEmpty();
        assertThat(notes("id,name\n1,a\n", Map.of("delimiter", ","))).isEmpty();
        assertThat(notes("id\n1\n", Map.of("delimiter", ";"))).isEmpty();
    }
}

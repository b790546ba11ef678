package dev.pipette;

import static dev.pipette.Pipette.csvFormat;
import static dev.pipette.Pipette.resource;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pipette.spi.RowSource;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** A format is a value; each method returns another one. */
class FileFormatTests {
    @Test
    void each_method_sets_one_option_and_leaves_the_value_as_it_is() {
        FileFormat plain = csvFormat();
        FileFormat german = plain.delimiter(";").decimalComma().encoding("windows-1252");

        assertThat(plain.options()).isEmpty();
        assertThat(german.options())
                .isEqualTo(Map.of("delimiter", ";", "decimal_comma", "true", "encoding", "windows-1252"));
        assertThat(csvFormat().quote("'").escape("\\").comment("#").skipLines(2).options())
                .isEqualTo(Map.of("quote", "'", "escape", "\\", "comment", "#", "skip_lines", "2"));
        assertThat(csvFormat().withoutHeader().options()).isEqualTo(Map.of("header", ""));
        assertThat(csvFormat().withoutHeader("id", "name").nulls("NA", "-").options())
                .isEqualTo(Map.of("header", "id\nname", "null", "NA\n-"));
    }

    @Test
    void forms_of_columns_are_added_to_those_before() {
        assertThat(csvFormat()
                        .thousands(",", "amount", "paid")
                        .dateFormat("dd.MM.yyyy", "day")
                        .dateFormat("HH:mm", "at")
                        .options())
                .isEqualTo(Map.of("thousands", "amount=,\npaid=,", "date_format", "day=dd.MM.yyyy\nat=HH:mm"));
        assertThatThrownBy(() -> csvFormat().thousands(","))
                .hasMessage("[BAD_USAGE] ',' is given for no column. Name the columns that are written so: a text of"
                        + " another column may only look so.");
    }

    @Test
    void names_and_texts_of_more_than_one_line_are_refused() {
        assertThatThrownBy(() -> csvFormat().withoutHeader("id", "na\nme"))
                .hasMessage("[BAD_USAGE] 'na\\nme' cannot be the name of a column. Give a name of one line for each"
                        + " column.");
        assertThatThrownBy(() -> csvFormat().withoutHeader(" "))
                .hasMessageStartingWith("[BAD_USAGE] ' ' cannot be the name of a column.");
        assertThatThrownBy(() -> csvFormat().nulls("a\nb"))
                .hasMessage(
                        "[BAD_USAGE] 'a\\nb' holds a line break, so that it cannot stand for NULL. Give texts of one"
                                + " line.");
    }

    @Test
    void folders_become_columns_of_a_resource_of_files_only() {
        Resource files = resource("sales").files("sales/**/*.csv");

        assertThat(((RowSource.Files)
                                files.folderKeys().option("delimiter", ";").source())
                        .folderKeys())
                .isTrue();
        assertThat(((RowSource.Files) files.source()).folderKeys()).isFalse();
        assertThatThrownBy(() -> resource("sales").rows(List.of()).folderKeys())
                .hasMessage("[BAD_USAGE] resource sales does not read files, so folderKeys() (--folder-keys) has no"
                        + " meaning.");
    }
}

package dev.pipette.schema;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pipette.schema.SchemaContract.Mode;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SchemaContractTests {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "evolve",
                "freeze",
                "discard_row",
                "discard_value",
                "columns=freeze",
                "tables=discard_row,data_type=freeze"
            })
    void words_are_read_as_they_are_written(String words) {
        SchemaContract contract = SchemaContract.of(words);

        assertThat(contract).hasToString(words);
        assertThat(SchemaContract.fromDlt(contract.toDlt())).contains(contract);
    }

    @Test
    void what_is_not_named_evolves_and_hyphens_are_read_too() {
        assertThat(SchemaContract.of("data-type=discard-row, columns=freeze"))
                .isEqualTo(new SchemaContract(Mode.EVOLVE, Mode.FREEZE, Mode.DISCARD_ROW));
        assertThat(SchemaContract.fromDlt(Map.of("tables", "freeze")))
                .contains(SchemaContract.evolving().tables(Mode.FREEZE));
        assertThat(SchemaContract.fromDlt(7)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            frozen          | contract mode 'frozen' is unknown. Give one of evolve, freeze, discard_row, discard_value.
            columns=no      | contract mode 'no' is unknown.
            colums=freeze   | 'colums' is no part of a contract. Give a mode for all, such as freeze, or modes for tables,
            columns=freeze, | '' is no part of a contract.
            """)
    void other_words_are_refused(String words, String message) {
        assertThatThrownBy(() -> SchemaContract.of(words)).hasMessageStartingWith("[BAD_USAGE] " + message);
    }
}

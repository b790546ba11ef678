package dev.pipette.engine.columnar;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pipette.engine.manifest.ColumnForm;
import dev.pipette.engine.sql.Sql;
import dev.pipette.schema.ValueType;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The one table of what a column of text is taken for, and of what a single text is taken for. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class TextProfileTests {
    private DuckEngine engine;

    @BeforeAll
    void start(@TempDir Path spill) {
        engine = new DuckEngine(spill, "100MB");
    }

    @AfterAll
    void stop() {
        engine.close();
    }

    private static String rows(List<String> texts) {
        return texts.stream()
                .map(text -> "(" + Sql.literal(text) + ")")
                .collect(Collectors.joining(", ", "(VALUES ", ") AS texts(t)"));
    }

    private TextProfile profile(List<String> texts) {
        return engine.first(
                "SELECT " + TextProfile.aggregates("t") + " FROM " + rows(texts), row -> TextProfile.read(row, 0));
    }

    private long others(List<String> texts, TextProfile.Guess guess) {
        return engine.first("SELECT " + TextProfile.check("t", guess) + " FROM " + rows(texts), row -> row.getLong(2));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                // integers
                "1 -2 9223372036854775807      | BIGINT",
                "007 10                        | TEXT",
                "+5 6                          | TEXT",
                "1_000 2                       | TEXT",
                "0x1F 3                        | TEXT",
                // numbers that are written in one way
                "19.90                         | DOUBLE",
                "19.90 5.00 3.10               | DOUBLE",
                "19.90 5.00 NaN                | DOUBLE",
                "10 10.5 10.25                 | DOUBLE",
                "1.0 2.25 -3.0                 | DOUBLE",
                "0.0 -0.0 0.5                  | DOUBLE",
                "0.1 0.30000000000000004       | DOUBLE",
                // numbers that are not
                "1.9 1.10 1.1                  | TEXT",
                "10 10.50                      | TEXT",
                "10 10.5 10.50                 | TEXT",
                "1.0 1                         | TEXT",
                "1.0 1.50                      | TEXT",
                "1. 2.5                        | TEXT",
                ".5 2.5                        | TEXT",
                "1,5 2,5                       | TEXT",
                // exponents: as a double is written, and in no other way
                "0.5 1e-05 1e+16 1.5e-300      | DOUBLE",
                "0.50 1e-05                    | TEXT",
                "12E5 3E2 7E0                  | TEXT",
                "1e5 7e2 2e0                   | TEXT",
                "1e-5 0.5                      | TEXT",
                "1e400 2.5                     | TEXT",
                // more digits than a double has
                "12345678901234567890 1        | DECIMAL",
                "12345678901234567890.10 1.10  | DECIMAL",
                "12345678901234567890.10 1.1   | TEXT",
                "0.123456789012345678 0.1      | DECIMAL",
                // words beside numbers, and alone
                "1.5 NaN inf -Infinity         | DOUBLE",
                "NaN inf                       | TEXT",
                "infinity -infinity            | TEXT",
                "1.5 infinity                  | DOUBLE",
                // dates and times
                "2024-01-05 infinity -infinity | DATE",
                "2024-01-05T10:00:00 infinity  | LOCAL_TIMESTAMP",
                "2024-01-05T10:00:00Z infinity | TIMESTAMP",
                "2024-01-05 10:00:00           | TEXT",
                "2024-01-05 Infinity           | TEXT",
                "2024-01-05T10:00:00.1234567   | TEXT",
                "10:00:00 23:59:59.5           | TIME",
                "10:00:00 infinity             | TEXT",
                "true FALSE                    | BOOL",
                "true infinity                 | TEXT"
            })
    void a_column_of_text_is_what_all_of_its_values_can_be_written_back_from(String texts, ValueType type) {
        List<String> values = Arrays.asList(texts.split(" "));

        TextProfile profile = profile(values);

        assertThat(profile.type()).contains(type);
        TextProfile.Guess guess = profile.guess().orElseThrow();
        if (type != ValueType.DECIMAL
                && type != ValueType.TEXT
                && (type != ValueType.DOUBLE || profile.noNumbers() == 0)) {
            assertThat(others(values, guess)).isZero();
            assertThat(TextProfile.allOf(guess, values.size()).guess()).contains(guess);
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "10 10.5     | 10.50",
                "10 10.5     | 10.0",
                "10 10.5     | 1e5",
                "10 10.5     | 12345678901234567890.5",
                "10 10.5     | 1000000000000000.0",
                "10 10.5     | nan",
                "1.0 10.25   | 1000000000000000",
                "19.90 5.00  | 1000000000000000.5",
                "1.0 10.25   | 10",
                "1.0 10.25   | 10.50",
                "19.90 5.00  | 5",
                "19.90 5.00  | 5.5",
                "19.90 5.00  | 5.500",
                "1 2         | 2.5",
                "2024-01-05  | 2024-01-05T00:00:00",
                "2024-01-05T00:00:00Z | 2024-01-05",
                "10:00:00    | 24:00:00"
            })
    void a_value_that_is_not_as_the_first_ones_is_found(String texts, String other) {
        List<String> first = Arrays.asList(texts.split(" "));
        TextProfile.Guess guess = profile(first).guess().orElseThrow();

        assertThat(others(Stream.concat(first.stream(), Stream.of(other)).toList(), guess))
                .isEqualTo(1);
    }

    @Test
    void columns_of_two_files_are_numbers_where_both_are_written_in_one_way() {
        TextProfile.Guess cents = profile(List.of("19.90")).guess().orElseThrow();
        TextProfile.Guess mills = profile(List.of("1.100")).guess().orElseThrow();

        assertThat(cents).isNotEqualTo(mills);
        assertThat(TextProfile.allOf(cents, 2).plus(TextProfile.allOf(cents, 3)).type())
                .contains(ValueType.DOUBLE);
        assertThat(profile(List.of("19.90")).plus(profile(List.of("1.100"))).type())
                .contains(ValueType.TEXT);
    }

    /** What a text becomes in a column of the type that is there: unasked, and where the column is declared. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "5          | DOUBLE    | 5.0        | 5.0",
                "10.5       | DOUBLE    | 10.5       | 10.5",
                "1.0        | DOUBLE    | 1.0        | 1.0",
                "1.10       | DOUBLE    | NULL       | 1.1",
                "12E5       | DOUBLE    | NULL       | 1200000.0",
                "1e-05      | DOUBLE    | 1e-05      | 1e-05",
                "1e400      | DOUBLE    | NULL       | NULL",
                "' 7'       | DOUBLE    | NULL       | NULL",
                "1.5        | DECIMAL   | 1.50       | 1.50",
                "1.50       | DECIMAL   | 1.50       | 1.50",
                "1.500      | DECIMAL   | NULL       | NULL",
                "1.0        | DECIMAL   | 1.00       | 1.00",
                "3E2        | DECIMAL   | NULL       | NULL",
                "007        | BIGINT    | NULL       | NULL",
                "12E5       | BIGINT    | NULL       | NULL",
                "infinity   | DATE      | infinity   | infinity",
                "Infinity   | DATE      | NULL       | NULL",
                "-infinity  | TIMESTAMP | -infinity  | -infinity",
                "infinity   | LOCAL_TIMESTAMP | infinity | infinity",
                "0x1f       | BINARY    | \\x1F      | \\x1F",
                "0X1F       | BINARY    | \\x1F      | \\x1F",
                "\\x1f      | BINARY    | \\x1F      | \\x1F",
                "0x         | BINARY    | ''         | ''",
                "0x1        | BINARY    | NULL       | NULL",
                "Hx8=       | BINARY    | \\x1F\\x1F | \\x1F\\x1F",
                "{\"a\": 1} | JSON      | \"{\\\"a\\\": 1}\" | {\"a\": 1}",
                "{bad       | JSON      | \"{bad\"   | NULL",
                "[1,]       | JSON      | \"[1,]\"   | NULL",
                "NaN        | JSON      | \"NaN\"    | NULL",
                "[\"NaN,]\"] | JSON     | \"[\\\"NaN,]\\\"]\" | [\"NaN,]\"]",
                "2024-01-05T10:00:00Z | JSON | \"2024-01-05T10:00:00Z\" | NULL"
            })
    void a_single_text_becomes_a_value_that_it_can_be_written_back_from(
            String text, ValueType type, String unasked, String declared) {
        ColumnForm form = new ColumnForm("c", ValueType.TEXT, ValueType.TEXT, true, 1, 0, 0);
        Conversion.Names names = new Conversion.Names("t", "t");

        assertThat(value(Conversion.of(form, names, type, 38, 2).orElseThrow(), text))
                .isEqualTo(unasked);
        assertThat(value(Conversion.ofDeclared(form, names, type, 38, 2).orElseThrow(), text))
                .isEqualTo(declared);
    }

    private String value(Conversion conversion, String text) {
        return engine.first(
                "SELECT coalesce(CAST(" + conversion.expression() + " AS VARCHAR), 'NULL') FROM " + rows(List.of(text)),
                row -> row.getString(1));
    }

    @Test
    void text_that_looks_like_times_is_written_into_a_document_as_it_is() {
        ColumnForm form = new ColumnForm("c", ValueType.TEXT, ValueType.TIMESTAMP, true, 1, 0, 0);
        Conversion.Names names = new Conversion.Names("CAST(t AS TIMESTAMPTZ)", "t");

        assertThat(value(Conversion.of(form, names, ValueType.JSON, 0, 0).orElseThrow(), "2024-01-05T10:00:00.500Z"))
                .isEqualTo("\"2024-01-05T10:00:00.500Z\"");
    }
}

package dev.pipette.engine.columnar;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pipette.engine.manifest.ColumnForm;
import dev.pipette.schema.TypeJoin;
import dev.pipette.schema.ValueType;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The one table of what a value of one type becomes in a column of another. What texts become is in TextProfileTests. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ConversionTests {
    private DuckEngine engine;

    @BeforeAll
    void start(@TempDir Path spill) {
        engine = new DuckEngine(spill, "100MB");
    }

    @AfterAll
    void stop() {
        engine.close();
    }

    private static ColumnForm form(ValueType type) {
        boolean decimal = type == ValueType.DECIMAL;
        return new ColumnForm("c", type, type, false, 1, decimal ? 36 : 0, decimal ? 2 : 0);
    }

    private static Optional<Conversion> conversion(ValueType from, String value, ValueType to) {
        String typed = "CAST('" + value + "' AS " + Conversion.duckType(from, 38, 2) + ")";
        return Conversion.of(form(from), new Conversion.Names(typed, typed), to, to == ValueType.DECIMAL ? 38 : 0, 2);
    }

    private String result(Conversion conversion) {
        return engine.first(
                "SELECT coalesce(CAST(" + conversion.expression() + " AS VARCHAR), 'NULL')", row -> row.getString(1));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                // numbers: where nothing is lost
                "BIGINT  | 9007199254740992     | DOUBLE  | 9007199254740992.0",
                "BIGINT  | 9007199254740993     | DOUBLE  | NULL",
                "BIGINT  | -9007199254740993    | DOUBLE  | NULL",
                "BIGINT  | 9223372036854775807  | DECIMAL | 9223372036854775807.00",
                "DECIMAL | 10.50                | DOUBLE  | 10.5",
                "DECIMAL | 9007199254740993.01  | DOUBLE  | NULL",
                "DECIMAL | 35184372088832.09    | DOUBLE  | 35184372088832.09",
                "DECIMAL | 70368744177664.09    | DOUBLE  | NULL", // the double next to it is written as ..664.1
                "DECIMAL | 10.00                | BIGINT  | 10",
                "DECIMAL | 10.50                | BIGINT  | NULL",
                "DOUBLE  | 10.0                 | BIGINT  | 10",
                "DOUBLE  | 10.5                 | BIGINT  | NULL",
                "DOUBLE  | 9007199254740992.0   | BIGINT  | NULL",
                "DOUBLE  | 10.25                | DECIMAL | 10.25",
                "DOUBLE  | 0.1                  | DECIMAL | 0.10",
                "DOUBLE  | 0.125                | DECIMAL | NULL",
                "DOUBLE  | NaN                  | DECIMAL | NULL",
                "DOUBLE  | NaN                  | BIGINT  | NULL",
                // times: a date is its midnight, and only a zone makes an instant of it
                "DATE    | 2025-01-31           | LOCAL_TIMESTAMP | 2025-01-31 00:00:00",
                "DATE    | 2025-01-31           | TIMESTAMP | refused",
                "LOCAL_TIMESTAMP | 2025-01-31 06:00:00 | TIMESTAMP | refused",
                "LOCAL_TIMESTAMP | 2025-01-31 06:00:00 | DATE | refused",
                "TIMESTAMP | 2025-01-31 06:00:00+00 | LOCAL_TIMESTAMP | refused",
                // to text, always written in one way
                "BOOL    | true                 | TEXT    | true",
                "BIGINT  | -5                   | TEXT    | -5",
                "DOUBLE  | 1e-05                | TEXT    | 1e-05",
                "DECIMAL | 1.50                 | TEXT    | 1.50",
                "DATE    | 2025-01-31           | TEXT    | 2025-01-31",
                "TIME    | 06:00:00             | TEXT    | 06:00:00",
                "TIMESTAMP | 2025-01-31 06:00:00+00 | TEXT | 2025-01-31T06:00:00.000000Z",
                "LOCAL_TIMESTAMP | 2025-01-31 06:00:00.5 | TEXT | 2025-01-31T06:00:00.500000",
                "BINARY  | abc                  | TEXT    | refused",
                // to documents
                "BIGINT  | 5                    | JSON    | 5",
                "BOOL    | true                 | JSON    | true",
                "DATE    | 2025-01-31           | JSON    | \"2025-01-31\"",
                "BINARY  | abc                  | JSON    | refused",
                // and never to these
                "BIGINT  | 1                    | BOOL    | refused",
                "BOOL    | true                 | BIGINT  | refused",
                "BIGINT  | 1                    | DATE    | refused",
                "BIGINT  | 1                    | TIMESTAMP | refused",
                "BIGINT  | 1                    | BINARY  | refused"
            })
    void a_value_becomes_a_value_of_another_type_where_nothing_is_lost(
            ValueType from, String value, ValueType to, String expected) {
        assertThat(conversion(from, value, to).map(this::result).orElse("refused"))
                .isEqualTo(expected);
    }

    @Test
    void types_that_join_convert_into_their_join() {
        for (ValueType one : ValueType.values()) {
            for (ValueType other : ValueType.values()) {
                TypeJoin.join(one, other)
                        .ifPresent(joined -> assertThat(conversion(one, "1", joined))
                                .as("%s in a column of %s", one, joined)
                                .isPresent());
            }
        }
    }

    @Test
    void what_every_value_can_become_is_total() {
        for (ValueType type : ValueType.values()) {
            assertThat(conversion(type, "1", type).orElseThrow().total())
                    .as("%s in its own column", type)
                    .isTrue();
            if (type != ValueType.BINARY) {
                assertThat(conversion(type, "1", ValueType.TEXT).orElseThrow().total())
                        .as("%s as text", type)
                        .isTrue();
            }
        }
        assertThat(conversion(ValueType.BIGINT, "1", ValueType.DOUBLE)
                        .orElseThrow()
                        .total())
                .isFalse();
    }

    @ParameterizedTest
    @CsvSource({"127, 8, 127", "128, 8, NULL", "-128, 8, -128", "-129, 8, NULL", "32768, 16, NULL", "5, 64, 5"})
    void an_integer_of_fewer_bits_takes_what_fits(String value, int bits, String expected) {
        Conversion conversion = Conversion.of(
                        form(ValueType.BIGINT),
                        new Conversion.Names("CAST(" + value + " AS BIGINT)", ""),
                        ValueType.BIGINT,
                        bits,
                        0)
                .orElseThrow();

        assertThat(result(conversion)).isEqualTo(expected);
    }

    @Test
    void a_zone_makes_instants_of_times_without_an_offset() {
        ColumnForm local = new ColumnForm(
                "c", ValueType.LOCAL_TIMESTAMP, ValueType.LOCAL_TIMESTAMP, false, 1, 0, 0, "Europe/Berlin", null);
        ColumnForm text = new ColumnForm("c", ValueType.TEXT, ValueType.TEXT, true, 1, 0, 0, "Europe/Berlin", null);

        assertThat(result(Conversion.of(
                                local,
                                new Conversion.Names("TIMESTAMP '2025-01-31 06:00:00'", ""),
                                ValueType.TIMESTAMP,
                                0,
                                0)
                        .orElseThrow()))
                .isEqualTo("2025-01-31 05:00:00+00");
        assertThat(result(ofText(text, "2025-01-31T06:00:00"))).isEqualTo("2025-01-31 05:00:00+00");
        assertThat(result(ofText(text, "2025-01-31"))).isEqualTo("2025-01-30 23:00:00+00");
        assertThat(result(ofText(text, "2025-01-31T06:00:00Z"))).isEqualTo("2025-01-31 06:00:00+00");
        assertThat(result(ofText(text, "2025-01-31T06:00"))).isEqualTo("NULL");
    }

    private static Conversion ofText(ColumnForm form, String text) {
        return Conversion.of(form, new Conversion.Names("", "'" + text + "'"), ValueType.TIMESTAMP, 0, 0)
                .orElseThrow();
    }
}

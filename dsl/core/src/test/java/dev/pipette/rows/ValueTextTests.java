package dev.pipette.rows;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.OffsetTime;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jooq.SQLDialect;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The one table of how values look as text: at DuckDB, and at PostgreSQL. */
class ValueTextTests {
    static Stream<Arguments> values() {
        LocalDate ides = LocalDate.of(-43, 3, 15);
        Map<String, Object> object = new LinkedHashMap<>();
        object.put("a", 1);
        object.put("it's", null);
        return Stream.of(
                both(LocalDate.of(2024, 1, 5), "2024-01-05"),
                both(LocalDate.of(12_345, 1, 1), "12345-01-01"),
                both(LocalDate.MAX, "infinity"),
                both(LocalDate.MIN, "-infinity"),
                Arguments.of(ides, "0044-03-15 (BC)", "0044-03-15 BC"),
                Arguments.of(LocalDate.of(0, 12, 31), "0001-12-31 (BC)", "0001-12-31 BC"),
                both(LocalDateTime.parse("2024-03-10T02:30:00"), "2024-03-10T02:30:00"),
                both(LocalDateTime.parse("2024-03-10T02:30:00.5"), "2024-03-10T02:30:00.5"),
                both(LocalDateTime.of(12_345, 1, 1, 0, 0), "12345-01-01T00:00:00"),
                both(LocalDateTime.MAX, "infinity"),
                both(LocalDateTime.MIN, "-infinity"),
                Arguments.of(ides.atTime(12, 0), "0044-03-15 (BC) 12:00:00", "0044-03-15 12:00:00 BC"),
                both(OffsetDateTime.parse("2024-01-05T10:00:00.5+01:00"), "2024-01-05T09:00:00.500Z"),
                both(OffsetDateTime.MAX, "infinity"),
                both(OffsetDateTime.MIN, "-infinity"),
                both(LocalDateTime.of(12_345, 1, 1, 0, 0).atOffset(ZoneOffset.UTC), "12345-01-01T00:00:00Z"),
                Arguments.of(
                        ides.atTime(12, 0).toInstant(ZoneOffset.UTC),
                        "0044-03-15 (BC) 12:00:00+00",
                        "0044-03-15 12:00:00+00 BC"),
                both(Instant.parse("2024-01-05T09:00:00Z"), "2024-01-05T09:00:00Z"),
                both(LocalTime.of(10, 0), "10:00:00"),
                both(LocalTime.parse("10:11:12.5"), "10:11:12.5"),
                both(LocalTime.MAX, "24:00:00"),
                both(OffsetTime.parse("09:00+05:30"), "09:00:00+05:30"),
                both(OffsetTime.parse("09:00Z"), "09:00:00+00"),
                Arguments.of(2.0, "2.0", "2"),
                Arguments.of(-0.0, "-0.0", "-0"),
                both(19.9, "19.9"),
                both(123_456_789.25, "123456789.25"),
                Arguments.of(1e15, "1000000000000000.0", "1e+15"),
                both(1e16, "1e+16"),
                both(-1.5e300, "-1.5e+300"),
                both(0.0001, "0.0001"),
                both(0.00001, "1e-05"),
                both(5e-324, "4.9e-324"),
                Arguments.of(Double.NaN, "nan", "NaN"),
                Arguments.of(Double.NEGATIVE_INFINITY, "-inf", "-Infinity"),
                both(0.1f, "0.1"),
                both(new BigDecimal("1E+3"), "1000"),
                both(new byte[] {1, (byte) 255}, "0x01ff"),
                Arguments.of(new Integer[] {1, null}, "[1, NULL]", "{1,NULL}"),
                Arguments.of(List.of("a", "b, c", ""), "[a, 'b, c', '']", "{a,\"b, c\",\"\"}"),
                Arguments.of(
                        Arrays.asList(LocalDate.MAX, ides), "[infinity, 0044-03-15 (BC)]", "{infinity,0044-03-15 BC}"),
                Arguments.of(object, "{'a': 1, 'it\\'s': NULL}", "{'a': 1, 'it\\'s': NULL}"),
                both("text", "text"));
    }

    private static Arguments both(Object value, String text) {
        return Arguments.of(value, text, text);
    }

    @ParameterizedTest
    @MethodSource("values")
    void a_value_is_written_as_its_database_writes_it(Object value, String duckDb, String postgres) {
        assertThat(ValueText.of(SQLDialect.DUCKDB).of(value)).isEqualTo(duckDb);
        assertThat(ValueText.of(SQLDialect.POSTGRES).of(value)).isEqualTo(postgres);
    }
}

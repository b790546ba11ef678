package dev.pipette.dlt;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DltJsonTests {
    /** Each text is what orjson 3.12 writes; 300,000 random doubles were compared once. */
    @ParameterizedTest
    @CsvSource({
        "0, 0.0",
        "-0.0, -0.0",
        "1, 1.0",
        "-1.5, -1.5",
        "100, 100.0",
        "123456789, 123456789.0",
        "1e15, 1000000000000000.0",
        "1e16, 1e+16",
        "1.2e16, 1.2e+16",
        "1e20, 1e+20",
        "123e20, 1.23e+22",
        "0.1, 0.1",
        "0.0001, 0.0001",
        "0.00001, 0.00001",
        "0.000012, 0.000012",
        "0.000001, 1e-6",
        "1e-7, 1e-7",
        "-1.5e-300, -1.5e-300",
        "4.9e-324, 5e-324",
        "1.7976931348623157e308, 1.7976931348623157e+308",
        "1e23, 1e+23",
        "NaN, null",
        "Infinity, null"
    })
    void a_float_is_written_in_its_shortest_form(double value, String json) {
        assertThat(DltJson.number(value)).isEqualTo(json);
    }

    @Test
    void a_float_is_read_back_as_the_same() {
        new Random(20_251_224)
                .longs(20_000)
                .mapToDouble(Double::longBitsToDouble)
                .filter(Double::isFinite)
                .forEach(value ->
                        assertThat(Double.parseDouble(DltJson.number(value))).isEqualTo(value));
    }

    @Test
    void members_are_sorted_by_code_point_where_asked() {
        var map = new LinkedHashMap<String, Object>();
        map.put("🙂", 1);
        map.put("￮", 2);
        map.put("é", Map.of());
        map.put("b", false);
        map.put("Z", "z");

        assertThat(DltJson.compact(map)).isEqualTo("{\"🙂\":1,\"￮\":2,\"é\":{},\"b\":false,\"Z\":\"z\"}");
        assertThat(DltJson.sorted(map)).isEqualTo("{\"Z\":\"z\",\"b\":false,\"é\":{},\"￮\":2,\"🙂\":1}");
        assertThat(DltJson.sorted(Arrays.asList(map, null)))
                .startsWith("[{\"Z\"")
                .endsWith(",null]");
    }

    @Test
    void only_quotes_backslashes_and_controls_are_escaped() {
        assertThat(DltJson.compact("\0\b\t\n\f\r\u001f\u007f\u2028 \"\\/ żó🙂"))
                .isEqualTo("\"\\u0000\\b\\t\\n\\f\\r\\u001f\u007f\u2028 \\\"\\\\/ żó🙂\"");
    }

    @Test
    void values_that_json_does_not_have_are_written_as_text() {
        assertThat(DltJson.compact(Arrays.asList(
                        new BigDecimal("1E+3"),
                        BigInteger.TWO.pow(64),
                        0.1f,
                        new byte[] {1, 2},
                        Instant.parse("2025-01-02T03:04:05Z"),
                        OffsetDateTime.parse("2025-01-02T03:04:05.1+01:00"),
                        LocalDateTime.parse("2025-01-02T03:04"),
                        LocalTime.parse("03:04"))))
                .isEqualTo("[\"1E+3\",18446744073709551616,0.1,\"AQI=\",\"2025-01-02T03:04:05+00:00\","
                        + "\"2025-01-02T03:04:05.100000+01:00\",\"2025-01-02T03:04:00\",\"03:04:00\"]");
    }

    /** Python's own datetime is written by orjson, with Z; pendulum's by dlt, with an offset; JSON has floats only. */
    @Test
    void a_value_is_written_in_each_type_that_a_source_may_have_yielded() {
        Map<String, Object> row = new LinkedHashMap<>();
        row.put("t", Instant.parse("2025-01-02T03:04:05.000006Z"));
        row.put("local", OffsetDateTime.parse("2025-01-02T03:04:05+02:00"));
        row.put("d", new BigDecimal("1.50"));

        assertThat(DltJson.writings(row))
                .containsExactly(
                        "{\"d\":\"1.50\",\"local\":\"2025-01-02T03:04:05+02:00\",\"t\":\"2025-01-02T03:04:05.000006+00:00\"}",
                        "{\"d\":\"1.50\",\"local\":\"2025-01-02T03:04:05+02:00\",\"t\":\"2025-01-02T03:04:05.000006Z\"}",
                        "{\"d\":1.5,\"local\":\"2025-01-02T03:04:05+02:00\",\"t\":\"2025-01-02T03:04:05.000006+00:00\"}");
        assertThat(DltJson.writings(Map.of("id", 1))).containsExactly("{\"id\":1}");
        assertThat(DltJson.writings(new BigDecimal("0.10000000000000000001")))
                .as("a float would be that of another number")
                .containsExactly("\"0.10000000000000000001\"");
    }
}

package dev.pipette.testing.contract;

import static dev.pipette.testing.contract.Trial.json;
import static org.assertj.core.api.Assertions.assertThat;

import dev.pipette.Pipette;
import dev.pipette.Resource;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Values at the ends of their types come back as they went in. */
interface ValueContract {
    private static Resource values(Object... values) {
        return Pipette.resource("vals")
                .rows(IntStream.range(0, values.length)
                        .mapToObj(index -> {
                            Map<String, Object> row = new LinkedHashMap<>();
                            row.put("id", index);
                            row.put("v", values[index]);
                            return row;
                        })
                        .toList());
    }

    private static List<String> read(Trial trial) {
        return trial.rows("SELECT v FROM vals ORDER BY id");
    }

    @Test
    default void integers_of_64_bits(Trial trial) {
        trial.run(values(Long.MIN_VALUE, -1L, 0, (short) 1, Long.MAX_VALUE));

        assertThat(trial.type("vals", "v")).isEqualTo("Long");
        assertThat(read(trial)).containsExactly("-9223372036854775808", "-1", "0", "1", "9223372036854775807");
    }

    @Test
    default void integers_of_64_bits_in_a_column_that_is_said_to_be_bigint(Trial trial) {
        trial.run(values(Long.MIN_VALUE, 1L << 38, Long.MAX_VALUE).column("v", Pipette.bigint()));

        assertThat(trial.columns("vals")).containsExactly("id", "v", "_dlt_load_id", "_dlt_id");
        assertThat(read(trial)).containsExactly("-9223372036854775808", "274877906944", "9223372036854775807");
    }

    @Test
    default void integers_over_64_bits_are_exact(Trial trial) {
        trial.run(values(BigInteger.TWO.pow(64), BigInteger.TWO.pow(64).negate(), 1));

        assertThat(trial.rows("SELECT CAST(v AS DECIMAL(38, 0)) FROM vals ORDER BY id"))
                .containsExactly("18446744073709551616", "-18446744073709551616", "1");
    }

    @Test
    default void integers_over_64_bits_after_smaller_ones_widen_the_column(Trial trial) {
        trial.run(values(Long.MAX_VALUE));

        trial.run(values(BigInteger.TWO.pow(70)));

        assertThat(trial.rows("SELECT CAST(v AS DECIMAL(38, 0)) FROM vals ORDER BY v"))
                .containsExactly("9223372036854775807", "1180591620717411303424");
    }

    @Test
    default void decimals_of_38_digits_are_exact(Trial trial) {
        BigDecimal most = new BigDecimal("12345678901234567890123456789.123456789");

        trial.run(values(most, most.negate(), new BigDecimal("0.000000001")));

        assertThat(trial.pipeline()
                        .dataset()
                        .query("SELECT v FROM vals")
                        .result()
                        .getValues(0))
                .hasOnlyElementsOfType(BigDecimal.class);
        assertThat(read(trial))
                .containsExactly(
                        "12345678901234567890123456789.123456789",
                        "-12345678901234567890123456789.123456789",
                        "0.000000001");
    }

    @Test
    default void doubles_keep_infinities_and_what_is_not_a_number(Trial trial) {
        trial.run(values(
                Double.NaN,
                Double.POSITIVE_INFINITY,
                Double.NEGATIVE_INFINITY,
                Double.MIN_VALUE,
                Double.MAX_VALUE,
                0.1,
                -0.0));

        assertThat(trial.type("vals", "v")).isEqualTo("Double");
        assertThat(read(trial))
                .containsExactly("NaN", "Infinity", "-Infinity", "4.9E-324", "1.7976931348623157E308", "0.1", "-0.0");
    }

    @Test
    default void instants_far_away_are_kept_in_utc_to_the_microsecond(Trial trial) {
        trial.run(values(
                Instant.parse("0001-01-01T00:00:00Z"),
                Instant.parse("1969-12-31T23:59:59.999999Z"),
                OffsetDateTime.parse("2025-12-24T06:30:00.123456+05:30"),
                Instant.parse("9999-12-31T23:59:59.999999Z")));

        assertThat(trial.type("vals", "v")).isEqualTo("OffsetDateTime");
        assertThat(read(trial))
                .containsExactly(
                        "0001-01-01T00:00:00Z",
                        "1969-12-31T23:59:59.999999Z",
                        "2025-12-24T01:00:00.123456Z",
                        "9999-12-31T23:59:59.999999Z");
    }

    @Test
    default void instants_finer_than_a_microsecond_are_cut_and_never_rounded_up(Trial trial) {
        trial.run(values(
                Instant.parse("2025-12-24T00:00:00.999999999Z"), Instant.parse("1969-12-31T23:59:59.999999999Z")));

        assertThat(read(trial)).containsExactly("2025-12-24T00:00:00.999999Z", "1969-12-31T23:59:59.999999Z");
    }

    @Test
    default void naive_timestamps_stay_naive(Trial trial) {
        trial.run(values(
                LocalDateTime.parse("0001-01-01T00:00:00"),
                LocalDateTime.parse("2025-03-30T02:30:00.123456"),
                LocalDateTime.parse("9999-12-31T23:59:59")));

        assertThat(trial.type("vals", "v")).isNotEqualTo("OffsetDateTime");
        assertThat(trial.rows("SELECT CAST(v AS VARCHAR) FROM vals ORDER BY id"))
                .containsExactly("0001-01-01 00:00:00", "2025-03-30 02:30:00.123456", "9999-12-31 23:59:59");
    }

    @Test
    default void dates_and_times_of_day(Trial trial) {
        Map<String, Object> row = new LinkedHashMap<>();
        row.put("d", LocalDate.parse("0001-01-01"));
        row.put("last_d", LocalDate.parse("9999-12-31"));
        row.put("t", LocalTime.parse("00:00"));
        row.put("last_t", LocalTime.parse("23:59:59.999999"));

        trial.run(Pipette.resource("vals").rows(List.of(row)));

        assertThat(trial.rows("SELECT CAST(d AS VARCHAR), CAST(last_d AS VARCHAR), CAST(t AS VARCHAR),"
                        + " CAST(last_t AS VARCHAR) FROM vals"))
                .containsExactly("0001-01-01 | 9999-12-31 | 00:00:00 | 23:59:59.999999");
    }

    @Test
    default void text_of_all_kinds(Trial trial) {
        List<String> texts = List.of(
                "",
                " ",
                "NULL",
                "null",
                "zażółć gęślą jaźń",
                "日本語 🐘 \uD83D\uDC69\u200D\uD83D\uDE80",
                "e\u0301",
                "line\nbreak\r\n\ttab",
                "it's; DROP TABLE vals; -- \"quoted\" \\ % _ $1 {0} ?",
                "05446",
                "1e3",
                "true");

        trial.run(values(texts.toArray()));

        assertThat(read(trial)).isEqualTo(texts);
    }

    @Test
    default void long_text(Trial trial) {
        trial.run(values("ä".repeat(1_000_000)));

        assertThat(trial.rows("SELECT length(v) FROM vals")).containsExactly("1000000");
    }

    @Test
    default void bytes(Trial trial) {
        trial.run(values(new byte[0], new byte[] {0, -1, 127, -128}));

        assertThat(trial.rows("SELECT id FROM vals WHERE v IS NULL")).isEmpty();
        assertThat(read(trial).getLast()).isEqualTo("00ff7f80");
    }

    @Test
    default void truths(Trial trial) {
        trial.run(values(true, false));

        assertThat(trial.type("vals", "v")).isEqualTo("Boolean");
        assertThat(read(trial)).containsExactly("true", "false");
    }

    @Test
    default void documents_that_are_kept_whole(Trial trial) {
        trial.run(json("vals", "[{'id': 1, 'v': {'a': [1, {'b': 'it\\u0027s'}], 'c': null}}]")
                .maxNesting(0));

        assertThat(trial.rows("SELECT CAST(v AS VARCHAR) FROM vals").getFirst().replace(" ", ""))
                .isEqualTo("{\"a\":[1,{\"b\":\"it's\"}],\"c\":null}");
    }

    @Test
    default void names_that_are_words_or_fragments_of_sql(Trial trial) {
        Map<String, Object> row = new LinkedHashMap<>();
        row.put("select", 1);
        row.put("a\"b", 2);
        row.put("c;d", 3);
        row.put("it's", 4);
        row.put("größe", 5);

        trial.run(Pipette.resource("order\"; drop").rows(List.of(row)).table("group"));

        assertThat(trial.columns("group")).hasSize(7).contains("select");
        String sum = trial.columns("group").subList(0, 5).stream()
                .map(name -> '"' + name + '"')
                .collect(Collectors.joining(" + "));
        assertThat(trial.rows("SELECT " + sum + " FROM \"group\"")).containsExactly("15");
    }

    @Test
    default void a_row_without_values_is_a_row(Trial trial) {
        trial.run(Pipette.resource("vals").stream(() -> Stream.of(Map.of("id", 1), Map.of())));

        assertThat(trial.rows("SELECT count(*), count(id) FROM vals")).containsExactly("2 | 1");
    }
}

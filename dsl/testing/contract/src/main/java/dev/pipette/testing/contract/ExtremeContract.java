package dev.pipette.testing.contract;

import static dev.pipette.testing.contract.Trial.json;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pipette.LoadInfo;
import dev.pipette.Pipette;
import dev.pipette.Resource;
import dev.pipette.error.PipetteException;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Values at the ends of their types: as columns, as keys, as cursors. */
interface ExtremeContract {
    /** Whether text may hold U+0000. Where it may not, a row that has it is refused by its number. */
    default boolean holdsNul() {
        return true;
    }

    /** Values of each type that can be a key, the ends of the type among them. */
    static Stream<List<Object>> keys() {
        return Stream.of(
                List.of(Long.MIN_VALUE, 0L, Long.MAX_VALUE),
                List.of("", " ", "a", "A", "'\"\\\t", "ä", "ß", "日本", "\uD83D\uDC18", "x".repeat(1000)),
                List.of(Double.NEGATIVE_INFINITY, -Double.MAX_VALUE, 0.0, Double.MIN_VALUE, 0.1, Double.NaN),
                List.of(
                        new BigDecimal("-99999999999999999999999999999.999999999"),
                        new BigDecimal("0.000000001"),
                        new BigDecimal("99999999999999999999999999999.999999999")),
                List.of(true, false),
                List.of(
                        Instant.parse("0001-01-01T00:00:00Z"),
                        Instant.parse("2025-12-24T00:00:00.000001Z"),
                        Instant.parse("9999-12-31T23:59:59.999999Z")),
                List.of(LocalDateTime.parse("0001-01-01T00:00"), LocalDateTime.parse("9999-12-31T23:59:59.999999")),
                List.of(LocalDate.parse("0001-01-01"), LocalDate.parse("2024-02-29"), LocalDate.parse("9999-12-31")),
                List.of(LocalTime.MIDNIGHT, LocalTime.parse("23:59:59.999999")),
                List.of(new byte[0], new byte[] {0}, new byte[] {0, 0}, new byte[] {-1, 127}));
    }

    private static Resource keyed(List<Object> keys, int load) {
        return Pipette.resource("vals")
                .rows(IntStream.range(0, keys.size())
                        .mapToObj(index -> Map.of("k", keys.get(index), "n", index, "load", load))
                        .toList())
                .merge("k");
    }

    @ParameterizedTest
    @MethodSource("keys")
    default void values_at_the_ends_of_a_type_are_keys(List<Object> keys, Trial trial) {
        trial.run(keyed(keys, 1));

        trial.run(keyed(keys, 2));

        assertThat(trial.rows("SELECT n, load FROM vals ORDER BY n"))
                .isEqualTo(IntStream.range(0, keys.size())
                        .mapToObj(index -> index + " | 2")
                        .toList());
    }

    /** Values of each type that a cursor can follow, in their order. */
    static Stream<Arguments> cursors() {
        return Stream.of(
                Arguments.of(Long.class, List.of(Long.MIN_VALUE, -1L, 0L, Long.MAX_VALUE)),
                Arguments.of(
                        BigDecimal.class,
                        List.of(
                                new BigDecimal("-99999999999999999999999999999.999999999"),
                                new BigDecimal("0.000000001"),
                                new BigDecimal("99999999999999999999999999999.999999999"))),
                Arguments.of(
                        Instant.class,
                        List.of(
                                Instant.parse("0001-01-01T00:00:00Z"),
                                Instant.parse("2025-12-24T00:00:00.000001Z"),
                                Instant.parse("9999-12-31T23:59:59.999999Z"))),
                Arguments.of(
                        LocalDateTime.class,
                        List.of(
                                LocalDateTime.parse("0001-01-01T00:00"),
                                LocalDateTime.parse("2025-03-30T02:30:00.000001"),
                                LocalDateTime.parse("9999-12-31T23:59:59.999999"))),
                Arguments.of(
                        LocalDate.class,
                        List.of(
                                LocalDate.parse("0001-01-01"),
                                LocalDate.parse("2024-02-29"),
                                LocalDate.parse("9999-12-31"))),
                Arguments.of(String.class, List.of("", "'", "B", "a", "a\uFFFD", "ä", "\uFB01", "\uD83D\uDC18")));
    }

    @SuppressWarnings({"unchecked", "rawtypes"}) // the type is that of the values
    private static Resource following(Class<?> type, List<Object> values) {
        return Pipette.resource("vals")
                .rows(values.stream().map(value -> Map.of("c", value)).toList())
                .incremental(Pipette.cursor("c", (Class) type));
    }

    @ParameterizedTest
    @MethodSource("cursors")
    default void values_at_the_ends_of_a_type_are_cursors(Class<?> type, List<Object> values, Trial trial) {
        for (int known = 1; known <= values.size(); known++) {
            LoadInfo load = trial.run(following(type, values.subList(0, known)));
            assertThat(load.rows("vals")).as("up to %s", values.get(known - 1)).isEqualTo(1);
        }

        LoadInfo again = trial.run(following(type, values));

        assertThat(again.nothingNew()).isTrue();
        assertThat(trial.rows("SELECT count(*), count(DISTINCT c) FROM vals"))
                .containsExactly(values.size() + " | " + values.size());
    }

    @Test
    default void text_with_every_control_character(Trial trial) {
        List<String> texts = IntStream.concat(IntStream.range(1, 32), IntStream.rangeClosed(127, 159))
                .mapToObj(character -> "a" + (char) character + "b")
                .toList();

        trial.run(Pipette.resource("vals")
                .rows(IntStream.range(0, texts.size())
                        .mapToObj(index -> Map.of("id", index, "v", texts.get(index)))
                        .toList()));

        assertThat(trial.rows("SELECT v FROM vals ORDER BY id")).isEqualTo(texts);
    }

    @Test
    default void text_with_a_nul_is_kept_or_refused_by_the_number_of_its_row(Trial trial) {
        Resource vals = Pipette.resource("vals").rows(List.of(Map.of("v", "fine"), Map.of("v", "a\0b")));
        if (holdsNul()) {
            trial.run(vals);

            assertThat(trial.rows("SELECT v FROM vals ORDER BY v")).containsExactly("a\0b", "fine");
        } else {
            assertThatThrownBy(() -> trial.run(vals))
                    .isInstanceOf(PipetteException.class)
                    .hasMessageStartingWith("[ROW_REFUSED]")
                    .hasMessageContaining("row 2")
                    .hasMessageContaining("contract_data.vals");
            assertThat(trial.allTables()).isEmpty();
        }
    }

    @Test
    default void text_with_a_nul_in_a_document_is_kept_or_refused_by_the_number_of_its_row(Trial trial) {
        Resource vals = json("vals", "[{'v': {'a': 'fine'}}, {'v': {'a': 'x\\u0000y'}}]")
                .maxNesting(0);
        if (holdsNul()) {
            trial.run(vals);

            assertThat(trial.rows("SELECT CAST(v AS VARCHAR) FROM vals")).anyMatch(row -> row.contains("\\u0000"));
        } else {
            assertThatThrownBy(() -> trial.run(vals))
                    .isInstanceOf(PipetteException.class)
                    .hasMessageStartingWith("[ROW_REFUSED]")
                    .hasMessageContaining("row 2")
                    .hasMessageContaining("contract_data.vals");
            assertThat(trial.allTables()).isEmpty();
        }
    }

    @Test
    default void decimals_of_38_digits_with_trailing_zeros_and_a_sign(Trial trial) {
        trial.run(Pipette.resource("vals")
                .rows(List.of(
                        Map.of("id", 1, "v", new BigDecimal("-12345678901234567890123456789.100000000")),
                        Map.of("id", 2, "v", new BigDecimal("-10000000000000000000000000000.000000000")),
                        Map.of("id", 3, "v", new BigDecimal("0E-9")),
                        Map.of("id", 4, "v", new BigDecimal("1E+28")))));

        assertThat(trial.rows("SELECT v FROM vals ORDER BY id"))
                .containsExactly(
                        "-12345678901234567890123456789.100000000",
                        "-10000000000000000000000000000.000000000",
                        "0.000000000",
                        "10000000000000000000000000000.000000000");
    }

    @Test
    default void decimals_with_38_digits_after_the_point(Trial trial) {
        String most = "0.99999999999999999999999999999999999999";
        String least = "-0.00000000000000000000000000000000000001";

        trial.run(Pipette.resource("vals")
                .rows(List.of(Map.of("id", 1, "v", new BigDecimal(most)), Map.of("id", 2, "v", new BigDecimal(least))))
                .column("v", Pipette.decimal(38, 38)));

        assertThat(trial.rows("SELECT v FROM vals ORDER BY id")).containsExactly(most, least);
    }
}

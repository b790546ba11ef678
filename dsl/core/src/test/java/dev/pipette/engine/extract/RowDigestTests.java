package dev.pipette.engine.extract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import tools.jackson.core.JacksonException;

class RowDigestTests {
    private final RowDigest digest = new RowDigest(UnaryOperator.identity());

    private String of(Map<String, ?> row) {
        digest.of(row);
        return digest.hex();
    }

    private static Map<String, @Nullable Object> row(@Nullable Object... keysAndValues) {
        Map<String, @Nullable Object> row = new LinkedHashMap<>();
        for (int index = 0; index < keysAndValues.length; index += 2) {
            row.put(String.valueOf(keysAndValues[index]), keysAndValues[index + 1]);
        }
        return row;
    }

    @Test
    void the_order_of_keys_and_keys_without_a_value_do_not_matter() {
        String expected = of(row("id", 1L, "name", "Ann"));

        assertThat(of(row("name", "Ann", "id", 1L))).isEqualTo(expected);
        assertThat(of(row("name", "Ann", "gone", null, "id", 1L))).isEqualTo(expected);
        assertThat(new RowDigest(UnaryOperator.identity())).satisfies(fresh -> {
            fresh.of(row("id", 1, "name", "Ann"));
            assertThat(fresh.hex()).isEqualTo(expected);
        });
    }

    @Test
    void a_row_is_the_same_under_any_key_that_becomes_one_column() {
        RowDigest named = new RowDigest(key -> key.equals("customer_id") || key.equals("Cust") ? "cust" : key);
        named.of(row("at", 1, "customer_id", "x", "d", 2));
        assertThat(named.isRenamed()).isTrue();
        assertThat(named.hex()).isEqualTo(of(row("at", 1, "cust", "x", "d", 2)));

        named.of(row("Cust", "x", "at", 1, "d", 2));
        assertThat(named.hex()).isEqualTo(of(row("at", 1, "cust", "x", "d", 2)));
        named.of(row("at", 1, "cust", "x", "d", 2));
        assertThat(named.isRenamed()).isFalse();
    }

    @Test
    void the_order_of_keys_inside_an_object_does_not_matter_and_that_of_a_list_does() {
        assertThat(of(row("tags", Map.of("a", 1, "b", 2)))).isEqualTo(of(row("tags", row("b", 2, "a", 1))));
        assertThat(of(row("tags", List.of(1, 2)))).isNotEqualTo(of(row("tags", List.of(2, 1))));
    }

    @Test
    void an_integer_is_the_same_in_a_column_of_fractions() {
        assertThat(of(row("a", 7.0))).isEqualTo(of(row("a", 7)));
        assertThat(of(row("a", new BigDecimal("7.00")))).isEqualTo(of(row("a", 7L)));
        assertThat(of(row("a", new BigDecimal("7E+3")))).isEqualTo(of(row("a", 7_000)));
    }

    @Test
    void rows_that_differ_have_other_digests() {
        List<Map<String, ?>> rows = new ArrayList<>(List.of(
                row(),
                row("a", "1"),
                row("a", 1),
                row("a", 1.5),
                row("a", new BigDecimal("1.50")),
                row("a", true),
                row("a", false),
                row("a", ""),
                row("a", "b"),
                row("ab", ""),
                row("a", "b", "c", "d"),
                row("a", "bcd"),
                row("a", "bk\0"),
                row("b", "1"),
                row("a", new byte[] {1}),
                row("a", LocalDate.EPOCH),
                row("a", List.of()),
                row("a", Map.of()),
                row("a", Double.NaN),
                row("a", -0.5),
                row("a", "é"),
                row("a", "x".repeat(1_000))));

        Set<String> digests = new HashSet<>();
        rows.forEach(row -> digests.add(of(row)));

        assertThat(digests).hasSameSizeAs(rows).allMatch(hex -> hex.length() == 32);
    }

    @Test
    void the_bits_are_those_of_the_digits() {
        digest.of(row("a", 1));

        assertThat(String.format("%016x%016x", digest.high(), digest.low())).isEqualTo(digest.hex());
    }

    @Test
    void a_row_that_holds_itself_is_refused() {
        Map<String, @Nullable Object> endless = row();
        endless.put("self", endless);

        assertThatThrownBy(() -> digest.of(endless)).isInstanceOf(JacksonException.class);
    }
}

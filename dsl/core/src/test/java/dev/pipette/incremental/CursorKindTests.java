package dev.pipette.incremental;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** How values of a cursor are read, and what comes first. */
class CursorKindTests {
    private static final Optional<ZoneId> NO_ZONE = Optional.empty();

    static Stream<Arguments> guesses() {
        return Stream.of(
                arguments(5, CursorKind.INTEGER),
                arguments((short) 5, CursorKind.INTEGER),
                arguments(5L, CursorKind.INTEGER),
                arguments(5.5, CursorKind.DECIMAL),
                arguments(new BigDecimal("5.5"), CursorKind.DECIMAL),
                arguments(new BigInteger("99999999999999999999"), CursorKind.DECIMAL),
                arguments(Instant.EPOCH, CursorKind.INSTANT),
                arguments(LocalDate.EPOCH, CursorKind.DATE),
                arguments(LocalDate.EPOCH.atStartOfDay(), CursorKind.LOCAL_TIMESTAMP),
                arguments("2025-01-31T06:00:00Z", CursorKind.INSTANT),
                arguments("2025-01-31 06:00:00.123456+05:30", CursorKind.INSTANT),
                arguments("2025-01-31T06:00:00+0530", CursorKind.INSTANT),
                arguments("2025-01-31T06:00:00+05", CursorKind.INSTANT),
                arguments("2025-01-31T06:00:00", CursorKind.LOCAL_TIMESTAMP),
                arguments("2025-01-31", CursorKind.DATE),
                // a column of such texts is text as well
                arguments("2025-01-31T06:00Z", CursorKind.TEXT),
                arguments("2025-01-31T06:00", CursorKind.TEXT),
                arguments("2025-01-31T24:00:00Z", CursorKind.TEXT),
                arguments("2025-01-31T06:00:00.123456789Z", CursorKind.TEXT),
                arguments("2025-02-30T06:00:00", CursorKind.TEXT),
                arguments("9", CursorKind.TEXT),
                arguments("", CursorKind.TEXT));
    }

    @ParameterizedTest
    @MethodSource("guesses")
    void a_kind_that_nobody_declared_is_that_of_the_column(Object value, CursorKind kind) {
        assertThat(CursorKind.guess(value)).contains(kind);
    }

    @Test
    void values_without_an_order_have_no_kind() {
        assertThat(CursorKind.guess(true)).isEmpty();
        assertThat(CursorKind.guess(List.of(1))).isEmpty();
        assertThat(CursorKind.guess(Double.NaN)).isEmpty();
    }

    /** A column of such texts holds text, and so a cursor that nobody declared compares no times in it. */
    @Test
    void texts_that_make_no_column_of_times_are_read_as_times_only_where_that_is_declared() {
        List<String> texts = List.of("2025-01-31T06:00Z", "2025-01-31T06:00:00.1234567Z");

        assertThat(texts).allSatisfy(text -> {
            assertThat(CursorKind.INSTANT.read(text)).isEmpty();
            assertThat(CursorKind.INSTANT.readDeclared(text, NO_ZONE)).isPresent();
        });
        assertThat(CursorKind.LOCAL_TIMESTAMP.read("2025-01-31T06:00")).isEmpty();
        assertThat(CursorKind.INSTANT.read("2025-01-31T06:00", Optional.of(ZoneId.of("UTC"))))
                .isEmpty();
    }

    @Test
    void the_state_keeps_times_in_the_writing_of_java() {
        Instant late = Instant.parse("+12025-01-31T06:00:00.123456789Z");
        LocalDateTime minute = LocalDateTime.parse("2025-01-31T06:00");

        assertThat(CursorKind.INSTANT.fromState(CursorKind.INSTANT.toState(late), NO_ZONE, "events", "at"))
                .isEqualTo(late);
        assertThat(CursorKind.LOCAL_TIMESTAMP.fromState("2025-01-31T06:00", NO_ZONE, "events", "at"))
                .isEqualTo(minute);
        assertThat(CursorKind.ofState("2025-01-31T06:00")).isEqualTo(CursorKind.LOCAL_TIMESTAMP);
        assertThat(CursorKind.ofState("2025-01-31T06:00Z")).isEqualTo(CursorKind.INSTANT);
        assertThat(CursorKind.ofState("9")).isEqualTo(CursorKind.TEXT);
    }

    static Stream<Arguments> declared() {
        Instant six = Instant.parse("2025-01-31T06:00:00Z");
        return Stream.of(
                arguments(CursorKind.INTEGER, "11", 11L),
                arguments(CursorKind.INTEGER, "-3", -3L),
                arguments(CursorKind.DECIMAL, "1.50", new BigDecimal("1.50")),
                arguments(CursorKind.DECIMAL, 7L, new BigDecimal("7")),
                arguments(CursorKind.INSTANT, "2025-01-31T06:00Z", six),
                arguments(CursorKind.INSTANT, "2025-01-31T06:00:00.000000001Z", six), // as DuckDB reads it in files
                arguments(CursorKind.INSTANT, "2025-01-31T11:30:00+0530", six),
                arguments(CursorKind.LOCAL_TIMESTAMP, "2025-01-31 06:00", LocalDateTime.parse("2025-01-31T06:00")),
                arguments(CursorKind.LOCAL_TIMESTAMP, "2025-01-31", LocalDateTime.parse("2025-01-31T00:00")),
                arguments(
                        CursorKind.LOCAL_TIMESTAMP,
                        LocalDate.parse("2025-01-31"),
                        LocalDateTime.parse("2025-01-31T00:00")),
                arguments(CursorKind.DATE, "2025-01-31", LocalDate.parse("2025-01-31")),
                arguments(CursorKind.TEXT, "9", "9"));
    }

    @ParameterizedTest
    @MethodSource("declared")
    void a_declared_kind_reads_texts_as_its_values(CursorKind kind, Object value, Comparable<?> read) {
        assertThat(kind.readDeclared(value, NO_ZONE)).contains(read);
    }

    static Stream<Arguments> refused() {
        return Stream.of(
                arguments(CursorKind.INTEGER, "1.5"),
                arguments(CursorKind.INTEGER, "007"),
                arguments(CursorKind.INTEGER, "+7"),
                arguments(CursorKind.INTEGER, "1e3"),
                arguments(CursorKind.INTEGER, "99999999999999999999"),
                arguments(CursorKind.INTEGER, "-0"), // a column keeps it as it is written
                arguments(CursorKind.DECIMAL, "1,5"),
                arguments(CursorKind.INSTANT, "2025-01-31T06:00:00"),
                arguments(CursorKind.INSTANT, "2025-01-31"),
                arguments(CursorKind.INSTANT, 1_738_303_200L),
                arguments(CursorKind.DATE, "2025-01-31T06:00:00"),
                arguments(CursorKind.TEXT, 9L));
    }

    @ParameterizedTest
    @MethodSource("refused")
    void a_declared_kind_refuses_other_values(CursorKind kind, Object value) {
        assertThat(kind.readDeclared(value, NO_ZONE)).isEmpty();
    }

    @Test
    void numbers_are_one_kind_and_a_date_is_its_midnight() {
        assertThat(CursorKind.INTEGER.join(CursorKind.DECIMAL)).contains(CursorKind.DECIMAL);
        assertThat(CursorKind.DECIMAL.join(CursorKind.INTEGER)).contains(CursorKind.DECIMAL);
        assertThat(CursorKind.LOCAL_TIMESTAMP.join(CursorKind.DATE)).contains(CursorKind.LOCAL_TIMESTAMP);
        assertThat(CursorKind.DATE.join(CursorKind.INSTANT)).isEmpty();
        assertThat(CursorKind.INTEGER.join(CursorKind.TEXT)).isEmpty();

        assertThat(CursorKind.compare(5L, new BigDecimal("5.0"))).isZero();
        assertThat(CursorKind.compare(9_007_199_254_740_993L, new BigDecimal("9007199254740992.5")))
                .isPositive();
        assertThat(CursorKind.compare(LocalDate.parse("2025-01-31"), LocalDateTime.parse("2025-01-31T00:00:01")))
                .isNegative();
    }

    @Test
    void a_kind_is_declared_by_a_word() {
        assertThat(Stream.of(CursorKind.values()).map(CursorKind::word))
                .containsExactly("integer", "decimal", "timestamp", "local_timestamp", "date", "text");
        assertThat(CursorKind.ofWord("timestamp")).contains(CursorKind.INSTANT);
        assertThat(CursorKind.ofWord("instant")).isEmpty();
    }

    @Test
    void a_committed_value_of_another_kind_names_the_way_to_set_it() {
        assertThatThrownBy(() -> CursorKind.INSTANT.fromState(1_738_303_200L, NO_ZONE, "events", "at"))
                .hasMessage("[CURSOR_MISSING] resource events: cursor 'at' is at '1738303200', and now it compares"
                        + " instants (2025-01-31T06:00:00Z). The two cannot be compared. Load values of the type that it"
                        + " had, or set it to where it continues in the new one: pipeline.admin().setCursor(\"events\","
                        + " value), or pipette pipeline NAME cursor events --set 2025-01-31T06:00:00Z --as timestamp.");
    }

    @Test
    void text_is_compared_as_the_bytes_of_utf_8_are() {
        List<String> texts = List.of("", "B", "a", "a\uFFFD", "\uFB01", "\uFFFD", "\uD83D\uDC18", "\uD83D\uDC18a");

        for (String one : texts) {
            for (String other : texts) {
                assertThat(Integer.signum(CursorKind.compare(one, other)))
                        .as("%s and %s", one, other)
                        .isEqualTo(Integer.signum(Arrays.compareUnsigned(
                                one.getBytes(StandardCharsets.UTF_8), other.getBytes(StandardCharsets.UTF_8))));
            }
        }
    }
}

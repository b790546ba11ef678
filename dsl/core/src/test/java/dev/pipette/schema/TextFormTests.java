package dev.pipette.schema;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.CharBuffer;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.format.ResolverStyle;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TextFormTests {
    @ParameterizedTest
    @CsvSource({
        "0, BIGINT",
        "7, BIGINT",
        "-5, BIGINT",
        "42, BIGINT",
        "9223372036854775807, BIGINT",
        "-9223372036854775808, BIGINT",
        "9223372036854775808, DECIMAL",
        "-9223372036854775809, DECIMAL",
        "12345678901234567890, DECIMAL",
        "007, TEXT",
        "00, TEXT",
        "-01, TEXT",
        "+1, TEXT",
        "-, TEXT",
        "1_000, TEXT",
        "'1,000', TEXT",
        "0x10, TEXT",
        "12a, TEXT",
        "' 1', TEXT",
        "'1 ', TEXT",
        "１２, TEXT",
        "-0, DOUBLE"
    })
    void an_integer_is_canonical_or_text(String text, ValueType type) {
        assertForm(text, type);
    }

    @ParameterizedTest
    @CsvSource({
        "1.5, DOUBLE",
        "-1.50, DOUBLE",
        "0.1, DOUBLE",
        "5.0, DOUBLE",
        "0.0, DOUBLE",
        "-0.0, DOUBLE",
        "1e5, DOUBLE",
        "1E-07, DOUBLE",
        "1.5e+10, DOUBLE",
        "0e0, DOUBLE",
        "123456789012345.6, DOUBLE",
        "0.30000000000000004, DOUBLE",
        "1.7976931348623157e308, DOUBLE",
        "4.9e-324, DOUBLE",
        "5e-324, DECIMAL",
        "1e309, DECIMAL",
        "1e-400, DECIMAL",
        "0.1234567890123456789, DECIMAL",
        "1234567890123456.78, DECIMAL",
        "0.3000000000000000444, DECIMAL",
        "9007199254740993.0, DECIMAL",
        "9007199254740992.0, DOUBLE",
        "1.10000000000000000000000000, DOUBLE",
        ".5, TEXT",
        "5., TEXT",
        "-.5, TEXT",
        "01.5, TEXT",
        "1.5.2, TEXT",
        "1e, TEXT",
        "1e+, TEXT",
        "1.e5, TEXT",
        "e5, TEXT",
        "1e5.0, TEXT",
        "1.5f, TEXT",
        "1d, TEXT",
        "NaN, TEXT",
        "Infinity, TEXT",
        "1e1001, TEXT",
        "1e-1001, TEXT",
        "1e99999999999, TEXT",
        "'1,5', TEXT",
        "-1-1, TEXT"
    })
    void a_number_is_a_double_where_a_double_keeps_its_digits(String text, ValueType type) {
        assertForm(text, type);
    }

    @ParameterizedTest
    @CsvSource({
        "true, BOOL",
        "TRUE, BOOL",
        "False, BOOL",
        "fAlSe, BOOL",
        "t, TEXT",
        "yes, TEXT",
        "truE1, TEXT",
        "falsy, TEXT",
        "ｔrue, TEXT",
        "tr5e, TEXT",
        "'', TEXT",
        "null, TEXT",
        "abc, TEXT"
    })
    void a_boolean_is_true_or_false_in_any_case(String text, ValueType type) {
        assertForm(text, type);
    }

    @ParameterizedTest
    @CsvSource({
        "2025-12-24, DATE", "2024-02-29, DATE", "2025-02-29, TEXT", "1900-02-29, TEXT", "2000-02-29, DATE",
        "2025-04-31, TEXT", "2025-13-01, TEXT", "2025-00-01, TEXT", "2025-01-00, TEXT", "0000-01-01, TEXT",
        "0001-01-01, DATE", "9999-12-31, DATE", "2025-1-2, TEXT", "20251224, BIGINT", "2025/12/24, TEXT",
        "24.12.2025, TEXT", "2025-12-2a, TEXT", "2025-12, TEXT", "2025-12-244, TEXT", "2025-12-24Z, TEXT"
    })
    void a_date_is_in_the_calendar(String text, ValueType type) {
        assertForm(text, type);
    }

    @ParameterizedTest
    @CsvSource({
        "2025-12-24T15:00:00Z, TIMESTAMP",
        "2025-12-24 15:00:00+01:00, TIMESTAMP",
        "2025-12-24T15:00:00.123456-0530, TIMESTAMP",
        "2025-12-24 15:00:00+00, TIMESTAMP",
        "2025-12-24T15:00Z, TIMESTAMP",
        "2025-12-24T15:00:00.123456000Z, TIMESTAMP",
        "2025-12-24T15:00:00.1234567Z, TEXT",
        "2025-12-24T15:00:00.1234560001Z, TEXT",
        "2025-12-24T15:00:00.0000000000Z, TEXT",
        "2025-12-24T15:00:00+18:00, TIMESTAMP",
        "2025-12-24T15:00:00+18:01, TEXT",
        "2025-12-24T15:00:00+01:60, TEXT",
        "2025-12-24T15:00:00+1, TEXT",
        "2025-12-24T15:00:00+01:0, TEXT",
        "2025-12-24T15:00:00+01-00, TEXT",
        "2025-12-24T15:00:00z, TEXT",
        "2025-12-24T15:00:00ZZ, TEXT",
        "2025-12-24T15:00:00 UTC, TEXT",
        "2025-12-24T15:00:00, LOCAL_TIMESTAMP",
        "2025-12-24 15:00, LOCAL_TIMESTAMP",
        "2025-12-24T15:00:00.5, LOCAL_TIMESTAMP",
        "2025-12-24T15:00:00., TEXT",
        "2025-12-24T24:00:00, TEXT",
        "2025-12-24T15:60:00, TEXT",
        "2025-12-24T15:00:60, TEXT",
        "2025-12-24T15, TEXT",
        "2025-12-24T, TEXT",
        "2025-12-24T15:00:, TEXT",
        "2025-12-24T15:00:0, TEXT",
        "2025-12-24t15:00:00, TEXT",
        "2025-02-30T15:00:00, TEXT",
        "2025-12-24  15:00:00, TEXT",
        "'2025-12-24T15:00:00,5', TEXT"
    })
    void a_timestamp_is_an_instant_or_naive(String text, ValueType type) {
        assertForm(text, type);
    }

    @ParameterizedTest
    @CsvSource({
        "15:00:00, TIME", "23:59:59.999999, TIME", "00:00:00.1, TIME", "24:00:00, TEXT", "15:00, TEXT",
        "15:00:00Z, TEXT", "15:00:00.1234567, TEXT", "1:00:00, TEXT", "15:00:61, TEXT", "15-00-00, TEXT",
        "12:34:5a, TEXT", "15:00:00., TEXT"
    })
    void a_time_has_seconds(String text, ValueType type) {
        assertForm(text, type);
    }

    @Test
    void a_slice_is_read_and_nothing_around_it() {
        byte[] line = "7,2025-12-24,true,1.5,é".getBytes(StandardCharsets.UTF_8);

        assertThat(TextForm.classify(line, 0, 1)).isEqualTo(TextForm.BIGINT);
        assertThat(TextForm.classify(line, 2, 12)).isEqualTo(TextForm.DATE);
        assertThat(TextForm.classify(line, 13, 17)).isEqualTo(TextForm.BOOL);
        assertThat(TextForm.classify(line, 18, 21)).isEqualTo(TextForm.DOUBLE);
        assertThat(TextForm.classify(line, 22, 24)).isEqualTo(TextForm.TEXT);
        assertThat(TextForm.classify(line, 3, 3)).isEqualTo(TextForm.TEXT);
        assertThat(TextForm.classify(CharBuffer.wrap("12"))).isEqualTo(TextForm.BIGINT);
    }

    /** Every text of up to five of these characters: number, sign, exponent, and strays. */
    @Test
    void every_short_number_is_what_the_oracle_says() {
        char[] alphabet = "019.-+eE x".toCharArray();
        for (int length = 1; length <= 5; length++) {
            int count = (int) Math.pow(alphabet.length, length);
            for (int index = 0; index < count; index++) {
                char[] text = new char[length];
                for (int rest = index, place = 0; place < length; place++, rest /= alphabet.length) {
                    text[place] = alphabet[rest % alphabet.length];
                }
                assertSame(String.valueOf(text), expectedNumber(String.valueOf(text)));
            }
        }
    }

    @Property(tries = 20_000)
    void a_number_is_what_the_oracle_says(@ForAll("numbers") String text) {
        assertSame(text, expectedNumber(text));
    }

    @Property(tries = 20_000)
    void the_text_of_a_double_is_a_double(@ForAll double value) {
        assertSame(Double.toString(value), ValueType.DOUBLE);
    }

    @Property
    void the_text_of_a_long_is_a_bigint(@ForAll long value) {
        assertSame(Long.toString(value), ValueType.BIGINT);
    }

    @Property(tries = 50_000)
    void a_time_or_date_is_what_the_oracle_says(@ForAll("times") String text) {
        assertSame(text, expectedTime(text));
    }

    @Property
    void any_text_is_classified_in_characters_as_in_bytes(@ForAll String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);

        assertThat(TextForm.classify(text)).isEqualTo(TextForm.classify(bytes, 0, bytes.length));
    }

    @Provide
    Arbitrary<String> numbers() {
        Arbitrary<String> digits = Arbitraries.strings().withChars("0123456789").ofMaxLength(22);
        Arbitrary<String> zeros = Arbitraries.strings().withChars("0").ofMaxLength(20);
        Arbitrary<String> exponent =
                Arbitraries.of("", "", "e5", "E+07", "e-30", "e290", "e-300", "e310", "e-330", "e");
        return Combinators.combine(
                        Arbitraries.of("", "-", "+"), digits, Arbitraries.of("", "."), zeros, digits, exponent)
                .as((sign, whole, point, padding, fraction, tail) -> sign + whole + point + padding + fraction + tail);
    }

    @Provide
    Arbitrary<String> times() {
        Arbitrary<String> date = Combinators.combine(
                        Arbitraries.integers().between(0, 2101),
                        Arbitraries.integers().between(0, 13),
                        Arbitraries.integers().between(0, 32))
                .as("%04d-%02d-%02d"::formatted);
        Arbitrary<String> minutes = Combinators.combine(
                        Arbitraries.integers().between(0, 25),
                        Arbitraries.integers().between(0, 61))
                .as("%02d:%02d"::formatted);
        Arbitrary<String> seconds =
                Arbitraries.of("", ":00", ":59", ":60", ":30.1", ":30.123456", ":30.123456000", ":30.123456001", ":1");
        Arbitrary<String> zone = Arbitraries.of("", "Z", "+01:00", "-0530", "+00", "+18:00", "+19", "+1", "-02:75");
        return Combinators.combine(date, Arbitraries.of("T", " ", "t"), minutes, seconds, zone)
                .as((day, separator, clock, second, offset) -> day + separator + clock + second + offset)
                .flatMap(stamp -> Arbitraries.of(stamp, stamp, stamp.substring(0, 10), stamp.substring(11)));
    }

    private static void assertForm(String text, ValueType type) {
        assertThat(TextForm.of(text)).isEqualTo(type);
        byte[] padded = ("9" + text + "9").getBytes(StandardCharsets.UTF_8);
        assertThat(TextForm.type(TextForm.classify(padded, 1, padded.length - 1)))
                .isEqualTo(type);
    }

    /** As assertForm, for millions of texts. */
    private static void assertSame(String text, ValueType type) {
        if (TextForm.of(text) != type) {
            assertThat(TextForm.of(text)).as(text).isEqualTo(type);
        }
    }

    private static ValueType expectedNumber(String text) {
        if (text.matches("-?(0|[1-9][0-9]*)")) {
            return text.equals("-0")
                    ? ValueType.DOUBLE
                    : new BigInteger(text).bitLength() < 64 ? ValueType.BIGINT : ValueType.DECIMAL;
        }
        if (!text.matches("-?(0|[1-9][0-9]*)(\\.[0-9]+)?([eE][+-]?[0-9]+)?")) {
            return ValueType.TEXT;
        }
        var decimal = new BigDecimal(text);
        double value = Double.parseDouble(text);
        if (decimal.signum() != 0 && Math.abs((long) decimal.precision() - decimal.scale() - 1) > 1000) {
            return ValueType.TEXT;
        }
        boolean kept = !Double.isInfinite(value) && new BigDecimal(Double.toString(value)).compareTo(decimal) == 0;
        return kept ? ValueType.DOUBLE : ValueType.DECIMAL;
    }

    private static final DateTimeFormatter ZONED = new DateTimeFormatterBuilder()
            .append(DateTimeFormatter.ISO_LOCAL_DATE_TIME)
            .appendPattern("[XXX][XX][X]")
            .toFormatter()
            .withResolverStyle(ResolverStyle.STRICT);

    private static ValueType expectedTime(String text) {
        boolean lossy = text.matches(".*\\.[0-9]{6}[0-9]*[1-9][0-9]*.*");
        if (lossy || text.contains("t") || text.startsWith("0000")) {
            return ValueType.TEXT;
        }
        String withT = text.replace(' ', 'T');
        if (parses(() -> LocalDate.parse(text))) {
            return ValueType.DATE;
        }
        if (text.length() > 5 && parses(() -> LocalTime.parse(text))) {
            return ValueType.TIME;
        }
        if (parses(() -> LocalDateTime.parse(withT))) {
            return ValueType.LOCAL_TIMESTAMP;
        }
        return parses(() -> OffsetDateTime.parse(withT, ZONED)) ? ValueType.TIMESTAMP : ValueType.TEXT;
    }

    private static boolean parses(Runnable parser) {
        try {
            parser.run();
            return true;
        } catch (DateTimeException invalid) {
            return false;
        }
    }
}

package dev.pipette.engine.columnar;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pipette.engine.manifest.ColumnForm;
import dev.pipette.engine.sql.Sql;
import dev.pipette.schema.ValueType;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.From;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.Size;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.lifecycle.BeforeContainer;
import org.jspecify.annotations.Nullable;

/** What holds for the conversion of any number and any text. */
class ConversionPropertyTests {
    private static @Nullable Path spill;
    private static @Nullable DuckEngine engine;

    @BeforeContainer
    static void start() throws IOException {
        spill = Files.createTempDirectory("pipette-conversions");
        engine = new DuckEngine(spill, "100MB");
    }

    @AfterContainer
    static void stop() throws IOException {
        Objects.requireNonNull(engine).close();
        Files.deleteIfExists(Objects.requireNonNull(spill));
    }

    private static @Nullable String one(String expression) {
        return Objects.requireNonNull(engine)
                .<Optional<String>>first(
                        "SELECT CAST(" + expression + " AS VARCHAR)", row -> Optional.ofNullable(row.getString(1)))
                .orElse(null);
    }

    private static ColumnForm form(ValueType type, int scale) {
        return new ColumnForm("c", type, type, false, 1, 38 - scale, scale);
    }

    private static @Nullable String converted(ValueType from, String literal, int scale, ValueType to, int toScale) {
        Conversion conversion = Conversion.of(
                        form(from, scale), new Conversion.Names(literal, literal), to, 38, toScale)
                .orElseThrow();
        String value = one(conversion.expression());
        if (conversion.total()) {
            assertThat(value).as("a conversion of every value").isNotNull();
        }
        return value;
    }

    @Property(tries = 300)
    void an_integer_becomes_a_double_or_a_decimal_of_the_same_value(@ForAll long number) {
        String literal = "CAST('" + number + "' AS BIGINT)";

        String asDouble = converted(ValueType.BIGINT, literal, 0, ValueType.DOUBLE, 0);
        String asDecimal = converted(ValueType.BIGINT, literal, 0, ValueType.DECIMAL, 4);

        assertThat(asDecimal).isNotNull();
        assertThat(new BigDecimal(asDecimal)).isEqualByComparingTo(BigDecimal.valueOf(number));
        if (asDouble != null) {
            assertThat(new BigDecimal(asDouble)).isEqualByComparingTo(BigDecimal.valueOf(number));
        } else {
            assertThat(Math.abs((double) number)).as("kept out").isGreaterThanOrEqualTo(0x1p53);
        }
    }

    @Property(tries = 300)
    void a_double_becomes_an_integer_or_a_decimal_of_the_same_value_or_stays(@ForAll double number) {
        String literal = "CAST('" + number + "' AS DOUBLE)";

        for (ValueType to : List.of(ValueType.BIGINT, ValueType.DECIMAL)) {
            String value = converted(ValueType.DOUBLE, literal, 0, to, 6);

            if (value != null) {
                assertThat(Double.parseDouble(value)).as("as %s", to).isEqualTo(number + 0.0);
            }
        }
    }

    @Property(tries = 300)
    void a_decimal_becomes_a_double_or_an_integer_of_the_same_value_or_stays(@ForAll("decimals") BigDecimal number) {
        String literal = "CAST('" + number.toPlainString() + "' AS DECIMAL(38,6))";

        for (ValueType to : List.of(ValueType.BIGINT, ValueType.DOUBLE)) {
            String value = converted(ValueType.DECIMAL, literal, 6, to, 0);

            if (value != null) {
                assertThat(new BigDecimal(value)).as("as %s", to).isEqualByComparingTo(number);
            }
        }
    }

    @Provide
    Arbitrary<BigDecimal> decimals() {
        return Arbitraries.bigDecimals()
                .between(new BigDecimal("-1e25"), new BigDecimal("1e25"))
                .ofScale(6);
    }

    @Provide
    Arbitrary<String> texts() {
        Arbitrary<String> numbers =
                Arbitraries.strings().withChars("0123456789.-e").ofMinLength(1).ofMaxLength(12);
        Arbitrary<String> times = Arbitraries.strings()
                .withChars("0123456789-:T Z+.")
                .ofMinLength(8)
                .ofMaxLength(26);
        Arbitrary<String> written = Arbitraries.of(
                "1.50",
                "10",
                "-0",
                "1e-05",
                "2025-01-31",
                "2025-01-31T06:00:00Z",
                "2025-01-31 06:00:00.5",
                "true",
                "06:00:00");
        return Arbitraries.oneOf(numbers, times, written);
    }

    /** A column of text is of the type that its profile says only if each of its texts becomes a value of the type. */
    @Property(tries = 300)
    void each_text_of_a_column_is_a_value_of_the_type_that_its_profile_says(
            @ForAll @Size(min = 1, max = 4) List<@From("texts") String> texts) {
        String rows = texts.stream()
                .map(text -> "(" + Sql.literal(text) + ")")
                .collect(Collectors.joining(", ", "(VALUES ", ") AS texts(t)"));
        TextProfile profile = Objects.requireNonNull(engine)
                .first("SELECT " + TextProfile.aggregates("t") + " FROM " + rows, row -> TextProfile.read(row, 0));
        ValueType type = profile.type().orElseThrow();
        String duckType = Conversion.duckType(type, 38, profile.scale());

        assertThat(one("(SELECT count(*) FROM " + rows + " WHERE TRY_CAST(t AS " + duckType + ") IS NULL)"))
                .as("texts that are no %s", type)
                .isEqualTo("0");
    }
}

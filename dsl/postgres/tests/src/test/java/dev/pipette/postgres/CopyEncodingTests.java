package dev.pipette.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pipette.schema.Column;
import dev.pipette.schema.DataType;
import dev.pipette.spi.PackagedRows;
import dev.pipette.spi.RowBatch;
import dev.pipette.testing.postgres.PostgresDatabase;
import dev.pipette.testing.postgres.PostgresServer;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoField;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** What PostgreSQL stored is what was sent: every type is sent in its binary form and read back as PostgreSQL writes it. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class CopyEncodingTests {
    private final PostgresDatabase database = PostgresServer.shared().newDatabase();
    private int tables;

    @BeforeAll
    void utc() {
        database.execute("ALTER DATABASE " + database.name() + " SET TimeZone = 'UTC'");
    }

    @AfterAll
    void drop() {
        database.close();
    }

    /** One column of Java values in the forms that a batch has. */
    private record OneColumn(Column column, List<?> values) implements PackagedRows, RowBatch {
        @Override
        public List<Column> columns() {
            return List.of(column);
        }

        @Override
        public String duckDbSelect() {
            throw new UnsupportedOperationException();
        }

        @Override
        public void read(Consumer<RowBatch> consumer) {
            consumer.accept(this);
        }

        @Override
        public int rows() {
            return values.size();
        }

        @Override
        public boolean isNull(int at, int row) {
            return values.get(row) == null;
        }

        @Override
        public boolean bool(int at, int row) {
            return (boolean) values.get(row);
        }

        @Override
        public long integer(int at, int row) {
            return (long) values.get(row);
        }

        @Override
        public double floating(int at, int row) {
            return (double) values.get(row);
        }

        @Override
        public BigDecimal decimal(int at, int row) {
            return (BigDecimal) values.get(row);
        }

        @Override
        public String text(int at, int row) {
            return (String) values.get(row);
        }

        @Override
        public byte[] bytes(int at, int row) {
            return (byte[]) values.get(row);
        }
    }

    /** The values of a column as PostgreSQL writes them, after they were sent. */
    private List<String> stored(Column column, String type, List<? extends @Nullable Object> values)
            throws SQLException {
        String table = "encoded_" + tables++;
        database.execute("CREATE TABLE " + table + " (nr serial, v " + type + ")");
        try (Connection connection = database.connect()) {
            assertThat(BinaryCopy.send(connection, table, new OneColumn(column, values)))
                    .isEqualTo(values.size());
        }
        return database.rows("SELECT coalesce(v::text, 'NULL') FROM " + table + " ORDER BY nr");
    }

    private static Column column(DataType type) {
        return Column.of("v", type);
    }

    @SafeVarargs
    private static <T> List<@Nullable T> andNull(T... values) {
        List<@Nullable T> list = new ArrayList<>(List.of(values));
        list.add(null);
        return list;
    }

    @Test
    void truths() throws SQLException {
        assertThat(stored(column(DataType.BOOL), "boolean", andNull(true, false)))
                .containsExactly("true", "false", "NULL");
    }

    @Test
    void integers() throws SQLException {
        assertThat(stored(column(DataType.BIGINT), "bigint", andNull(Long.MIN_VALUE, -1L, 0L, Long.MAX_VALUE)))
                .containsExactly("-9223372036854775808", "-1", "0", "9223372036854775807", "NULL");
    }

    @Test
    void doubles() throws SQLException {
        assertThat(stored(
                        column(DataType.DOUBLE),
                        "double precision",
                        andNull(
                                Double.NaN,
                                Double.POSITIVE_INFINITY,
                                Double.NEGATIVE_INFINITY,
                                Double.MIN_VALUE,
                                -Double.MAX_VALUE,
                                -0.0,
                                0.1)))
                .containsExactly(
                        "NaN", "Infinity", "-Infinity", "5e-324", "-1.7976931348623157e+308", "-0", "0.1", "NULL");
    }

    private static long micros(String instant) {
        return ChronoUnit.MICROS.between(Instant.EPOCH, Instant.parse(instant));
    }

    @Test
    void instants() throws SQLException {
        List<Long> values = andNull(
                micros("2000-01-01T00:00:00Z"),
                micros("1970-01-01T00:00:00Z"),
                micros("1999-12-31T23:59:59.999999Z"),
                micros("0001-01-01T00:00:00Z"),
                micros("-4713-11-24T00:00:00Z"),
                micros("+294246-12-31T23:59:59.999999Z"),
                Long.MAX_VALUE,
                Long.MIN_VALUE);

        assertThat(stored(column(DataType.TIMESTAMP), "timestamptz", values))
                .containsExactly(
                        "2000-01-01 00:00:00+00",
                        "1970-01-01 00:00:00+00",
                        "1999-12-31 23:59:59.999999+00",
                        "0001-01-01 00:00:00+00",
                        "4714-11-24 00:00:00+00 BC",
                        "294246-12-31 23:59:59.999999+00",
                        "infinity",
                        "-infinity",
                        "NULL");
    }

    @Test
    void an_instant_that_postgres_does_not_know_is_refused_and_not_changed() {
        for (long impossible : new long[] {micros("-4713-11-23T23:59:59Z"), Long.MIN_VALUE + 1}) {
            org.assertj.core.api.Assertions.assertThatThrownBy(
                            () -> stored(column(DataType.TIMESTAMP), "timestamptz", List.of(impossible)))
                    .rootCause()
                    .hasMessageContaining("timestamp out of range");
        }
    }

    @Test
    void naive_times() throws SQLException {
        long micros = ChronoUnit.MICROS.between(
                LocalDateTime.of(1970, 1, 1, 0, 0), LocalDateTime.parse("2025-03-30T02:30:00.123456"));

        assertThat(stored(column(DataType.TIMESTAMP).withTimezone(false), "timestamp", List.of(micros)))
                .containsExactly("2025-03-30 02:30:00.123456");
    }

    @Test
    void dates() throws SQLException {
        List<Long> values = andNull(
                LocalDate.of(2000, 1, 1).toEpochDay(),
                LocalDate.of(1, 1, 1).toEpochDay(),
                LocalDate.of(-4713, 11, 24).toEpochDay(),
                LocalDate.of(5_874_897, 12, 31).toEpochDay(),
                Long.MAX_VALUE,
                Long.MIN_VALUE);

        assertThat(stored(column(DataType.DATE), "date", values))
                .containsExactly(
                        "2000-01-01", "0001-01-01", "4714-11-24 BC", "5874897-12-31", "infinity", "-infinity", "NULL");
    }

    @Test
    void times_of_day() throws SQLException {
        List<Long> values = Stream.of(LocalTime.MIN, LocalTime.parse("23:59:59.999999"))
                .map(time -> time.getLong(ChronoField.MICRO_OF_DAY))
                .toList();

        assertThat(stored(column(DataType.TIME), "time", values)).containsExactly("00:00:00", "23:59:59.999999");
    }

    @Test
    void texts() throws SQLException {
        List<String> values =
                List.of("", " ", "NULL", "\\N", "zażółć 🐘 日本語", "tab\tline\nquote\"'", "ä".repeat(700_000));

        assertThat(stored(column(DataType.TEXT), "varchar", values)).isEqualTo(values);
    }

    @Test
    void documents() throws SQLException {
        assertThat(stored(
                        column(DataType.JSON),
                        "jsonb",
                        andNull("{\"a\": [1, null, \"ü\"]}", "\"text\"", "1.50", "null")))
                .containsExactly("{\"a\": [1, null, \"ü\"]}", "\"text\"", "1.50", "null", "NULL");
    }

    @Test
    void bytes() throws SQLException {
        assertThat(stored(
                        column(DataType.BINARY),
                        "bytea",
                        andNull(new byte[0], new byte[] {0, -1, 127, -128}, "ü".getBytes(StandardCharsets.UTF_8))))
                .containsExactly("\\x", "\\x00ff7f80", "\\xc3bc", "NULL");
    }

    @Test
    void exact_numbers_keep_their_digits_and_their_scale() throws SQLException {
        List<String> numbers = List.of(
                "0",
                "0.000",
                "1",
                "-1",
                "10000",
                "9999",
                "10000.0001",
                "0.0001",
                "0.00001",
                "-0.1",
                "12345678901234567890123456789.123456789",
                "-99999999999999999999999999999999999999",
                "0.00000000000000000000000000000000000001",
                "100000000000000000000",
                "1.10");

        assertThat(stored(
                        column(DataType.DECIMAL),
                        "numeric",
                        numbers.stream().map(BigDecimal::new).toList()))
                .isEqualTo(numbers);
    }

    @Test
    void exact_numbers_of_any_digits() throws SQLException {
        SplittableRandom random = new SplittableRandom(20251224);
        List<BigDecimal> numbers = IntStream.range(0, 20_000)
                .mapToObj(nr -> {
                    int digits = 1 + random.nextInt(38);
                    BigInteger unscaled = new BigInteger(IntStream.range(0, digits)
                            .mapToObj(at -> String.valueOf(random.nextInt(4) == 0 ? 0 : random.nextInt(10)))
                            .reduce("", String::concat));
                    return new BigDecimal(random.nextBoolean() ? unscaled : unscaled.negate(), random.nextInt(39));
                })
                .toList();

        assertThat(stored(column(DataType.DECIMAL), "numeric", numbers))
                .isEqualTo(numbers.stream().map(BigDecimal::toPlainString).toList());
    }

    @Test
    void exact_numbers_without_digits_after_the_point_in_exponent_form() throws SQLException {
        assertThat(stored(
                        column(DataType.DECIMAL), "numeric", List.of(new BigDecimal("1E+5"), new BigDecimal("-7E+30"))))
                .containsExactly("100000", "-7000000000000000000000000000000");
    }

    @Test
    void an_offset_is_no_part_of_an_instant() throws SQLException {
        long noon = Instant.parse("2025-12-24T12:00:00Z")
                        .atOffset(ZoneOffset.ofHours(5))
                        .toInstant()
                        .toEpochMilli()
                * 1_000;

        assertThat(stored(column(DataType.TIMESTAMP), "timestamptz", List.of(noon)))
                .containsExactly("2025-12-24 12:00:00+00");
    }
}

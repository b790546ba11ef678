package dev.pipette.engine.extract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pipette.engine.columnar.DuckEngine;
import dev.pipette.engine.manifest.ColumnForm;
import dev.pipette.engine.manifest.CursorLoad;
import dev.pipette.engine.manifest.CursorRules;
import dev.pipette.engine.manifest.FileFingerprint;
import dev.pipette.engine.manifest.PackagePart;
import dev.pipette.engine.manifest.PackageTable;
import dev.pipette.engine.query.ColumnarCursor;
import dev.pipette.engine.query.PackageQuery;
import dev.pipette.engine.sql.Sql;
import dev.pipette.error.PipetteException;
import dev.pipette.incremental.Cursor;
import dev.pipette.incremental.CursorKind;
import dev.pipette.incremental.LastValue;
import dev.pipette.incremental.MissingValue;
import dev.pipette.incremental.RowOrder;
import dev.pipette.incremental.Window;
import dev.pipette.schema.ValueType;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The two places that evaluate a cursor, Java over rows and SQL over files, keep the same rows and end at one value. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class CursorAgreementTests {
    private static final int TRIALS = Integer.getInteger("pipette.trials", 40);

    @TempDir
    Path folder;

    private DuckEngine engine;
    private int files;

    @BeforeAll
    void start(@TempDir Path spill) {
        engine = new DuckEngine(spill, "200MB");
    }

    @AfterAll
    void stop() {
        engine.close();
    }

    /** What a column holds, and how a cursor over it is declared. */
    private enum Values {
        INTEGERS(CursorKind.INTEGER, ValueType.BIGINT, "BIGINT"),
        DECIMALS(CursorKind.DECIMAL, ValueType.DECIMAL, "DECIMAL(18,2)"),
        DOUBLES(CursorKind.DECIMAL, ValueType.DOUBLE, "DOUBLE"),
        INSTANTS(CursorKind.INSTANT, ValueType.TIMESTAMP, "TIMESTAMPTZ"),
        LOCAL_TIMESTAMPS(CursorKind.LOCAL_TIMESTAMP, ValueType.LOCAL_TIMESTAMP, "TIMESTAMP"),
        DATES(CursorKind.DATE, ValueType.DATE, "DATE"),
        WORDS(CursorKind.TEXT, ValueType.TEXT, "VARCHAR"),
        TIMESTAMPS_IN_A_ZONE(CursorKind.INSTANT, ValueType.LOCAL_TIMESTAMP, "TIMESTAMP"),
        TEXTS_OF_INTEGERS(CursorKind.INTEGER, ValueType.TEXT, "VARCHAR"),
        TEXTS_OF_NUMBERS(CursorKind.DECIMAL, ValueType.TEXT, "VARCHAR"),
        TEXTS_OF_INSTANTS(CursorKind.INSTANT, ValueType.TEXT, "VARCHAR"),
        TEXTS_IN_A_ZONE(CursorKind.INSTANT, ValueType.TEXT, "VARCHAR"),
        TEXTS_OF_TIMESTAMPS(CursorKind.LOCAL_TIMESTAMP, ValueType.TEXT, "VARCHAR"),
        TEXTS_OF_DATES(CursorKind.DATE, ValueType.TEXT, "VARCHAR"),
        UNDECLARED_TEXTS_OF_INSTANTS(CursorKind.INSTANT, ValueType.TEXT, "VARCHAR"),
        UNDECLARED_TEXTS_IN_A_ZONE(CursorKind.INSTANT, ValueType.TEXT, "VARCHAR"),
        UNDECLARED_TEXTS_OF_TIMESTAMPS(CursorKind.LOCAL_TIMESTAMP, ValueType.TEXT, "VARCHAR"),
        UNDECLARED_TEXTS_OF_DATES(CursorKind.DATE, ValueType.TEXT, "VARCHAR"),
        UNDECLARED_TEXTS_OF_OLD_DAYS(CursorKind.LOCAL_TIMESTAMP, ValueType.TEXT, "VARCHAR"),
        UNDECLARED_TEXTS_WITHOUT_SECONDS(CursorKind.TEXT, ValueType.TEXT, "VARCHAR"),
        UNDECLARED_TEXTS_OF_ALL_KINDS(CursorKind.TEXT, ValueType.TEXT, "VARCHAR");

        private final CursorKind kind;
        private final ValueType column;
        private final String duckType;

        Values(CursorKind kind, ValueType column, String duckType) {
            this.kind = kind;
            this.column = column;
            this.duckType = duckType;
        }

        /** Whether the kind follows from the column. */
        boolean mayBeUndeclared() {
            return CursorKind.of(column).equals(Optional.of(kind));
        }

        boolean isNeverDeclared() {
            return name().startsWith("UNDECLARED_");
        }

        boolean isInZone() {
            return name().endsWith("_IN_A_ZONE");
        }

        Object value(SplittableRandom random) {
            int step = random.nextInt(12);
            // about the hour that Berlin's clocks leave out, and the one that they have twice
            String night = random.nextInt(3) > 0 ? "2025-03-29T22:30:00Z" : "2025-10-25T22:30:00Z";
            Instant instant = Instant.parse(night).plus(step * 1_800L, ChronoUnit.SECONDS);
            Instant fine = instant.plus(random.nextInt(3), ChronoUnit.MICROS);
            LocalDateTime local = LocalDateTime.ofInstant(fine, ZoneOffset.UTC);
            return switch (this) {
                case INTEGERS -> step == 0 ? Long.MAX_VALUE - random.nextInt(2) : (long) step;
                case DECIMALS -> BigDecimal.valueOf(step * 25L, 2);
                case DOUBLES -> step == 11 && random.nextInt(4) == 0 ? Double.NaN : step * 0.1;
                case INSTANTS -> fine;
                case LOCAL_TIMESTAMPS, TIMESTAMPS_IN_A_ZONE -> local;
                case DATES -> local.toLocalDate().plusDays(step);
                case WORDS ->
                    List.of("a", "B", "b", "aa", "", "\uFFFD", "\uD83D\uDC18").get(step % 7);
                case TEXTS_OF_INTEGERS -> step == 0 ? "9007199254740993" : String.valueOf(step - 5);
                case TEXTS_OF_NUMBERS ->
                    step == 0
                            ? "9007199254740993.5"
                            : BigDecimal.valueOf(step * 25L, 2).toString();
                case TEXTS_OF_INSTANTS ->
                    random.nextBoolean()
                            ? fine.toString()
                            : fine.atOffset(ZoneOffset.ofHours(step - 6)).toString();
                case TEXTS_IN_A_ZONE ->
                    random.nextBoolean()
                            ? local.toString()
                            : random.nextBoolean()
                                    ? fine.toString()
                                    : local.toLocalDate().toString();
                case TEXTS_OF_TIMESTAMPS ->
                    random.nextInt(3) == 0
                            ? local.toLocalDate().toString()
                            : local.toString().replace('T', random.nextBoolean() ? 'T' : ' ');
                case TEXTS_OF_DATES -> local.toLocalDate().plusDays(step).toString();
                case UNDECLARED_TEXTS_OF_INSTANTS -> random.nextInt(40) == 0 ? "later" : written(fine, step - 6);
                case UNDECLARED_TEXTS_IN_A_ZONE ->
                    random.nextInt(8) > 0 ? written(fine, step - 6) : written(local, random);
                case UNDECLARED_TEXTS_OF_TIMESTAMPS ->
                    random.nextInt(40) == 0 ? written(fine, 0) : written(local, random);
                case UNDECLARED_TEXTS_OF_DATES ->
                    random.nextInt(20) == 0
                            ? written(local, random)
                            : local.toLocalDate().plusDays(step).toString();
                case UNDECLARED_TEXTS_OF_OLD_DAYS ->
                    random.nextInt(3) > 0 ? "%04d-03-15 (BC)".formatted(step + 1) : written(local, random);
                case UNDECLARED_TEXTS_WITHOUT_SECONDS ->
                    random.nextInt(6) > 0
                            ? local.toString().substring(0, "2025-03-29T22:30".length())
                                    + (random.nextInt(3) > 0 ? "Z" : "")
                            : written(fine, 0);
                case UNDECLARED_TEXTS_OF_ALL_KINDS ->
                    random.nextInt(3) > 0 ? WORDS.value(random) : written(fine, step - 6);
            };
        }

        /** An instant as a column of times has to be written: with seconds. */
        private static String written(Instant instant, int offset) {
            return DateTimeFormatter.ISO_OFFSET_DATE_TIME.format(instant.atOffset(ZoneOffset.ofHours(offset)));
        }

        private static String written(LocalDateTime local, SplittableRandom random) {
            return random.nextInt(3) == 0
                    ? local.toLocalDate().toString()
                    : DateTimeFormatter.ISO_LOCAL_DATE_TIME
                            .format(local)
                            .replace('T', random.nextBoolean() ? 'T' : ' ');
        }

        @Nullable
        String lag(SplittableRandom random) {
            return switch (kind) {
                case INTEGER -> "2";
                case DECIMAL -> "0.25";
                case INSTANT -> "PT1H";
                case LOCAL_TIMESTAMP -> random.nextBoolean() ? "PT1H" : "P1D";
                case DATE -> "P1D";
                case TEXT -> null;
            };
        }
    }

    /** What one of the two found: the places of the rows, and where the cursor is; or that it refused the rows. */
    private record Found(List<Long> rows, @Nullable Comparable<?> end, boolean refused) {
        static Found refusal() {
            return new Found(List.of(), null, true);
        }

        boolean agrees(Found other) {
            return refused == other.refused
                    && rows.equals(other.rows)
                    && (end == null || other.end == null ? end == other.end : CursorKind.compare(end, other.end) == 0);
        }
    }

    @ParameterizedTest
    @EnumSource
    void java_and_sql_keep_the_same_rows_and_find_the_same_end(Values values) throws SQLException {
        SplittableRandom random = new SplittableRandom(16_000L + values.ordinal());
        int kept = 0;
        for (int trial = 0; trial < TRIALS; trial++) {
            List<@Nullable Object> rows = rows(values, random);
            CursorLoad cursor = cursor(values, random);

            Found inJava = inJava(cursor, rows);
            Found inSql = inSql(cursor, values, rows);

            assertThat(inSql.agrees(inJava))
                    .as("trial %s: %s over %s%nin Java %s%nin SQL  %s", trial, cursor, rows, inJava, inSql)
                    .isTrue();
            kept += inJava.rows().size();
        }
        // otherwise the two would agree about nothing; where a text may be refused, fewer are kept
        assertThat(kept).as("rows that were kept in all trials").isGreaterThan(TRIALS / 2);
    }

    private static List<@Nullable Object> rows(Values values, SplittableRandom random) {
        List<@Nullable Object> rows = new ArrayList<>();
        boolean gaps = random.nextInt(3) == 0;
        for (int count = random.nextInt(9); count > 0; count--) {
            rows.add(gaps && random.nextInt(4) == 0 ? null : values.value(random));
        }
        if (random.nextBoolean() && values.column != ValueType.TEXT && !rows.contains(null)) {
            rows.sort((one, other) -> CursorKind.compare((Comparable<?>) one, (Comparable<?>) other));
        }
        return rows;
    }

    private static CursorLoad cursor(Values values, SplittableRandom random) {
        boolean backfill = random.nextInt(4) == 0;
        String zone = values.isInZone() ? "Europe/Berlin" : null;
        boolean isUndeclared =
                values.isNeverDeclared() || (values.mayBeUndeclared() && zone == null && random.nextBoolean());
        CursorKind kind = isUndeclared ? null : values.kind;
        LastValue lastValue = random.nextBoolean() ? LastValue.HIGHEST : LastValue.LOWEST;
        Object start = backfill || random.nextBoolean() ? null : inState(values, random);
        Object initial = backfill || random.nextInt(3) > 0 ? null : inState(values, random);
        CursorRules rules = new CursorRules(
                lastValue,
                random.nextBoolean(),
                random.nextBoolean(),
                MissingValue.values()[random.nextInt(3)],
                random.nextInt(3) > 0 ? null : RowOrder.values()[random.nextInt(2)],
                random.nextBoolean() || backfill ? null : values.lag(random),
                zone,
                List.of());
        return new CursorLoad(
                "at",
                "at",
                kind,
                initial,
                start,
                start,
                random.nextBoolean() ? start : null,
                random.nextBoolean(),
                backfill ? window(values, lastValue, random) : null,
                null,
                rules,
                null,
                null);
    }

    /** A value as the state keeps it. */
    private static Object inState(Values values, SplittableRandom random) {
        return values.kind.toState(finite(values, random));
    }

    private static Comparable<?> finite(Values values, SplittableRandom random) {
        Optional<Comparable<?>> read = Optional.empty();
        while (read.isEmpty()) {
            read = values.kind.readDeclared(values.value(random), Optional.of(ZoneOffset.UTC));
        }
        return read.get();
    }

    private static Window<String> window(Values values, LastValue lastValue, SplittableRandom random) {
        List<Comparable<?>> bounds = new ArrayList<>(List.of(finite(values, random), finite(values, random)));
        Comparator<Comparable<?>> order = CursorKind::compare;
        bounds.sort(lastValue == LastValue.HIGHEST ? order : order.reversed());
        return new Window<>(bounds.get(0).toString(), bounds.get(1).toString());
    }

    private static Found inJava(CursorLoad cursor, List<@Nullable Object> rows) {
        Cursor<?> declared = dev.pipette.Pipette.cursor("at");
        CursorFilter filter =
                new CursorFilter("events", declared, cursor, 0, new DltBoundary(Set.of(), List.of(), false));
        List<Long> kept = new ArrayList<>();
        try {
            for (int row = 0; row < rows.size(); row++) {
                HashMap<String, @Nullable Object> map = new HashMap<>();
                map.put("at", rows.get(row));
                if (filter.keeps(map, row + 1L)) {
                    kept.add((long) row);
                }
            }
            filter.ended();
        } catch (PipetteException refused) {
            return Found.refusal();
        }
        return new Found(
                kept,
                end(cursor, filter.kind().orElse(cursor.kind()), filter.end().orElse(null)),
                false);
    }

    private static @Nullable Comparable<?> end(CursorLoad cursor, @Nullable CursorKind kind, @Nullable Object end) {
        return end == null
                ? null
                : Objects.requireNonNullElseGet(kind, () -> CursorKind.ofState(end))
                        .fromState(end, cursor.rules().zone(), "events", "at");
    }

    private Found inSql(CursorLoad cursor, Values values, List<@Nullable Object> rows) throws SQLException {
        PackageTable root = file(values, rows);
        try {
            CursorLoad ended = new ColumnarCursor(engine, folder, "events", root).end(cursor);
            CursorKind kind = ended.kind();
            PackageQuery query = new PackageQuery(folder, root);
            query.output(query.ordinal(), "ordinal");
            if (kind != null) {
                query.within(ended, kind);
            }
            List<Long> kept = engine.first(
                    "SELECT list(ordinal ORDER BY ordinal) FROM (" + query.sql() + ")",
                    row -> row.getArray(1) == null
                            ? List.<Long>of()
                            : List.of((Object[]) row.getArray(1).getArray()).stream()
                                    .map(ordinal -> ((Number) ordinal).longValue())
                                    .toList());
            return new Found(kept, end(cursor, kind, ended.end()), false);
        } catch (PipetteException refused) {
            return Found.refusal();
        }
    }

    /** A Parquet file of the values, in their order, as a package refers to it. */
    private PackageTable file(Values values, List<@Nullable Object> rows) throws SQLException {
        String file = "events" + files++ + ".parquet";
        String literals = rows.stream()
                .map(value -> value == null ? "NULL" : Sql.literal(value.toString()))
                .collect(Collectors.joining(", ", "[", "]"));
        try (var connection = engine.connection();
                Statement statement = connection.createStatement()) {
            statement.execute("COPY (SELECT CAST(v AS " + values.duckType + ") AS \"at\" FROM (SELECT unnest(CAST("
                    + literals + " AS VARCHAR[])) AS v)) TO "
                    + Sql.literal(folder.resolve(file).toString()) + " (FORMAT parquet)");
        }
        long present = rows.stream().filter(Objects::nonNull).count();
        boolean decimal = values.column == ValueType.DECIMAL;
        ColumnForm form = new ColumnForm(
                "at",
                values.column,
                values.column,
                values.column == ValueType.TEXT,
                present,
                decimal ? 16 : 0,
                decimal ? 2 : 0);
        PackagePart part = PackagePart.parquet(
                file,
                rows.size(),
                FileFingerprint.OWN,
                List.of("at"),
                List.of(PackagePart.Field.read("at", values.column, "at")),
                null);
        return new PackageTable(
                "events", null, "events", List.of(part), present == 0 ? List.of() : List.of(form), rows.size());
    }

    @Test
    void a_value_without_a_place_in_the_order_is_refused_by_both() throws SQLException {
        CursorLoad cursor =
                new CursorLoad("at", "at", null, null, null, null, null, false, null, null, rules(), null, null);
        String message =
                "[TYPE_MISMATCH] resource events, row 2: the value '%s' of cursor column 'at' cannot be compared"
                        + " with others. A cursor follows numbers, dates, times and texts: choose a column that has them.";

        assertThatThrownBy(() -> end(cursor, Values.DOUBLES, List.of(1.5, Double.NaN)))
                .hasMessage(message.formatted("nan"));
        assertThat(inJava(cursor, List.of(1.5, Double.NaN)).refused()).isTrue();
        assertThatThrownBy(() -> end(cursor, Values.DATES, List.of(LocalDate.EPOCH, "infinity")))
                .hasMessage(message.formatted("infinity"));
        assertThat(inJava(cursor, List.of(LocalDate.EPOCH, LocalDate.MAX)).refused())
                .isTrue();
        assertThatThrownBy(() -> end(cursor, Values.INSTANTS, List.of(Instant.EPOCH, "-infinity")))
                .hasMessage(message.formatted("-infinity"));
        assertThat(inJava(cursor, List.of(Instant.EPOCH, java.time.OffsetDateTime.MIN))
                        .refused())
                .isTrue();
        assertThatThrownBy(
                        () -> end(cursor, Values.LOCAL_TIMESTAMPS, List.of(LocalDateTime.MIN.withYear(1), "infinity")))
                .hasMessage(message.formatted("infinity"));
        assertThat(inJava(cursor, List.of(LocalDateTime.MIN.withYear(1), LocalDateTime.MAX))
                        .refused())
                .isTrue();
    }

    private void end(CursorLoad cursor, Values values, List<Object> rows) throws SQLException {
        new ColumnarCursor(engine, folder, "events", file(values, new ArrayList<>(rows))).end(cursor);
    }

    private static CursorRules rules() {
        return new CursorRules(LastValue.HIGHEST, false, false, MissingValue.RAISE, null, null, null, List.of());
    }
}

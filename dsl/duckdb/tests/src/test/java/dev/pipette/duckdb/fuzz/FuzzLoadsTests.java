package dev.pipette.duckdb.fuzz;

import static dev.pipette.Pipette.duckdb;
import static dev.pipette.Pipette.resource;
import static org.assertj.core.api.Assertions.assertThat;

import dev.pipette.LoadInfo;
import dev.pipette.Pipeline;
import dev.pipette.Pipette;
import dev.pipette.Resource;
import dev.pipette.error.ErrorCode;
import dev.pipette.error.PipetteException;
import dev.pipette.testing.folders.KeptOpen;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whole loads: values of all Java types come back from whatever columns they were put into, and wild rows do no harm. */
class FuzzLoadsTests {
    private static final List<ErrorCode> BAD_ROWS = List.of(ErrorCode.NAME_COLLISION, ErrorCode.TYPE_MISMATCH);

    @TempDir
    Path folder;

    private final AtomicInteger loads = new AtomicInteger();

    private Pipeline pipeline() {
        KeptOpen.keep(database());
        return Pipette.pipeline("fuzz", duckdb(database())).datasetName("fuzz").home(folder.resolve("home"));
    }

    private Path database() {
        return folder.resolve("fuzz.duckdb");
    }

    @Test
    void values_of_every_type_come_back_from_columns_variants_and_text() {
        Fuzz.each(12, 100, random -> {
            Map<String, List<Map<String, Object>>> tables = new LinkedHashMap<>();
            int load = loads.incrementAndGet();
            for (int table = 0; table < 4; table++) {
                tables.put("t" + load + "_" + table, rows(random));
            }
            List<Resource> resources = tables.entrySet().stream()
                    .map(table -> (Resource) resource(table.getKey()).rows(table.getValue()))
                    .toList();

            LoadInfo info = pipeline().run(resources);

            for (var table : tables.entrySet()) {
                assertThat(info.rows(table.getKey())).isEqualTo(table.getValue().size());
                assertSame(table.getKey(), table.getValue());
            }
        });
    }

    /** Rows whose columns hold one or several types each. */
    private static List<Map<String, Object>> rows(Random random) {
        JavaValues values = new JavaValues(random);
        List<Object> kinds = List.of(values.scalar(), values.scalar(), values.scalar(), values.scalar());
        List<Map<String, Object>> rows = new ArrayList<>();
        for (int id = 0; id < 12; id++) {
            Map<String, Object> row = new LinkedHashMap<>();
            row.put("id", id);
            for (int column = 0; column < 4; column++) {
                int pick = random.nextInt(10);
                if (pick > 0) {
                    row.put("c" + column, pick > 3 ? Objects.requireNonNull(kinds.get(column)) : values.scalar());
                }
            }
            rows.add(row);
        }
        return rows;
    }

    private void assertSame(String table, List<Map<String, Object>> rows) throws SQLException {
        try (Connection connection = DriverManager.getConnection("jdbc:duckdb:" + database());
                Statement statement = connection.createStatement()) {
            statement.execute("SET TimeZone = 'UTC'");
            try (ResultSet found = statement.executeQuery("SELECT * FROM fuzz.fuzz." + table + " ORDER BY id")) {
                for (Map<String, Object> row : rows) {
                    assertThat(found.next()).isTrue();
                    for (int column = 0; column < 4; column++) {
                        Object given = row.get("c" + column);
                        Object loaded = loaded(found, "c" + column);
                        assertThat(Values.areSame(given, loaded))
                                .as("%s of %s, row %s: %s is loaded as %s", "c" + column, table, row, given, loaded)
                                .isTrue();
                    }
                }
                assertThat(found.next()).isFalse();
            }
        }
    }

    /** The one value among a column and its variants. */
    private static @Nullable Object loaded(ResultSet row, String column) throws SQLException {
        List<Object> values = new ArrayList<>();
        for (int at = 1; at <= row.getMetaData().getColumnCount(); at++) {
            String name = row.getMetaData().getColumnName(at);
            if (name.equals(column) || name.startsWith(column + "__v_")) {
                Object value = switch (row.getMetaData().getColumnTypeName(at)) {
                    case "TIMESTAMP WITH TIME ZONE" -> row.getObject(at, OffsetDateTime.class);
                    case "TIMESTAMP" -> row.getObject(at, LocalDateTime.class);
                    case "DATE" -> date(row.getString(at)); // the driver knows no LocalDate before the year 1
                    case "TIME" -> row.getObject(at, LocalTime.class);
                    case "BLOB" -> row.getBytes(at);
                    default -> row.getObject(at);
                };
                if (value != null) {
                    values.add(value);
                }
            }
        }
        assertThat(values).hasSizeLessThan(2);
        return values.isEmpty() ? null : values.getFirst();
    }

    private static @Nullable LocalDate date(@Nullable String text) {
        return text == null ? null : LocalDate.parse(text);
    }

    @Test
    void wild_rows_are_loaded_to_the_last_or_refused_in_one_sentence() {
        Fuzz.each(25, 40, random -> {
            List<Map<String, @Nullable Object>> rows = new ArrayList<>();
            for (int count = random.nextInt(6); count >= 0; count--) {
                rows.add(new JavaValues(random).wild(0));
            }
            String table = "w" + loads.incrementAndGet();
            @SuppressWarnings("NullAway") // values of rows may be null
            Resource wild = resource(table).rows((List<Map<String, Object>>) (List<?>) rows);
            try {
                LoadInfo info = pipeline().run(random.nextInt(4) == 0 ? wild.maxNesting(random.nextInt(3)) : wild);

                assertThat(info.rows(table)).isEqualTo(rows.size());
                assertThat(pipeline().dataset().count(table)).isEqualTo(rows.size());
            } catch (PipetteException refused) {
                assertThat(refused.code()).as(refused.getMessage()).isIn(BAD_ROWS);
                Fuzz.judge(refused);
            }
        });
    }
}

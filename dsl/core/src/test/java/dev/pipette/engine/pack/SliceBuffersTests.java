package dev.pipette.engine.pack;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pipette.engine.columnar.DuckEngine;
import dev.pipette.engine.normalize.Intake;
import dev.pipette.engine.normalize.NormalizeRules;
import dev.pipette.engine.slice.Segment;
import dev.pipette.engine.slice.Slice;
import dev.pipette.engine.slice.TableReceipt;
import dev.pipette.schema.Naming;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import org.duckdb.DuckDBConnection;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The slices of a resource share its memory and its writers. */
class SliceBuffersTests {
    private static final int ROWS = 8_000;
    private static final String KILOBYTE = "x".repeat(1_000);

    @TempDir
    Path folder;

    private static List<Segment> filled(ResourceSlices items, Slice slice) {
        Intake intake =
                new Intake(items.tables(slice), new NormalizeRules(Naming.snakeCase(63), 1_000, Map.of(), Map.of()));
        for (int row = 0; row < ROWS; row++) {
            intake.add(Map.of("text", KILOBYTE));
        }
        TableReceipt receipt = Objects.requireNonNull(intake.filled().get("items"));
        assertThat(receipt.rows()).isEqualTo(ROWS);
        return receipt.segments();
    }

    @Test
    void each_of_four_slices_has_a_quarter_of_the_buffers() {
        try (DuckEngine engine = DuckEngine.streaming(folder.resolve("spill"), "256MB")) {
            ResourceSlices items = new ResourceSlices(engine, folder, "items", false, "");

            List<Segment> quarter = filled(items, new Slice(1, 4, new Slice.FileRun(1, 2)));
            List<Segment> whole = filled(items, Slice.WHOLE);

            items.close();
            assertThat(whole).as("8 MB of 24 MB").hasSize(1);
            assertThat(quarter).as("8 MB of 6 MB").hasSize(2);
        }
    }

    @Test
    void slices_write_files_of_their_own_and_leave_none_when_they_are_discarded() throws IOException {
        try (DuckEngine engine = DuckEngine.streaming(folder.resolve("spill"), "256MB")) {
            ResourceSlices items = new ResourceSlices(engine, folder, "items", false, "");
            List<Segment> first = filled(items, new Slice(0, 2, new Slice.FileRun(0, 1)));
            List<Segment> second = filled(items, new Slice(1, 2, new Slice.FileRun(1, 2)));
            assertThat(first).extracting(Segment::file).containsExactly("items.0.parquet");
            assertThat(second).extracting(Segment::file).containsExactly("items~1.0.parquet");

            items.discard();

            try (var files = Files.list(folder)) {
                assertThat(files).noneMatch(file -> file.toString().endsWith(".parquet"));
            }
            assertThat(filled(items, Slice.WHOLE)).hasSize(1);
            items.close();
        }
    }

    /** DuckDB makes row groups of the batches that segments are; whole ones are never copied again. */
    @Test
    void segments_fill_row_groups_and_keep_each_value_in_its_row() throws SQLException {
        int rows = 200_000;
        try (DuckEngine engine = DuckEngine.streaming(folder.resolve("spill"), "256MB");
                DuckDBConnection connection = engine.connection();
                Statement statement = connection.createStatement()) {
            ResourceSlices items = new ResourceSlices(engine, folder, "items", false, "");
            Intake intake = new Intake(
                    items.tables(Slice.WHOLE), new NormalizeRules(Naming.snakeCase(63), 1_000, Map.of(), Map.of()));
            for (long row = 0; row < rows; row++) {
                Map<String, Object> values = new LinkedHashMap<>();
                values.put("number", row);
                values.put("text", KILOBYTE.substring(0, 400) + row);
                if (row % 997 == 0) {
                    values.put("rare", row + 0.5);
                }
                values.put("list", List.of(row, row));
                intake.add(values);
            }
            Map<String, TableReceipt> receipts = intake.filled();
            items.close();

            for (String table : List.of("items", "items__list")) {
                List<Segment> segments =
                        Objects.requireNonNull(receipts.get(table)).segments();
                long seen = 0;
                for (Segment segment : segments) {
                    boolean isLast = segment == segments.getLast();
                    assertThat(isLast || fillsGroups(segment.rows()))
                            .as("%s", segment)
                            .isTrue();
                    try (ResultSet found = statement.executeQuery("SELECT count(*), min(_ordinal), max(_ordinal), "
                            + wrong(segment) + " FROM read_parquet('" + folder.resolve(segment.file()) + "')")) {
                        found.next();
                        assertThat(found.getLong(1)).isEqualTo(segment.rows());
                        assertThat(found.getLong(2)).isEqualTo(seen);
                        assertThat(found.getLong(3)).isEqualTo(seen + segment.rows() - 1);
                        assertThat(found.getLong(4))
                                .as("rows with wrong values")
                                .isZero();
                    }
                    seen += segment.rows();
                }
                assertThat(segments).hasSizeGreaterThan(2);
            }
        }
    }

    private static boolean fillsGroups(long rows) {
        return rows % SegmentWrite.ROW_GROUP == 0
                || 3 * SegmentWrite.ROW_GROUP / rows * rows > 3 * SegmentWrite.ROW_GROUP - 2_048;
    }

    private static String wrong(Segment segment) {
        String right = segment.fields().stream()
                .map(field -> switch (field.column()) {
                    case "number" -> field.field() + " = _ordinal";
                    case "text" -> field.field() + " LIKE '%x' || _ordinal";
                    case "rare" -> field.field() + " IS NOT DISTINCT FROM if(_ordinal % 997 = 0, _ordinal + 0.5, NULL)";
                    default -> field.field() + " = _root AND _root = _ordinal // 2 AND _index = _ordinal % 2";
                })
                .collect(Collectors.joining(" AND "));
        return "count(*) FILTER (NOT (" + right + "))";
    }
}

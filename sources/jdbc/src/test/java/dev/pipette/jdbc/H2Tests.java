package dev.pipette.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pipette.Resource;
import dev.pipette.incremental.ExtractContext;
import dev.pipette.incremental.ResourceState;
import dev.pipette.slices.SliceBounds;
import dev.pipette.slices.SlicedRows;
import dev.pipette.spi.RowSource;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** H2 as a source. */
class H2Tests extends DatabaseContract {
    @Override
    SourceDatabase make() throws SQLException {
        String url = "jdbc:h2:mem:" + UUID.randomUUID();
        Connection keeping = DriverManager.getConnection(url); // an in-memory database is there while it is open
        return new SourceDatabase() {
            @Override
            public String address() {
                return url;
            }

            @Override
            public String url() {
                return url;
            }

            @Override
            public String schema() {
                return "PUBLIC";
            }

            @Override
            public String stored(String name) {
                return name.toUpperCase(java.util.Locale.ROOT);
            }

            @Override
            public void close() {
                try {
                    keeping.close();
                } catch (SQLException failed) {
                    throw new IllegalStateException(failed);
                }
            }
        };
    }

    @Test
    void each_type_keeps_its_values() {
        source.execute(
                "CREATE TABLE extremes (id INT PRIMARY KEY, wide DECIMAL(38,10), dec DECFLOAT(20), real4 REAL, flag BOOLEAN,"
                        + " seen TIMESTAMP(6) WITH TIME ZONE, naive TIMESTAMP(6), \"day\" DATE, clock TIME(6), doc JSON,"
                        + " raw VARBINARY(10), ident UUID, list INTEGER ARRAY)",
                "INSERT INTO extremes VALUES (1, 1234567890123456789012345678.0123456789, 1E-7, 0.1, TRUE,"
                        + " '2025-01-01 05:00:00.000001+05', '2025-01-01 00:00:00.000001', '-0043-03-15', '23:59:59.999999',"
                        + " JSON '{\"a\": 1.10}', X'00ff', '123e4567-e89b-12d3-a456-426614174000', ARRAY[1, NULL])",
                "INSERT INTO extremes (id) VALUES (2)");

        pipeline.run(database().table("extremes").resource());

        assertThat(loaded(
                        "SELECT wide, CAST(dec AS DOUBLE), real4, flag, epoch_us(seen), naive, day::VARCHAR, clock, doc,"
                                + " hex(raw), ident, list FROM extremes ORDER BY id"))
                .containsExactly(
                        "1234567890123456789012345678.0123456789 | 1.0E-7 | 0.1 | true | 1735689600000001 |"
                                + " 2025-01-01T00:00:00.000001 | 0044-03-15 (BC) | 23:59:59.999999 | {\"a\":1.10} | 00FF |"
                                + " 123e4567-e89b-12d3-a456-426614174000 | [1,null]",
                        "null | null | null | null | null | null | null | null | null | null | null | null");
    }

    @Test
    void slices_in_snapshots_of_their_own_have_no_rows_beyond_the_cursor() throws Exception {
        source.execute(
                "CREATE TABLE changes (id BIGINT PRIMARY KEY, version BIGINT)",
                "INSERT INTO changes VALUES (1, 10), (2, 20), (3, 30)");
        Resource changes = database()
                .table("PUBLIC.CHANGES")
                .incremental("VERSION")
                .slices(3)
                .resource();
        ExtractContext context = new ExtractContext(
                new ResourceState(Map.of()),
                Optional.empty(),
                Optional.empty(),
                Clock.systemUTC(),
                changes.cursor(),
                _ -> {});

        try (Stream<?> rows = ((RowSource.Supplied) changes.source()).rows().open(context)) {
            source.execute("INSERT INTO changes VALUES (0, 40), (4, 50)");

            assertThat(rows.map(row -> ((Map<?, ?>) row).get("ID")).toList()).isEqualTo(List.of(1L, 2L, 3L));
        }
    }

    @Test
    void the_slices_of_a_task_are_read_in_one_snapshot() throws Exception {
        source.execute("CREATE TABLE few (id BIGINT PRIMARY KEY)", "INSERT INTO few VALUES (1), (2), (3)");
        Resource few = database().table("PUBLIC.FEW").slices(3).resource();
        SlicedRows sliced = (SlicedRows) ((RowSource.Supplied) few.source()).rows();
        ExtractContext context =
                new ExtractContext(new ResourceState(Map.of()), Optional.empty(), Optional.empty(), Clock.systemUTC());
        List<SliceBounds> slices = sliced.slices(context);
        List<Object> ids = new ArrayList<>();

        try (Stream<?> rows = sliced.open(slices, context)) {
            rows.forEach(row -> {
                if (ids.isEmpty()) {
                    source.execute("INSERT INTO few VALUES (0), (4)");
                }
                ids.add(((Map<?, ?>) row).get("ID"));
            });
        }

        assertThat(slices).hasSize(3);
        assertThat(ids).isEqualTo(List.of(1L, 2L, 3L));
        try (Stream<?> rows = sliced.open(slices.getLast(), context)) {
            assertThat(rows).as("the last slice has what is beyond it").hasSize(2);
        }
    }

    @Test
    void at_most_64_slices_are_read_at_once() {
        source.execute("CREATE TABLE few (id BIGINT PRIMARY KEY)", "INSERT INTO few VALUES (1), (2), (3)");
        Resource few = database().table("PUBLIC.FEW").slices(3).resource();

        pipeline.run(few.parallel(2));

        assertThat(loaded("SELECT id FROM few ORDER BY id")).containsExactly("1", "2", "3");
        assertThatThrownBy(() -> few.parallel(65))
                .hasMessage(
                        "[BAD_USAGE] parallel(65) of table PUBLIC.FEW: each slice that is read at the same time has a"
                                + " connection of its own, of which there are 1 to 64.");
    }
}

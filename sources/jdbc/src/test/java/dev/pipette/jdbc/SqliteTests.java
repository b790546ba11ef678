package dev.pipette.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pipette.LoadInfo;
import dev.pipette.Source;
import dev.pipette.incremental.Cursor;
import java.time.LocalDateTime;
import org.junit.jupiter.api.Test;

/** SQLite as a source. */
class SqliteTests extends DatabaseContract {
    @Override
    SourceDatabase make() {
        String file = folder.resolve("app.db").toString();
        return new SourceDatabase() {
            @Override
            public String address() {
                return "sqlite:" + file;
            }

            @Override
            public String url() {
                return "jdbc:sqlite:" + file;
            }

            @Override
            public String schema() {
                return "main";
            }

            @Override
            public String type(String standard) {
                return standard.equals("TIMESTAMP(6)") ? "TIMESTAMP" : standard;
            }

            @Override
            public String[] comments(String table, String comment, String column, String ofColumn) {
                return new String[0];
            }

            @Override
            public void close() {
                // the folder of the test is deleted
            }
        };
    }

    /** They are texts. */
    @Override
    boolean ordersTimes() {
        return false;
    }

    @Test
    void the_file_s_name_is_a_name_of_its_schema() {
        source.execute("CREATE TABLE items (id INTEGER PRIMARY KEY)");

        assertThat(database().tables("app.*").names()).containsExactly("main.items");
    }

    @Test
    void a_value_has_the_type_that_it_has() {
        source.execute(
                "CREATE TABLE loose (id INTEGER PRIMARY KEY, flag BOOLEAN, price DECIMAL(10,2), day DATE, seen DATETIME, raw BLOB,"
                        + " label TEXT, number INTEGER)",
                "INSERT INTO loose VALUES (1, 1, 1.1, '2025-01-31', '2025-01-31 10:00:00', x'00ff', 'a', 9223372036854775807)",
                "INSERT INTO loose VALUES (2, 0, 2, '2025-02-28', '2025-02-28T10:00:00.5', NULL, '', NULL)");

        pipeline.run(database().table("loose").resource());

        assertThat(types("loose"))
                .containsExactly(
                        "id BIGINT not null",
                        "flag BOOLEAN",
                        "price DECIMAL(38,9)",
                        "day DATE",
                        "seen TIMESTAMP",
                        "raw BLOB",
                        "label VARCHAR",
                        "number BIGINT");
        assertThat(loaded("SELECT id, flag, price, day, seen, hex(raw), label, number FROM loose ORDER BY id"))
                .containsExactly(
                        "1 | true | 1.100000000 | 2025-01-31 | 2025-01-31T10:00 | 00FF | a | 9223372036854775807",
                        "2 | false | 2.000000000 | 2025-02-28 | 2025-02-28T10:00:00.500 | null |  | null");
    }

    @Test
    void a_cursor_that_sqlite_does_not_compare_makes_one_slice_for_other_processes() {
        source.execute(
                "CREATE TABLE visits (id INTEGER PRIMARY KEY, at DATETIME)",
                "INSERT INTO visits VALUES (1, '2026-01-01 10:00:00'), (2, '2026-01-01T09:00:00'), (3, '2026-01-01 08:00')");
        SlicesElsewhere workers = new SlicesElsewhere(folder.resolve("stage"), _ -> {});
        Source visits = SlicesElsewhere.source(() -> database()
                .table("visits")
                .incremental(Cursor.of("at", LocalDateTime.class))
                .slices(3)
                .resource());

        LoadInfo info = pipeline.executor(workers).run(visits);

        assertThat(workers.tasks()).hasSize(1);
        assertThat(loaded("SELECT id FROM visits ORDER BY id")).containsExactly("1", "2", "3");
        assertThat(info.notes())
                .contains(
                        "resource visits: it is read in one slice, because slices in snapshots of their own need a cursor"
                                + " whose values the database compares as Pipette does, and 'at' is not one");
    }
}

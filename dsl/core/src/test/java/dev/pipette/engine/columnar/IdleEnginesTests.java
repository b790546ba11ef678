package dev.pipette.engine.columnar;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.sql.SQLException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The engine of a run may be that of an earlier one, and takes nothing over from it. */
final class IdleEnginesTests {
    @TempDir
    private Path folder;

    private DuckEngine engine(String name) {
        return DuckEngine.ofRun(folder.resolve(name), "100MB");
    }

    private static String setting(DuckEngine engine, String name) throws SQLException {
        return engine.row("SELECT current_setting('" + name + "')", row -> row.getString(1));
    }

    @Test
    void the_next_run_spills_into_its_own_folder_and_has_its_own_limit() throws SQLException {
        try (DuckEngine first = engine("first")) {
            assertThat(setting(first, "temp_directory")).endsWith("first");
        }
        try (DuckEngine second = DuckEngine.ofRun(folder.resolve("second"), "200MB")) {
            assertThat(setting(second, "temp_directory")).endsWith("second");
            assertThat(setting(second, "memory_limit")).isEqualTo("190.7 MiB");
            assertThat(setting(second, "TimeZone")).isEqualTo("UTC");
        }
    }

    @Test
    void two_runs_at_once_have_two_engines() throws SQLException {
        try (DuckEngine one = engine("one");
                DuckEngine other = engine("other")) {
            one.row("SELECT 1", row -> row.getInt(1));
            other.row("SELECT 1", row -> row.getInt(1));

            assertThat(setting(one, "temp_directory")).endsWith("one");
            assertThat(setting(other, "temp_directory")).endsWith("other");
        }
    }

    @Test
    void an_engine_that_spilled_is_not_used_again() throws Exception {
        try (DuckEngine spilling = engine("spilling")) {
            spilling.row(
                    "SELECT count(*) FROM (SELECT row_number() OVER (ORDER BY hash(range)) n, repeat('x', 100) || range"
                            + " FROM range(3000000) ORDER BY hash(range + 1))",
                    row -> row.getLong(1));
        }
        try (DuckEngine next = engine("next")) {
            assertThat(setting(next, "temp_directory")).endsWith("next");
        }
    }

    @Test
    void a_closed_engine_does_not_start_again() throws SQLException {
        DuckEngine engine = engine("closed");
        engine.row("SELECT 1", row -> row.getInt(1));
        engine.close();

        assertThatThrownBy(engine::connection).isInstanceOf(SQLException.class).hasMessage("the engine is closed");
    }
}

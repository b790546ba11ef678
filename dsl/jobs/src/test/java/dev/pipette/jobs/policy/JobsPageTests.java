package dev.pipette.jobs.policy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pipette.error.ErrorCode;
import dev.pipette.jobs.Schedule;
import dev.pipette.jobs.time.NextFires;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** What the page about jobs says. */
class JobsPageTests {
    private static final Path PAGE = Path.of("..", "docs", "jobs.md");
    private static final Pattern ROW = Pattern.compile("\\| (`[A-Z_]+`(?:, `[A-Z_]+`)*) \\| (yes|no) \\| (.+) \\|");

    @Test
    void each_error_code_is_in_the_table_once_with_what_happens() throws IOException {
        List<String> rows = new ArrayList<>();
        for (String line : Files.readAllLines(PAGE)) {
            var row = ROW.matcher(line);
            if (row.matches()) {
                for (String code : row.group(1).replace("`", "").split(", ")) {
                    rows.add(code + " " + row.group(2) + " " + row.group(3));
                }
            }
        }

        List<String> decided = new ArrayList<>();
        for (ErrorCode code : ErrorCode.values()) {
            ErrorClass kind = ErrorClass.of(code);
            decided.add(code + (kind.isRetried() ? " yes " : " no ") + kind.reason());
        }
        assertThat(rows).containsExactlyInAnyOrderElementsOf(decided);
    }

    @Test
    void the_fire_times_on_the_page_are_those_that_are_shown() throws IOException {
        assertThat(Files.readString(PAGE))
                .contains(
                        fire("30 2 * * *", "2025-03-09T00:00:00Z"),
                        fire("30 1 * * *", "2025-11-02T00:00:00Z"),
                        fire("@daily", "2025-11-02T12:00:00Z"));
    }

    private static String fire(String cron, String now) {
        Schedule schedule = new Schedule.Cron(cron, ZoneId.of("America/New_York"));
        return "\n" + NextFires.of(schedule, Instant.parse(now), 1).getFirst() + "\n";
    }
}

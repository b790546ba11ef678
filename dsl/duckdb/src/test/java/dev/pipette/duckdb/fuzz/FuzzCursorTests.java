package dev.pipette.duckdb.fuzz;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.pipette.LoadInfo;
import dev.pipette.PipelineState;
import dev.pipette.PipetteException;
import dev.pipette.Resource;
import dev.pipette.duckdb.fuzz.CursorCase.Row;
import dev.pipette.duckdb.fuzz.CursorCase.Run;
import dev.pipette.duckdb.fuzz.CursorModel.Outcome;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A cursor with any of its options loads what a model of it says, over some runs whose input overlaps: rows that Java
 * reads, the same rows in files that DuckDB moves, and the same rows committed in steps.
 */
class FuzzCursorTests {
    private static final String ROWS = "rows";
    private static final String MOVED = "moved";
    private static final String STEPS = "steps";

    @TempDir
    Path folder;

    private final AtomicInteger cases = new AtomicInteger();

    @Test
    void a_cursor_loads_what_its_model_says_whoever_reads_the_rows() {
        Fuzz.each(12, 10, random -> {
            CursorCase tried = CursorCase.random(random);
            Path place = Files.createDirectories(folder.resolve("case" + cases.incrementAndGet()));
            try {
                new Trial(tried, new CursorTrial(place, tried.scale()), random).check();
            } catch (AssertionError | PipetteException failed) {
                throw new AssertionError(tried.toString(), failed);
            }
            delete(place);
        });
    }

    private static void delete(Path place) throws IOException {
        try (Stream<Path> files = Files.walk(place)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }

    /** One case, while it runs. */
    private static final class Trial {
        private final CursorCase tried;
        private final CursorTrial trial;
        private final Random random;
        private final int reader;
        private final Map<String, CursorModel> models = new LinkedHashMap<>();

        Trial(CursorCase tried, CursorTrial trial, Random random) {
            this.tried = tried;
            this.trial = trial;
            this.random = random;
            this.reader = random.nextInt(4);
            models.put(ROWS, new CursorModel(tried, true));
            models.put(MOVED, new CursorModel(tried, false));
            if (tried.hasSteps()) {
                models.put(STEPS, new CursorModel(tried, true));
            }
        }

        void check() throws IOException, SQLException {
            for (Run run : tried.runs()) {
                run(run);
                compare();
            }
        }

        private void run(Run run) throws IOException, SQLException {
            AtomicInteger read = new AtomicInteger();
            Map<String, Resource> accepted = new LinkedHashMap<>();
            Map<String, Outcome> outcomes = new LinkedHashMap<>();
            for (String name : List.copyOf(models.keySet())) {
                Outcome outcome = Objects.requireNonNull(models.get(name)).run(run);
                Resource resource = tried.of(input(name, run.rows(), read), run);
                resource = name.equals(STEPS) ? resource.commitEvery(tried.step()) : resource;
                if (outcome.refused().isEmpty()) {
                    accepted.put(name, resource);
                    outcomes.put(name, outcome);
                } else if (name.equals(STEPS)) {
                    models.remove(STEPS); // the steps before the one that failed are committed
                } else {
                    assertRefused(resource, outcome);
                }
            }
            if (!accepted.isEmpty()) {
                read.set(0);
                LoadInfo info = trial.pipeline().run(List.copyOf(accepted.values()));
                if (tried.merges()) {
                    outcomes.remove(STEPS); // which merge a key of two steps twice
                }
                outcomes.forEach((name, outcome) ->
                        assertThat(info.rows(name)).as("rows of %s", name).isEqualTo(outcome.loaded()));
            }
            Outcome ofRows = outcomes.get(ROWS);
            if (ofRows != null && reader != 0) {
                assertThat(read).as("rows read").hasValue(ofRows.read());
            }
        }

        private void assertRefused(Resource resource, Outcome outcome) {
            PipetteException refused = catchThrowableOfType(
                    PipetteException.class, () -> trial.pipeline().run(resource));
            assertThat(refused)
                    .as("%s, which is %s", resource, outcome.refused())
                    .isNotNull();
            assertThat(refused.code()).isEqualTo(outcome.refused().orElseThrow());
            Fuzz.judge(refused);
        }

        private Resource input(String name, List<Row> rows, AtomicInteger read) throws IOException, SQLException {
            return switch (name) {
                case ROWS -> reader == 0 ? trial.jsonl(name, rows) : trial.rows(name, rows, read);
                case STEPS -> trial.rows(name, rows, new AtomicInteger());
                default -> reader == 3 ? trial.parquet(name, rows) : trial.csv(name, parts(rows));
            };
        }

        /** The rows in one file or in two. */
        private List<List<Row>> parts(List<Row> rows) {
            int cut = random.nextInt(rows.size() + 1);
            return random.nextInt(3) > 0
                    ? List.of(rows)
                    : List.of(rows.subList(0, cut), rows.subList(cut, rows.size()));
        }

        private void compare() throws SQLException {
            Map<String, CursorTrial.Loaded> loaded = trial.loaded(List.copyOf(models.keySet()));
            PipelineState state = trial.pipeline().state();
            models.forEach((name, model) -> {
                CursorTrial.Loaded found = Objects.requireNonNull(loaded.get(name));
                assertThat(found.rows())
                        .as("table %s", name)
                        .isEqualTo(
                                model.table().stream().map(trial::text).sorted().toList());
                assertThat(state.cursor(name, "at").map(Object::toString))
                        .as("state of %s", name)
                        .isEqualTo(model.committed().map(tried.scale()::state));
                assertThat(found.boundaryKeys()).as("boundary of %s", name).isEqualTo(model.boundaryKeys());
            });
        }
    }
}

package dev.pipette.duckdb.fuzz;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.pipette.LoadInfo;
import dev.pipette.Resource;
import dev.pipette.admin.PipelineState;
import dev.pipette.duckdb.fuzz.CursorCase.Row;
import dev.pipette.duckdb.fuzz.CursorCase.Run;
import dev.pipette.duckdb.fuzz.CursorModel.Outcome;
import dev.pipette.error.PipetteException;
import java.io.IOException;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * Some cases at once: a run of a pipeline is slow, and with many resources hardly slower. The name of a resource tells the
 * number of its case and who reads it.
 */
final class CursorTrials {
    private final CursorTrial trial;
    private final Random random;
    private final Map<String, Reader> readers = new LinkedHashMap<>();

    /** Who reads the rows of a case. */
    private enum Way {
        /** Java, rows of its own, or lines of JSON. */
        ROWS,
        /** DuckDB, from CSV files or a Parquet file. */
        MOVED,
        /** Java, committed in steps. */
        STEPS
    }

    /** A resource of a case; {@code choice} is one of four ways to write its rows. */
    private record Reader(CursorCase tried, Way way, int choice, CursorModel model, AtomicInteger read) {}

    /** A resource that loads, and what it has to load. */
    private record Accepted(Resource resource, Outcome outcome) {}

    CursorTrials(CursorTrial trial, List<CursorCase> cases, Random random) {
        this.trial = trial;
        this.random = random;
        for (int number = 0; number < cases.size(); number++) {
            CursorCase tried = cases.get(number);
            int choice = random.nextInt(4);
            for (Way way : Way.values()) {
                if (way != Way.STEPS || tried.hasSteps()) {
                    CursorModel model = new CursorModel(tried, way != Way.MOVED);
                    readers.put(
                            "case" + number + "_" + way.name().toLowerCase(Locale.ROOT),
                            new Reader(tried, way, choice, model, new AtomicInteger()));
                }
            }
        }
    }

    void check() throws IOException, SQLException {
        for (int number = 0; number < CursorCase.MOST_RUNS; number++) {
            run(number);
            compare();
        }
    }

    private void run(int number) throws IOException, SQLException {
        Map<String, Accepted> accepted = new LinkedHashMap<>();
        for (String name : List.copyOf(readers.keySet())) {
            Reader reader = Objects.requireNonNull(readers.get(name));
            if (number < reader.tried().runs().size()) {
                Accepted next = accepted(name, reader, reader.tried().runs().get(number));
                if (next != null) {
                    accepted.put(name, next);
                }
            }
        }
        if (!accepted.isEmpty()) {
            LoadInfo info = trial.pipeline()
                    .run(accepted.values().stream().map(Accepted::resource).toList());
            accepted.forEach((name, done) ->
                    compare(name, Objects.requireNonNull(readers.get(name)), done.outcome(), info.rows(name)));
        }
    }

    /** The resource for a run; one that has to be refused is tried alone, and is none. */
    private @Nullable Accepted accepted(String name, Reader reader, Run run) throws IOException, SQLException {
        reader.read().set(0);
        Outcome outcome = reader.model().run(run);
        Resource resource = reader.tried().of(input(name, reader, run.rows()), run);
        if (outcome.refused().isEmpty()) {
            return new Accepted(
                    reader.way() == Way.STEPS
                            ? resource.commitEvery(reader.tried().step())
                            : resource,
                    outcome);
        }
        if (reader.way() == Way.STEPS) {
            readers.remove(name); // the steps before the one that failed would be committed
        } else {
            assertRefused(resource, outcome);
        }
        return null;
    }

    private void assertRefused(Resource resource, Outcome outcome) {
        PipetteException refused = catchThrowableOfType(
                PipetteException.class, () -> trial.pipeline().run(resource));
        assertThat(refused).as("%s is refused: %s", resource, outcome.refused()).isNotNull();
        assertThat(refused.code())
                .as(resource.name())
                .isEqualTo(outcome.refused().orElseThrow());
        Fuzz.judge(refused);
    }

    private Resource input(String name, Reader reader, List<Row> rows) throws IOException, SQLException {
        Scale scale = reader.tried().scale();
        return switch (reader.way()) {
            case ROWS ->
                reader.choice() == 0 ? trial.jsonl(name, scale, rows) : trial.rows(name, scale, rows, reader.read());
            case MOVED -> reader.choice() == 3 ? trial.parquet(name, scale, rows) : trial.csv(name, scale, parts(rows));
            case STEPS -> trial.rows(name, scale, rows, reader.read());
        };
    }

    /** The rows in one file or in two. */
    private List<List<Row>> parts(List<Row> rows) {
        int cut = random.nextInt(rows.size() + 1);
        return random.nextInt(3) > 0 ? List.of(rows) : List.of(rows.subList(0, cut), rows.subList(cut, rows.size()));
    }

    private static void compare(String name, Reader reader, Outcome outcome, long loaded) {
        boolean counted = reader.way() == Way.ROWS && reader.choice() > 0;
        if (counted) {
            assertThat(reader.read()).as("rows read of %s", name).hasValue(outcome.read());
        }
        if (reader.way() != Way.STEPS || !reader.tried().merges()) { // steps merge a key twice that two of them have
            assertThat(loaded).as("rows loaded of %s", name).isEqualTo(outcome.loaded());
        }
    }

    private void compare() throws SQLException {
        Map<String, Scale> scales = new LinkedHashMap<>();
        readers.forEach((name, reader) -> scales.put(name, reader.tried().scale()));
        Map<String, CursorTrial.Loaded> loaded = trial.loaded(scales);
        PipelineState state = trial.pipeline().state();
        readers.forEach((name, reader) -> {
            CursorModel model = reader.model();
            Scale scale = reader.tried().scale();
            CursorTrial.Loaded found = Objects.requireNonNull(loaded.get(name));
            assertThat(found.rows())
                    .as("table of %s", name)
                    .isEqualTo(model.table().stream()
                            .map(row -> CursorTrial.text(scale, row))
                            .sorted()
                            .toList());
            assertThat(state.cursor(name, "at").map(scale::inState))
                    .as("state of %s", name)
                    .isEqualTo(model.committed().map(scale::state));
            assertThat(found.boundaryKeys()).as("boundary of %s", name).isEqualTo(model.boundaryKeys());
        });
    }
}

package dev.pipette.testing.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pipette.Pipeline;
import dev.pipette.Pipette;
import dev.pipette.Resource;
import dev.pipette.spi.LoadStep;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Random pipelines that run at once, from one or two working folders, into shared tables: what is there afterwards is
 * what the loads leave that are done one after the other, in the order of their commits. {@code -Dpipette.interleavings}
 * says how many plans are tried, {@code -Dpipette.interleavings.seed} with which one to begin.
 */
@Timeout(600)
interface InterleavingContract {
    /** The seeds of the plans. */
    static Stream<Long> seeds() {
        long first = Long.getLong("pipette.interleavings.seed", 20_251_224);
        return Stream.iterate(first, seed -> seed + 1).limit(Long.getLong("pipette.interleavings", 2));
    }

    /**
     * One run.
     *
     * @param number of all runs of the plan, by which its rows are known
     */
    record Step(
            int number,
            int pipeline,
            int folder,
            boolean appends,
            boolean replaces,
            boolean dispatches,
            int from,
            int rows) {
        private Pipeline pipeline(Trial trial) {
            return trial.pipeline("p" + pipeline).home(trial.folder().resolve("folder" + folder));
        }

        private List<Resource> resources() {
            List<Resource> resources = new ArrayList<>();
            resources.add(rows("merged", from, from + rows).merge("id"));
            if (appends) {
                resources.add(rows("appended", 0, rows));
            }
            if (replaces) {
                resources.add(rows("replaced", 0, rows).replace());
            }
            if (dispatches) {
                resources.add(rows("dispatched", from, from + rows)
                        .tableBy(row -> "part_" + part(Integer.parseInt(String.valueOf(row.get("id")))))
                        .merge("id"));
            }
            return resources;
        }

        /** Which of two tables a row of this run goes to: one with the same id is in both of them, by different runs. */
        private int part(int id) {
            return (id + number) % 2;
        }

        private Resource rows(String table, int first, int end) {
            return Pipette.resource(table).stream(() -> IntStream.range(first, end)
                    .mapToObj(id -> Map.of("id", id, "step", number, "tags", List.of(number))));
        }
    }

    private static List<List<Step>> plan(RandomGenerator random) {
        List<List<Step>> threads = new ArrayList<>();
        AtomicInteger numbers = new AtomicInteger();
        int count = random.nextInt(2, 5);
        for (int thread = 0; thread < count; thread++) {
            int pipeline = random.nextInt(1, count + 1);
            int own = thread;
            threads.add(Stream.generate(() -> new Step(
                            numbers.incrementAndGet(),
                            pipeline,
                            random.nextBoolean() ? own : pipeline % 2,
                            random.nextBoolean(),
                            random.nextInt(3) == 0,
                            random.nextBoolean(),
                            random.nextInt(20),
                            random.nextInt(1, 15)))
                    .limit(random.nextInt(1, 4))
                    .toList());
        }
        return threads;
    }

    @ParameterizedTest
    @MethodSource("seeds")
    default void what_runs_at_once_leaves_what_it_would_leave_one_after_the_other(long seed, Trial trial) {
        List<List<Step>> threads = plan(new SplittableRandom(seed));
        List<Step> commits = new CopyOnWriteArrayList<>();

        AtOnce.run(threads.size(), thread -> (Callable<Object>) () -> {
            for (Step step : threads.get(thread)) {
                // all load the merged table, so one that is at CHECKED is alone until its commit
                step.pipeline(trial)
                        .listener((reached, loadId) -> {
                            if (reached == LoadStep.CHECKED) {
                                commits.add(step);
                            }
                        })
                        .run(step.resources());
            }
            return "";
        });

        String what = "seed " + seed + ", steps " + threads + ", committed as " + commits;
        assertThat(commits).as(what).hasSize((int)
                threads.stream().mapToLong(List::size).sum());
        assertThat(found(trial)).as(what).isEqualTo(expected(commits));
    }

    private static List<String> expected(List<Step> commits) {
        Map<Integer, Integer> merged = new TreeMap<>();
        Map<String, Integer> dispatched = new TreeMap<>();
        List<String> appended = new ArrayList<>();
        List<String> replaced = new ArrayList<>();
        for (Step step : commits) {
            IntStream.range(step.from(), step.from() + step.rows()).forEach(id -> merged.put(id, step.number()));
            List<String> plain = IntStream.range(0, step.rows())
                    .mapToObj(id -> id + " | " + step.number() + " | " + step.number())
                    .toList();
            if (step.appends()) {
                appended.addAll(plain);
            }
            if (step.dispatches()) {
                IntStream.range(step.from(), step.from() + step.rows())
                        .forEach(id -> dispatched.put("part_" + step.part(id) + " " + id, step.number()));
            }
            if (step.replaces()) {
                replaced = new ArrayList<>(plain);
            }
        }
        List<String> all = new ArrayList<>();
        merged.forEach((id, number) -> all.add("merged " + id + " | " + number + " | " + number));
        dispatched.forEach((row, number) -> all.add(row + " | " + number + " | " + number));
        appended.forEach(row -> all.add("appended " + row));
        replaced.forEach(row -> all.add("replaced " + row));
        return all.stream().sorted().toList();
    }

    private static List<String> found(Trial trial) {
        List<String> all = new ArrayList<>();
        for (String table : List.of("merged", "appended", "replaced", "part_0", "part_1")) {
            if (trial.allTables().contains(table)) {
                trial.rows("SELECT r.id, r.step, t.value FROM " + table + " r LEFT JOIN " + table
                                + "__tags t ON t._dlt_parent_id = r._dlt_id")
                        .forEach(row -> all.add(table + " " + row));
            }
        }
        return all.stream().sorted().toList();
    }
}

package dev.pipette.testing.history;

import dev.pipette.testing.folders.MemoryFolders;
import dev.pipette.testing.history.History.Result;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Random histories of distinct inputs leave what they must. Two in each build: one of a fixed seed and one of a random
 * seed, which is printed. {@code -Dpipette.histories} says how many, {@code -Dpipette.history.seed} with which seed they
 * begin, {@code -Dpipette.history.workers} how many run at once. A destination's test class says where its places are:
 *
 * <pre>{@code
 * final class DuckDbHistoryTests extends HistoryTests {
 *   DuckDbHistoryTests() {
 *     super(new DuckDbPlaces());
 *   }
 * }
 * }</pre>
 */
public abstract class HistoryTests {
    private static final int IN_EACH_BUILD = 1;
    private static final int WORKERS = Integer.getInteger("pipette.history.workers", 1);
    /** A line is printed each time that a worker has done so many. */
    private static final int PROGRESS = 25;

    private static final AtomicInteger DATASETS = new AtomicInteger();

    private final HistoryPlaces places;

    /** Histories at such places. */
    protected HistoryTests(HistoryPlaces places) {
        this.places = places;
    }

    @Test
    @Timeout(36_000)
    void random_histories_leave_what_they_must() throws Exception {
        List<Long> seeds = seeds();
        long begun = System.nanoTime();
        boolean kills = seeds.size() > IN_EACH_BUILD + 1;
        List<Seeded> all = new ArrayList<>();
        try (ExecutorService workers = Executors.newFixedThreadPool(WORKERS)) {
            List<Future<List<Seeded>>> parts = new ArrayList<>();
            for (int worker = 0; worker < WORKERS; worker++) {
                int first = worker;
                parts.add(workers.submit(() -> execute(seeds, first, kills)));
            }
            for (Future<List<Seeded>> part : parts) {
                all.addAll(part.get());
            }
        }
        List<Seeded> failed =
                all.stream().filter(one -> one.result().failure().isPresent()).toList();
        System.out.println("histories: " + all.size() + " of seeds from " + seeds.getFirst() + " to "
                + seeds.getLast() + ", "
                + all.stream().mapToInt(one -> one.result().steps().size()).sum() + " steps, "
                + all.stream().mapToInt(one -> one.result().faults()).sum() + " disturbed runs; wrong: "
                + failed.size() + "; "
                + Duration.ofNanos(System.nanoTime() - begun).toSeconds() + " s");
        Assertions.assertThat(failed.stream().map(Seeded::text).collect(Collectors.joining("\n")))
                .isEmpty();
    }

    private static List<Long> seeds() {
        Integer count = Integer.getInteger("pipette.histories");
        Long first = Long.getLong("pipette.history.seed");
        List<Long> seeds = new ArrayList<>();
        long begin = first == null ? 1 : first;
        for (int index = 0; index < (count == null ? IN_EACH_BUILD : count); index++) {
            seeds.add(begin + index);
        }
        if (count == null && first == null) {
            seeds.add(System.nanoTime());
        }
        return seeds;
    }

    /** A history by its seed. */
    private record Seeded(long seed, Result result) {
        String text() {
            return "seed " + seed + ": " + result.failure().orElse("") + "\n"
                    + result.log().stream().map(line -> "    " + line).collect(Collectors.joining("\n"));
        }
    }

    private List<Seeded> execute(List<Long> seeds, int first, boolean kills) throws Exception {
        Path folder = MemoryFolders.create("pipette-histories-");
        String place = places.make(folder);
        List<Seeded> results = new ArrayList<>();
        try {
            int names = places.names(place).size();
            for (int index = first; index < seeds.size(); index += WORKERS) {
                long seed = seeds.get(index);
                Result result = execute(Planner.plan(seed, names, places.endsConnections(), kills), place, folder);
                Seeded seeded = new Seeded(
                        seed,
                        result.failure().isEmpty()
                                ? result
                                : new Shrinking(steps -> execute(steps, place, folder)).shrink(result));
                if (results.size() % PROGRESS == PROGRESS - 1) {
                    System.out.println("histories: " + (results.size() + 1) + " by worker " + first);
                }
                result.failure().ifPresent(wrong -> System.out.println(seeded.text()));
                results.add(seeded);
            }
            return results;
        } finally {
            places.drop(place);
            MemoryFolders.delete(folder);
        }
    }

    private Result execute(List<Step> steps, String place, Path folder) {
        int number = DATASETS.incrementAndGet();
        Path own = folder.resolve("history-" + number);
        try {
            Files.createDirectories(own);
        } catch (java.io.IOException failed) {
            throw new java.io.UncheckedIOException(failed);
        }
        return History.execute(steps, places, place, "history_" + number, own);
    }
}

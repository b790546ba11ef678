package dev.pipette.testing.campaign;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pipette.spi.LoadStep;
import dev.pipette.testing.content.DatasetContent;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * {@code kill -9} at any instant, then run again: the destination equals that of a run that was never killed. Small by
 * default; {@code -Pcampaign} makes a thousand kills and prints how many there were of what. A destination's test class
 * says where its places are:
 *
 * <pre>{@code
 * final class CrashCampaignTests extends CrashCampaign {
 *   CrashCampaignTests() {
 *     super(new DuckDbPlaces(), 3);
 *   }
 * }
 * }</pre>
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Execution(ExecutionMode.CONCURRENT)
public abstract class CrashCampaign {
    private static final boolean SMALL = Integer.getInteger("pipette.campaign.kills") == null;
    private static final int ROUNDS = 2;
    private static final int WORKERS = Integer.getInteger("pipette.campaign.workers", 2);
    private static final long SEED = Long.getLong("pipette.campaign.seed", 20_251_224);

    /** Of a hundred random loads, so many are raced by a second machine. */
    private static final int RACES = 10;

    private final Map<Scenario, List<Undisturbed>> undisturbed = new ConcurrentHashMap<>();

    private final Places places;
    private final int smallest;

    private Path folder = Path.of("");
    private Path input = Path.of("");

    /**
     * A campaign.
     *
     * @param places it is about
     * @param kills so many at random, and at so many steps, unless {@code -Dpipette.campaign.kills} says how many; then
     *     the systematic tests take every step
     */
    protected CrashCampaign(Places places, int kills) {
        this.places = places;
        this.smallest = kills;
    }

    private int kills() {
        return Integer.getInteger("pipette.campaign.kills", Math.min(smallest, Scenario.values().length));
    }

    /** The steps that the systematic tests kill at: all, or in a small campaign those where most is at stake. */
    private List<LoadStep> steps() {
        List<LoadStep> steps = Stream.of(LoadStep.values())
                .filter(step -> step != LoadStep.CLEANED)
                .toList();
        return smallest >= steps.size() || !SMALL
                ? steps
                : Stream.of(
                                LoadStep.COMMITTED,
                                LoadStep.ROWS_APPLIED,
                                LoadStep.MARKED,
                                LoadStep.SEALED,
                                LoadStep.BOOKKEEPING_WRITTEN)
                        .limit(smallest)
                        .toList();
    }

    /** A machine after a round that nothing disturbed, and what its destination held. */
    private record Undisturbed(Machine machine, DatasetContent content) {}

    @BeforeAll
    void write_input(@TempDir Path shared) throws IOException {
        // one folder for all tests: a field would be set, and its folder deleted, for each of those that run at once
        folder = shared;
        input = shared.resolve("input");
        Scenario.writeInput(input, ROUNDS);
    }

    /** The rounds of a scenario; loaded when a test first asks for them. */
    private List<Undisturbed> undisturbed(Scenario scenario) {
        try {
            Path start = Files.createDirectories(folder.resolve(scenario.name()));
            Machine machine = new Machine(places, start, places.make(start));
            List<Undisturbed> rounds = new ArrayList<>();
            rounds.add(new Undisturbed(machine, machine.content()));
            for (int round = 1; round <= ROUNDS; round++) {
                machine = machine.copy(folder.resolve(scenario + "-" + round));
                machine.load(scenario, round, input);
                rounds.add(new Undisturbed(machine, machine.content()));
            }
            return rounds;
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    private Undisturbed after(Scenario scenario, int round) {
        return undisturbed.computeIfAbsent(scenario, this::undisturbed).get(round);
    }

    @Test
    void killed_at_every_step_with_the_folder_kept_every_disposition_is_loaded_once() throws InterruptedException {
        Machine machine = afterFirstRound(Scenario.EVERYTHING, "kept", new Kill.At(LoadStep.CLEANED), true);
        int before = machine.kills();
        List<Kill> everyStep = steps().stream().<Kill>map(Kill.At::new).toList();

        machine.load(Scenario.EVERYTHING, 2, input, everyStep, true);

        assertThat(machine.kills()).isEqualTo(before + everyStep.size());
        assertThat(after(Scenario.EVERYTHING, 2).content().diff(machine.content()))
                .isEmpty();
    }

    @Test
    void killed_at_every_step_with_the_folder_lost_what_has_an_identity_is_loaded_once() throws InterruptedException {
        Machine machine = afterFirstRound(Scenario.COVERED, "lost", new Kill.At(LoadStep.COMMITTED), false);
        int before = machine.kills();
        List<Kill> everyStep = Stream.concat(steps().stream(), SMALL ? Stream.of() : Stream.of(LoadStep.CLEANED))
                .<Kill>map(Kill.At::new)
                .toList();

        machine.load(Scenario.COVERED, 2, input, everyStep, false);

        assertThat(machine.kills()).isEqualTo(before + everyStep.size());
        assertThat(after(Scenario.COVERED, 2).content().diff(machine.content())).isEmpty();
    }

    /** A machine after one round: in a small campaign a copy of one that nothing disturbed, else one that was killed. */
    private Machine afterFirstRound(Scenario scenario, String name, Kill kill, boolean keepsFolder)
            throws InterruptedException {
        if (SMALL) {
            return after(scenario, 1).machine().copy(folder.resolve(name));
        }
        Machine machine = after(scenario, 0).machine().copy(folder.resolve(name));
        machine.load(scenario, 1, input, List.of(kill), keepsFolder);
        assertThat(machine.kills()).isEqualTo(1);
        return machine;
    }

    static Stream<Scenario> raced() {
        return SMALL ? Stream.of(Scenario.COVERED) : Stream.of(Scenario.COVERED, Scenario.APPEND_RUN_KEY);
    }

    @ParameterizedTest
    @MethodSource("raced")
    void two_machines_that_race_load_every_row_once(Scenario scenario) throws Exception {
        Path raced = Files.createDirectories(folder.resolve("race-" + scenario));
        String place = places.make(raced);
        List<Machine> machines = List.of(
                new Machine(places, Files.createDirectories(raced.resolve("here")), place),
                new Machine(places, Files.createDirectories(raced.resolve("there")), place));
        int rounds = SMALL ? 1 : ROUNDS;

        for (int round = 1; round <= rounds; round++) {
            race(machines, scenario, round, List.of(List.of(), List.of()));
        }

        assertThat(after(scenario, rounds).content().diff(machines.getFirst().content()))
                .isEmpty();
    }

    @Test
    void killed_at_random_every_scenario_is_loaded_once() throws Exception {
        long begun = System.nanoTime();
        Duration longest = longestChild();
        List<Disturbed> results = new ArrayList<>();
        try (ExecutorService workers = Executors.newFixedThreadPool(WORKERS)) {
            int planned = 0;
            while (results.stream().mapToInt(Disturbed::kills).sum() < kills()) {
                List<Future<Disturbed>> running = new ArrayList<>();
                for (int worker = 0; worker < WORKERS; worker++) {
                    int number = planned++;
                    running.add(workers.submit(() -> disturb(number, longest)));
                }
                for (Future<Disturbed> result : running) {
                    results.add(result.get());
                }
            }
        }

        System.out.println(summary(results, Duration.ofNanos(System.nanoTime() - begun)));
        assertThat(results).filteredOn(result -> !result.same()).isEmpty();
    }

    /**
     * One disturbed load.
     *
     * @param what to repeat it: its plan follows from the seed and its number
     */
    private record Disturbed(String what, Scenario scenario, int kills, int children, boolean same) {}

    private Disturbed disturb(int number, Duration longest) throws Exception {
        RandomGenerator random = new SplittableRandom(SEED + number);
        // a small campaign begins with what has most in it
        Scenario scenario = Scenario.values()[(number + Scenario.EVERYTHING.ordinal()) % Scenario.values().length];
        int round = random.nextInt(1, ROUNDS + 1);
        boolean keepsFolder = !scenario.coveredWithoutFolder() || random.nextBoolean();
        boolean raced = scenario.coveredWithoutFolder() && random.nextInt(100) < RACES;
        List<Kill> kills = Kill.atRandom(random, longest, places.endsConnections());
        Path here = folder.resolve("random-" + number);
        Machine machine = after(scenario, round - 1).machine().copy(here);
        int children;
        int killed;
        if (raced) {
            Machine other = new Machine(places, Files.createDirectories(here.resolve("other")), machine.place());
            race(
                    List.of(machine, other),
                    scenario,
                    round,
                    List.of(kills, Kill.atRandom(random, longest, places.endsConnections())));
            children = machine.children() + other.children();
            killed = machine.kills() + other.kills();
        } else {
            machine.load(scenario, round, input, kills, keepsFolder);
            children = machine.children();
            killed = machine.kills();
        }
        String diff = after(scenario, round).content().diff(machine.content());
        boolean same = diff.isEmpty();
        if (same) {
            machine.drop();
        }
        String what = "load " + number + ": " + scenario + " round " + round
                + (keepsFolder ? ", folder kept" : ", folder lost") + (raced ? ", raced" : "") + ", " + kills
                + (same ? "" : ", see " + here + "\n" + diff);
        return new Disturbed(what, scenario, killed, children, same);
    }

    private void race(List<Machine> machines, Scenario scenario, int round, List<List<Kill>> kills)
            throws InterruptedException, ExecutionException {
        try (ExecutorService racing = Executors.newFixedThreadPool(machines.size())) {
            List<Future<?>> loads = IntStream.range(0, machines.size())
                    .<Future<?>>mapToObj(index -> racing.submit(() -> {
                        machines.get(index).load(scenario, round, input, kills.get(index), true);
                        return null;
                    }))
                    .toList();
            for (Future<?> load : loads) {
                load.get();
            }
        }
    }

    private Duration longestChild() throws InterruptedException {
        Machine machine = after(Scenario.EVERYTHING, 0).machine().copy(folder.resolve("longest"));
        long begun = System.nanoTime();
        machine.load(Scenario.EVERYTHING, 1, input, List.of(), true);
        return Duration.ofNanos(System.nanoTime() - begun);
    }

    private static String summary(List<Disturbed> results, Duration time) {
        String byScenario = Stream.of(Scenario.values())
                .map(scenario -> scenario + " "
                        + results.stream()
                                .filter(result -> result.scenario() == scenario)
                                .mapToInt(Disturbed::kills)
                                .sum())
                .collect(Collectors.joining(", "));
        return "campaign: " + results.stream().mapToInt(Disturbed::kills).sum() + " kills (" + byScenario + ") in "
                + results.size() + " loads by "
                + results.stream().mapToInt(Disturbed::children).sum()
                + " processes; mismatches: "
                + results.stream().filter(result -> !result.same()).count() + "; seed "
                + SEED + ", " + time.toSeconds() + " s";
    }
}

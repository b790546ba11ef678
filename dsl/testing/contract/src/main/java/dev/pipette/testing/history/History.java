package dev.pipette.testing.history;

import dev.pipette.testing.history.Oracle.Transition;
import dev.pipette.testing.history.Step.Fault;
import dev.pipette.testing.history.Step.Home;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Executes the steps of a history, checks each, and in the end loads or discards all that still waits. */
final class History {
    /** An undisturbed run may have to set a package aside, or need the way out that its error names. */
    private static final int ATTEMPTS = 3;

    private static final Pattern ADVICE =
            Pattern.compile("pipette pipeline " + World.PIPELINE + " (sync|discard|retry)(?: ([0-9.]*[0-9]))?");

    private final World world;
    private final Observer observer;
    private final Oracle oracle;
    private final List<String> log = new ArrayList<>();
    private Observation last;
    private int faults;

    private History(World world) {
        this.world = world;
        this.observer = new Observer(world);
        this.last = observer.observe();
        this.oracle = new Oracle(world, last.loads());
    }

    /**
     * How a history ended.
     *
     * @param faults how many runs were disturbed
     * @param failure what is wrong; empty where nothing is
     * @param log the steps and how each ended
     */
    record Result(List<Step> steps, int faults, Optional<String> failure, List<String> log) {}

    /** Executes steps in a dataset of their own. */
    static Result execute(List<Step> steps, HistoryPlaces places, String place, String dataset, Path folder) {
        try (World world = new World(places, place, dataset, folder)) {
            if (gives(steps).anyMatch(give -> give.feed() == Feed.STRICT)) {
                world.makeStrictTable();
            }
            History history = new History(world);
            @Nullable String failure = history.all(steps);
            return new Result(steps, history.faults, Optional.ofNullable(failure), history.log);
        }
    }

    private static Stream<Give> gives(List<Step> steps) {
        return steps.stream().filter(Step.Run.class::isInstance).flatMap(step -> ((Step.Run) step).gives().stream());
    }

    private @Nullable String all(List<Step> steps) {
        try {
            steps.forEach(this::execute);
            settle(steps);
            return null;
        } catch (AssertionError wrong) {
            return String.valueOf(wrong.getMessage());
        } catch (RuntimeException unexpected) {
            log.add("  " + unexpected);
            return "an unexpected " + unexpected;
        }
    }

    private void execute(Step step) {
        log.add(step.toString());
        switch (step) {
            case Step.Run run when run.fault() instanceof Fault.None -> undisturbed(run);
            case Step.Run run -> {
                faults++;
                world.prepare(run);
                check(run, world.run(run));
            }
            case Step.Lose lose -> {
                world.lose(lose.home());
                check(step, Outcome.SUCCESS);
            }
            case Step.Prune prune -> {
                Set<String> kept = last.waiting().values().stream()
                        .flatMap(waiting -> waiting.keySet().stream())
                        .collect(Collectors.toSet());
                world.prune(kept);
                check(step, Outcome.SUCCESS);
            }
            case Step.Refuse refuse -> {
                world.refuse(refuse.feed(), last.rows().containsKey(refuse.feed()));
                check(step, Outcome.SUCCESS);
            }
            case Step.Allow allow -> {
                world.allow(allow.feed());
                check(step, Outcome.SUCCESS);
            }
            case Step.Retry retry ->
                last.at(retry.home()).keySet().stream().findFirst().ifPresent(loadId -> retry(retry.home(), loadId));
            case Step.Discard discard -> {
                List<String> discarded = world.hasFolder(discard.home()) ? world.discard(discard.home()) : List.of();
                check(step, Outcome.SUCCESS, new HashSet<>(discarded));
            }
        }
    }

    /** A run that nothing disturbs succeeds, at the latest when the way out that its errors name was followed. */
    private void undisturbed(Step.Run run) {
        world.prepare(run);
        Outcome outcome = world.run(run);
        check(run, outcome);
        boolean hopeless = !Oracle.hopeless(run, world.refusing()).isEmpty();
        for (int attempt = 2; !outcome.succeeded() && !hopeless; attempt++) {
            if (attempt > ATTEMPTS) {
                throw new AssertionError("an undisturbed run fails " + ATTEMPTS + " times: " + outcome.message());
            }
            follow(run.home(), outcome.message());
            outcome = world.run(run);
            check(run, outcome);
        }
    }

    /** Does what an error advises. */
    private void follow(Home home, String message) {
        Matcher advice = ADVICE.matcher(message);
        if (!advice.find()) {
            return;
        }
        log.add("  followed: " + advice.group());
        String loadId = advice.group(2);
        switch (advice.group(1)) {
            case "discard" ->
                check(
                        new Step.Discard(home),
                        Outcome.SUCCESS,
                        new HashSet<>(world.pipeline(home).admin().discard(loadId)));
            case "sync" -> {
                world.pipeline(home).admin().sync();
                check(new Step.Prune(), Outcome.SUCCESS);
            }
            default -> retry(home, loadId);
        }
    }

    /** A package is loaded by retry, or an error says why not. */
    private Outcome retry(Home home, String loadId) {
        Outcome outcome = world.retry(home, loadId);
        check(new Step.Retry(home), outcome, Set.of(), loadId);
        return outcome;
    }

    private void check(Step step, Outcome outcome) {
        check(step, outcome, Set.of());
    }

    private void check(Step step, Outcome outcome, Set<String> discarded) {
        check(step, outcome, discarded, "");
    }

    private void check(Step step, Outcome outcome, Set<String> discarded, String retried) {
        Observation before = last;
        last = observer.observe();
        log.add("  " + outcome + (discarded.isEmpty() ? "" : ", discarded " + discarded) + waiting());
        oracle.check(new Transition(step, outcome, discarded, retried, before, last));
    }

    private String waiting() {
        return last.waiting().entrySet().stream()
                .filter(home -> !home.getValue().isEmpty())
                .map(home -> "; " + home.getKey() + " lists "
                        + home.getValue().values().stream()
                                .map(package_ -> package_.loadId() + " " + package_.state() + " " + package_.batches())
                                .collect(Collectors.joining(", ")))
                .collect(Collectors.joining());
    }

    /** Everything that stood in the way is gone: what is given is loaded, and nothing waits in the end. */
    private void settle(List<Step> steps) {
        Set<Feed> feeds = gives(steps).map(Give::feed).collect(Collectors.toSet());
        feeds.forEach(feed -> execute(new Step.Allow(feed)));
        for (Home home : Home.values()) {
            if (world.hasFolder(home)) {
                settle(home, steps, feeds);
            }
        }
        for (Home home : Home.values()) {
            if (world.hasFolder(home) && !last.at(home).isEmpty()) {
                throw new AssertionError(
                        "packages wait in the end: " + last.at(home).keySet());
            }
        }
    }

    private void settle(Home home, List<Step> steps, Set<Feed> feeds) {
        List<Give> again = new ArrayList<>();
        for (Feed feed : feeds) {
            gives(steps)
                    .filter(give -> give.feed() == feed && !feed.refused(give.batch()) && feed != Feed.KEYED)
                    .reduce((earlier, later) -> later)
                    .ifPresent(again::add);
        }
        Step run = new Step.Run(home, 0, again, new Fault.None());
        if (!again.isEmpty()) {
            execute(run);
        }
        for (String loadId : List.copyOf(last.at(home).keySet())) {
            log.add(home + ": retry " + loadId);
            if (last.at(home).containsKey(loadId) && !retry(home, loadId).succeeded()) {
                execute(new Step.Discard(home));
            }
        }
        if (!again.isEmpty()) {
            execute(run);
        }
    }
}

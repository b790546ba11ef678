package dev.pipette.testing.history;

import dev.pipette.spi.LoadStep;
import dev.pipette.testing.history.Step.Fault;
import dev.pipette.testing.history.Step.Home;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;

/** Makes the steps of a history from a seed. */
final class Planner {
    /** Four digits, so that files of one name have one size. */
    private static final int FIRST_BATCH = 1001;

    private final RandomGenerator random;
    private final int names;
    private final boolean cuts;
    private final boolean kills;
    private final Map<Feed, Give> last = new EnumMap<>(Feed.class);
    private int batch = FIRST_BATCH;
    private boolean decimals;

    private Planner(long seed, int names, boolean cuts, boolean kills) {
        this.random = new SplittableRandom(seed);
        this.names = names;
        this.cuts = cuts;
        this.kills = kills;
    }

    /**
     * The steps of a history.
     *
     * @param names how many names the destination has
     * @param cuts whether the destination can end connections
     * @param kills whether some runs are processes that are killed, which take seconds
     */
    static List<Step> plan(long seed, int names, boolean cuts, boolean kills) {
        return new Planner(seed, names, cuts, kills).steps();
    }

    private List<Step> steps() {
        List<Feed> feeds = feeds();
        List<Step> steps = new ArrayList<>();
        int count = random.nextInt(5, 13);
        for (int step = 0; step < count; step++) {
            steps.add(step(feeds));
            decimals |= random.nextInt(20) == 0;
        }
        return steps;
    }

    /** A history of few feeds comes back to each of them more often. */
    private List<Feed> feeds() {
        List<Feed> all = new ArrayList<>(List.of(Feed.values()));
        int count = random.nextInt(2, 5);
        while (all.size() > count) {
            all.remove(random.nextInt(all.size()));
        }
        return all;
    }

    private Step step(List<Feed> feeds) {
        int dice = random.nextInt(100);
        if (dice < 73) {
            return run(feeds);
        } else if (dice < 77) {
            return new Step.Retry(home());
        } else if (dice < 80) {
            return new Step.Lose(home());
        } else if (dice < 86) {
            return new Step.Prune();
        } else if (dice < 91) {
            return new Step.Refuse(any(feeds));
        } else if (dice < 97) {
            return new Step.Allow(any(feeds));
        }
        return new Step.Discard(home());
    }

    private Step run(List<Feed> feeds) {
        if (feeds.contains(Feed.KEYED) && random.nextInt(4) == 0) {
            return new Step.Run(home(), name(), List.of(give(Feed.KEYED)), fault());
        }
        List<Feed> open = new ArrayList<>(
                feeds.stream().filter(feed -> feed != Feed.KEYED).toList());
        int count = Math.min(open.size(), random.nextInt(1, 4));
        while (open.size() > count) {
            open.remove(random.nextInt(open.size()));
        }
        return open.isEmpty()
                ? new Step.Prune()
                : new Step.Run(home(), name(), open.stream().map(this::give).toList(), fault());
    }

    private Give give(Feed feed) {
        Give before = last.get(feed);
        if (before != null && random.nextInt(10) < 3) {
            return before;
        }
        Give fresh = new Give(feed, batch++, random.nextInt(2), random.nextInt(3) == 0, decimals);
        last.put(feed, fresh);
        return fresh;
    }

    private Fault fault() {
        int dice = random.nextInt(100);
        if (dice < 45) {
            return new Fault.None();
        } else if (dice < 85) {
            LoadStep step = any(List.of(LoadStep.values()));
            if (cuts && random.nextInt(6) == 0) {
                return new Fault.CutAt(step);
            }
            return kills && random.nextInt(12) == 0 ? new Fault.KillAt(step) : new Fault.CrashAt(step);
        }
        return new Fault.Locked();
    }

    private Home home() {
        return random.nextInt(4) == 0 ? Home.THERE : Home.HERE;
    }

    private int name() {
        return random.nextInt(3) == 0 ? random.nextInt(names) : 0;
    }

    private <T> T any(List<T> values) {
        return values.get(random.nextInt(values.size()));
    }
}

package dev.pipette.testing.history;

import dev.pipette.testing.history.Observation.Landed;
import dev.pipette.testing.history.Observation.Waiting;
import dev.pipette.testing.history.Step.Home;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * What must be true. Each batch that is appended is a package or rows at the destination, known by its load id; so the
 * oracle follows each of them from step to step and needs to know nothing of how a load works.
 *
 * <ul>
 *   <li>A load of a batch is there with all its rows, once, or not at all.
 *   <li>A run that reports success has loaded each of its batches once: by a package of this machine that waited with
 *       the same rows, or else by a new one, never by both.
 *   <li>No load appears that no run was given.
 *   <li>A package that was listed is committed or listed after the step as well, unless a person discarded it, its
 *       folder was lost, or the same run was given its rows again.
 *   <li>After a success nothing waits that could be loaded.
 *   <li>A merged key has its newest committed version; a replaced table its newest committed content; the log and the
 *       files of a ledger are there exactly, after a success.
 * </ul>
 */
final class Oracle {
    private final World world;
    /** What each load holds, as far as it is known. */
    private final Map<String, Map<Feed, Integer>> contents = new HashMap<>();
    /** Loads that were committed, pruned ones as well. */
    private final Set<String> committed = new TreeSet<>();
    /** The newest batch of each feed that a run reported as loaded. */
    private final Map<Feed, Integer> reported = new EnumMap<>(Feed.class);
    /** The newest content of each file that a run reported as loaded. */
    private final Map<String, Integer> reportedFiles = new HashMap<>();
    /** Packages that another machine may have overtaken: it committed something while they waited. */
    private final Set<String> overtaken = new HashSet<>();
    /** Loads and feeds of packages that waited while a run loaded the same batch again. */
    private final Set<String> loadedAgain = new HashSet<>();
    /** All batches that were given. */
    private final Map<Feed, Set<Integer>> given = new EnumMap<>(Feed.class);
    /** What is in each file now. */
    private final Map<String, Give> files = new HashMap<>();

    /** @param loads those that were committed before the history began */
    Oracle(World world, Set<String> loads) {
        this.world = world;
        committed.addAll(loads);
    }

    /**
     * One step, between two observations.
     *
     * @param retried the package that a person loads; empty in other steps
     */
    record Transition(
            Step step, Outcome outcome, Set<String> discarded, String retried, Observation before, Observation now) {}

    /** Checks a step; throws an {@link AssertionError} that says what is wrong. */
    void check(Transition change) {
        learn(change);
        complete(change.now());
        for (Home home : Home.values()) {
            accounted(change, home);
        }
        nothingFromNowhere(change);
        if (change.step() instanceof Step.Run run) {
            run.gives().forEach(give -> once(change, run, give));
            if (change.outcome().succeeded()) {
                nothingLeftWaiting(change, run.home());
                change.now()
                        .at(run.home())
                        .values()
                        .forEach(left -> run.gives().stream()
                                .filter(left::holds)
                                .forEach(give -> loadedAgain.add(left.loadId() + give.feed())));
            }
        }
        if (change.step() instanceof Step.Retry retry) {
            retried(change, retry.home());
        }
        merged(change.now());
        replaced(change.now());
        logged(change);
        exported(change);
    }

    private void learn(Transition change) {
        if (change.step() instanceof Step.Run run) {
            run.gives().forEach(give -> {
                given.computeIfAbsent(give.feed(), feed -> new HashSet<>()).add(give.batch());
                if (give.feed().readsFile()) {
                    files.put(fileName(give), give);
                }
            });
        }
        change.now()
                .waiting()
                .values()
                .forEach(all -> all.forEach((id, waiting) -> contents.put(id, waiting.batches())));
        Set<String> fresh = new TreeSet<>(change.now().loads());
        fresh.removeAll(committed);
        if (change.step() instanceof Step.Run run) {
            for (String load : fresh) {
                Map<Feed, Integer> own = new EnumMap<>(Feed.class);
                run.gives().forEach(give -> own.put(give.feed(), give.batch()));
                contents.putIfAbsent(load, own);
            }
            if (!fresh.isEmpty()) {
                for (Home home : Home.values()) {
                    if (home != run.home()) {
                        overtaken.addAll(change.before().at(home).keySet());
                    }
                }
            }
            if (change.outcome().succeeded()) {
                run.gives().forEach(give -> reported.merge(give.feed(), give.batch(), Math::max));
            }
        }
        committed.addAll(fresh);
    }

    private static String fileName(Give give) {
        return give.feed().table() + " " + give.slot();
    }

    /** All rows of a load's batch, with their nested rows, or none. */
    private void complete(Observation now) {
        require(now.orphans().isEmpty(), "nested rows without a parent in " + now.orphans());
        for (Feed feed : Feed.values()) {
            if (feed.appendsBatches()) {
                now.of(feed).stream()
                        .collect(Collectors.groupingBy(
                                landed -> landed.loadId() + " " + landed.row().batch(),
                                TreeMap::new,
                                Collectors.mapping(Landed::row, Collectors.toList())))
                        .forEach((load, rows) -> sameRows(feed.table() + " of load " + load, rows, feed.rows((int)
                                rows.getFirst().batch())));
            }
        }
    }

    private static void sameRows(String what, List<Row> found, List<Row> wanted) {
        List<String> one = found.stream().map(Row::toString).sorted().toList();
        List<String> other = wanted.stream().map(Row::toString).sorted().toList();
        require(one.equals(other), what + " has rows " + one + " instead of " + other);
    }

    /** What was listed is committed, listed, or rightly gone. */
    private void accounted(Transition change, Home home) {
        if (change.step() instanceof Step.Lose lost && lost.home() == home) {
            return;
        }
        for (Waiting waiting : change.before().at(home).values()) {
            String id = waiting.loadId();
            boolean there = committed.contains(id)
                    || change.discarded().contains(id)
                    || change.now().at(home).containsKey(id);
            if (!there) {
                require(
                        waiting.batches().entrySet().stream()
                                .allMatch(batch -> extractedAgain(change, home, batch.getKey(), batch.getValue())),
                        "package " + id + " of " + home + " with " + waiting.batches()
                                + " is gone and was never loaded");
            }
        }
        for (Waiting waiting : change.now().at(home).values()) {
            require(
                    !waiting.quarantined() || waiting.hasReason(),
                    "package " + waiting.loadId() + " was set aside without a reason");
        }
    }

    private boolean extractedAgain(Transition change, Home home, Feed feed, int batch) {
        boolean again = change.step() instanceof Step.Run run
                && run.home() == home
                && run.gives().stream().anyMatch(give -> give.feed() == feed && supersedes(give, batch));
        boolean loadedByKey =
                feed == Feed.KEYED && !change.now().loadsOf(feed, batch).isEmpty();
        return again || feed.readsAll() || loadedByKey;
    }

    /** Whether nothing is left of an earlier batch where this one is loaded. */
    private static boolean supersedes(Give give, int batch) {
        Set<Long> keys = give.feed().rows(give.batch()).stream().map(Row::id).collect(Collectors.toSet());
        boolean replaces = give.feed() == Feed.STOCK
                || give.feed() == Feed.USERS
                        && give.feed().rows(batch).stream().map(Row::id).allMatch(keys::contains);
        return give.batch() == batch || replaces && give.batch() > batch;
    }

    /** Each new load was given by this run, or waited before it. */
    private void nothingFromNowhere(Transition change) {
        for (Feed feed : Feed.values()) {
            if (feed.appendsBatches()) {
                for (Landed landed : change.now().of(feed)) {
                    int batch = (int) landed.row().batch();
                    boolean known = change.before().loadsOf(feed, batch).contains(landed.loadId());
                    require(
                            known || mayLand(change, landed.loadId(), feed, batch),
                            feed.table() + " has batch " + batch + " by load " + landed.loadId()
                                    + ", which nobody gave");
                }
            }
        }
    }

    private static boolean mayLand(Transition change, String loadId, Feed feed, int batch) {
        return change.retried().equals(loadId)
                || change.step() instanceof Step.Run run
                        && (change.before().at(run.home()).containsKey(loadId)
                                || run.gives().stream().anyMatch(give -> give.feed() == feed && give.batch() == batch));
    }

    /** A batch of an append is loaded once by a success, and at most once by another run. */
    private void once(Transition change, Step.Run run, Give give) {
        Feed feed = give.feed();
        if (!feed.appendsBatches()) {
            return;
        }
        Set<String> waited = change.before().at(run.home()).values().stream()
                .filter(waiting -> !waiting.quarantined() && waiting.holds(give))
                .map(Waiting::loadId)
                .collect(Collectors.toSet());
        Set<String> landed = change.now().loadsOf(feed, give.batch());
        if (feed == Feed.KEYED) {
            require(landed.size() <= 1, "the run key's batch " + give + " was loaded by " + landed);
            require(
                    !change.outcome().succeeded() || landed.size() == 1,
                    "the run reports success, and " + give + " is not there");
            return;
        }
        landed.removeIf(load -> change.before().loadsOf(feed, give.batch()).contains(load) && !waited.contains(load));
        int wanted = Math.max(1, waited.size());
        require(
                landed.size() <= wanted,
                give + " was loaded by " + landed + (waited.isEmpty() ? "" : ", of which " + waited + " had waited"));
        require(
                !change.outcome().succeeded() || landed.size() == wanted,
                "the run reports success, and " + give + " was loaded by " + landed
                        + (waited.isEmpty() ? "" : " while " + waited + " waited"));
    }

    /** A package that a person loads is there or listed afterwards, and doubles nothing that was loaded meanwhile. */
    private void retried(Transition change, Home home) {
        Waiting package_ = change.before().at(home).get(change.retried());
        if (package_ == null) {
            return;
        }
        package_.batches().forEach((feed, batch) -> {
            if (feed.appendsBatches() && committed.contains(change.retried())) {
                require(
                        change.now().loadsOf(feed, batch).contains(change.retried()),
                        "retry of " + change.retried() + " reports success, and " + feed + " " + batch
                                + " is not there");
                require(
                        !loadedAgain.contains(change.retried() + feed),
                        "retry of " + change.retried() + " doubles " + feed.table() + " " + batch
                                + ", which a run loaded meanwhile");
            }
        });
    }

    /** A package that nothing is in the way of does not outlive a success. */
    private void nothingLeftWaiting(Transition change, Home home) {
        for (Waiting waiting : change.before().at(home).values()) {
            boolean may = committed.contains(waiting.loadId())
                    || waiting.quarantined()
                    || overtaken.contains(waiting.loadId())
                    || !change.now().at(home).containsKey(waiting.loadId())
                    || waiting.batches().entrySet().stream().anyMatch(batch -> stuck(batch.getKey(), batch.getValue()));
            require(
                    may,
                    "package " + waiting.loadId() + " with " + waiting.batches()
                            + " still waits after a success, and nothing is in its way");
        }
    }

    private boolean stuck(Feed feed, int batch) {
        boolean overwritten = feed == Feed.PRICES
                && files.values().stream().noneMatch(file -> file.feed() == Feed.PRICES && file.batch() == batch);
        return world.refusing().contains(feed) || feed.refused(batch) || overwritten || feed == Feed.EXPORTS;
    }

    /** The newest batch of a feed among those that are committed or reported as loaded, which a row passes. */
    private Set<Integer> loaded(Feed feed) {
        Set<Integer> loaded = committed.stream()
                .map(contents::get)
                .filter(content -> content != null && content.containsKey(feed))
                .map(content -> content.get(feed))
                .collect(Collectors.toCollection(TreeSet::new));
        if (reported.containsKey(feed)) {
            loaded.add(reported.get(feed));
        }
        return loaded;
    }

    private void merged(Observation now) {
        Map<Long, Row> wanted = new TreeMap<>();
        loaded(Feed.USERS).forEach(batch -> Feed.USERS.rows(batch).forEach(row -> wanted.put(row.id(), row)));
        sameRows(
                Feed.USERS.table(),
                now.of(Feed.USERS).stream().map(Landed::row).toList(),
                List.copyOf(wanted.values()));
    }

    private void replaced(Observation now) {
        int newest = loaded(Feed.STOCK).stream().mapToInt(batch -> batch).max().orElse(0);
        sameRows(
                Feed.STOCK.table(),
                now.of(Feed.STOCK).stream().map(Landed::row).toList(),
                newest == 0 ? List.of() : Feed.STOCK.rows(newest));
    }

    /** The log's rows are there once, none is lost again, and after a success all of them are there. */
    private void logged(Transition change) {
        Set<String> before = keys(change.before());
        List<String> now = change.now().of(Feed.EVENTS).stream()
                .map(landed -> landed.row().toString())
                .sorted()
                .toList();
        Set<String> log = Feed.logged(world.input()).stream()
                .map(line -> new Row(line.id(), line.batch(), List.of()).toString())
                .collect(Collectors.toCollection(TreeSet::new));
        require(new HashSet<>(now).size() == now.size(), "events has rows twice: " + now);
        require(log.containsAll(now), "events has rows that were never given: " + now + ", given " + log);
        require(now.containsAll(before), "events lost rows: had " + before + ", has " + now);
        if (succeededWith(change, Feed.EVENTS)) {
            require(
                    List.copyOf(log).equals(now),
                    "the run reports success, and events has " + now + " instead of " + log);
        }
    }

    private static Set<String> keys(Observation observation) {
        return observation.of(Feed.EVENTS).stream()
                .map(landed -> landed.row().toString())
                .collect(Collectors.toSet());
    }

    private static boolean succeededWith(Transition change, Feed feed) {
        return change.outcome().succeeded()
                && change.step() instanceof Step.Run run
                && run.gives().stream().anyMatch(give -> give.feed() == feed);
    }

    /** Of each file of the ledger one content is there, none older than was reported, and after a success the newest. */
    private void exported(Transition change) {
        Map<String, List<Row>> byFile = change.now().of(Feed.EXPORTS).stream()
                .collect(Collectors.groupingBy(
                        landed ->
                                Feed.EXPORTS.table() + " " + landed.file().replaceAll("\\D*part-(\\d+)\\.csv$|.", "$1"),
                        Collectors.mapping(Landed::row, Collectors.toList())));
        if (succeededWith(change, Feed.EXPORTS)) {
            files.forEach((name, give) -> {
                if (give.feed() == Feed.EXPORTS) {
                    reportedFiles.put(name, give.batch());
                }
            });
        }
        byFile.forEach((name, rows) -> {
            int batch = (int) rows.getFirst().batch();
            sameRows(name, rows, Feed.EXPORTS.rows(batch));
            require(
                    given.getOrDefault(Feed.EXPORTS, Set.of()).contains(batch),
                    name + " has rows that were never given");
        });
        reportedFiles.forEach((name, batch) -> {
            List<Row> rows = byFile.getOrDefault(name, List.of());
            require(
                    !rows.isEmpty() && rows.getFirst().batch() >= batch,
                    "file " + name + " with batch " + batch + " was reported as loaded, and the table has " + rows);
        });
    }

    /** The feeds that can never be loaded as they are given. */
    static Set<Feed> hopeless(Step.Run run, Set<Feed> refusing) {
        return run.gives().stream()
                .filter(give -> refusing.contains(give.feed()) || give.feed().refused(give.batch()))
                .map(Give::feed)
                .collect(Collectors.toCollection(() -> EnumSet.noneOf(Feed.class)));
    }

    private static void require(boolean holds, String otherwise) {
        if (!holds) {
            throw new AssertionError(otherwise);
        }
    }
}

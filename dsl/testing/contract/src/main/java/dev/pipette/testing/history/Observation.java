package dev.pipette.testing.history;

import dev.pipette.testing.history.Step.Home;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * What is there between two steps.
 *
 * @param rows the rows of each table that exists
 * @param orphans the tables that have nested rows without a parent
 * @param loads the load ids of {@code _dlt_loads}
 * @param waiting the packages that each machine lists, by their load ids
 */
record Observation(
        Map<Feed, List<Landed>> rows, Set<Feed> orphans, Set<String> loads, Map<Home, Map<String, Waiting>> waiting) {
    /**
     * A row at the destination.
     *
     * @param file the file that it came from; empty where that is not kept
     */
    record Landed(String loadId, Row row, String file) {}

    /**
     * A package that a machine lists.
     *
     * @param state {@code sealed}, {@code committed} or {@code quarantined}
     * @param batches what it holds
     */
    record Waiting(String loadId, String state, Map<Feed, Integer> batches, boolean hasReason) {
        boolean quarantined() {
            return state.equals("quarantined");
        }

        boolean holds(Give give) {
            return Integer.valueOf(give.batch()).equals(batches.get(give.feed()));
        }
    }

    List<Landed> of(Feed feed) {
        return rows.getOrDefault(feed, List.of());
    }

    Map<String, Waiting> at(Home home) {
        return waiting.getOrDefault(home, Map.of());
    }

    /** The loads that brought a batch. */
    Set<String> loadsOf(Feed feed, long batch) {
        return of(feed).stream()
                .filter(landed -> landed.row().batch() == batch)
                .map(Landed::loadId)
                .collect(Collectors.toCollection(TreeSet::new));
    }
}

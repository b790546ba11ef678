package dev.pipette.testing.history;

import dev.pipette.Pipeline;
import dev.pipette.admin.PipelineAdmin.PendingPackage;
import dev.pipette.error.PipetteException;
import dev.pipette.testing.history.Observation.Landed;
import dev.pipette.testing.history.Observation.Waiting;
import dev.pipette.testing.history.Step.Home;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jooq.CloseableDSLContext;
import org.jooq.DSLContext;
import org.jooq.Record;

/** Reads what is there: tables by SQL, packages by what the pipeline lists of them. */
final class Observer {
    private final World world;
    /** What packages hold, as it was when they were first seen: their files may be overwritten later. */
    private final Map<String, Map<Feed, Integer>> held = new HashMap<>();

    Observer(World world) {
        this.world = world;
    }

    Observation observe() {
        Map<Feed, List<Landed>> rows = new EnumMap<>(Feed.class);
        Set<Feed> orphans = EnumSet.noneOf(Feed.class);
        Set<String> loads = new TreeSet<>();
        try (CloseableDSLContext dsl = world.pipeline(Home.HERE).dataset().dsl()) {
            Set<String> tables = tables(dsl);
            for (Feed feed : Feed.values()) {
                List<Landed> landed = new ArrayList<>();
                List<String> there = feed.tables().stream()
                        .filter(table -> tables.contains(world.readable(feed, table)))
                        .toList();
                there.forEach(table -> landed.addAll(rows(dsl, feed, table, tables, orphans)));
                if (!there.isEmpty()) {
                    rows.put(feed, landed);
                }
            }
            if (tables.contains("_dlt_loads")) {
                loads.addAll(dsl.fetch("SELECT load_id FROM " + world.dataset() + "._dlt_loads")
                        .getValues(0, String.class));
            }
        } catch (PipetteException noDestination) {
            // nothing is there yet
        }
        Map<Home, Map<String, Waiting>> waiting = new EnumMap<>(Home.class);
        for (Home home : Home.values()) {
            waiting.put(home, waiting(home));
        }
        return new Observation(rows, orphans, loads, waiting);
    }

    /** The tables that rows were loaded into. */
    private Set<String> tables(DSLContext dsl) {
        return new HashSet<>(dsl.fetch("SELECT table_name FROM information_schema.columns WHERE table_schema = '"
                        + world.dataset() + "' AND column_name IN ('_dlt_id', 'load_id')")
                .getValues(0, String.class));
    }

    private List<Landed> rows(DSLContext dsl, Feed feed, String table, Set<String> tables, Set<Feed> orphans) {
        String nested = table + "__tags";
        Map<String, List<String>> tags = new HashMap<>();
        if (tables.contains(nested)) {
            for (Record tag : dsl.fetch("SELECT _dlt_parent_id, value FROM " + world.dataset() + "." + nested
                    + " ORDER BY _dlt_parent_id, _dlt_list_idx")) {
                tags.computeIfAbsent(text(tag, 0), parent -> new ArrayList<>()).add(text(tag, 1));
            }
        }
        List<Landed> rows = new ArrayList<>();
        for (Record row : dsl.fetch("SELECT _dlt_load_id, _dlt_id, id, batch, "
                + (feed == Feed.EXPORTS ? "_file_name" : "''") + " FROM " + world.dataset() + "."
                + world.readable(feed, table))) {
            List<String> own = tags.remove(text(row, 1));
            rows.add(new Landed(
                    text(row, 0),
                    new Row(row.get(2, Long.class), row.get(3, Long.class), own == null ? List.of() : own),
                    text(row, 4)));
        }
        if (!tags.isEmpty()) {
            orphans.add(feed);
        }
        return rows;
    }

    private static String text(Record row, int column) {
        return String.valueOf(row.get(column));
    }

    private Map<String, Waiting> waiting(Home home) {
        Map<String, Waiting> waiting = new TreeMap<>();
        if (world.hasFolder(home)) {
            Pipeline pipeline = world.pipeline(home);
            for (PendingPackage pending : pipeline.admin().pending()) {
                waiting.put(
                        pending.loadId(),
                        new Waiting(
                                pending.loadId(),
                                pending.state(),
                                held.computeIfAbsent(home + " " + pending.loadId(), key -> batches(pipeline, pending)),
                                pending.reason().isPresent()));
            }
        }
        return waiting;
    }

    private static Map<Feed, Integer> batches(Pipeline pipeline, PendingPackage pending) {
        Map<Feed, Integer> batches = new EnumMap<>(Feed.class);
        for (Feed feed : Feed.values()) {
            feed.tables().stream()
                    .filter(table -> pending.rows().getOrDefault(table, 0L) > 0)
                    .findFirst()
                    .ifPresent(table -> batches.put(
                            feed,
                            pipeline.admin()
                                    .query(pending.loadId(), "SELECT max(batch) FROM " + table)
                                    .result()
                                    .getFirst()
                                    .get(0, Integer.class)));
        }
        return batches;
    }
}

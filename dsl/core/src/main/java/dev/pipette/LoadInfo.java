package dev.pipette;

import dev.pipette.check.CheckResult;
import dev.pipette.engine.ValueStyle;
import dev.pipette.schema.WriteDisposition;
import dev.pipette.text.Grid;
import dev.pipette.text.Units;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.ToLongFunction;
import org.immutables.value.Value;

/**
 * What a run did.
 *
 * <pre>{@code
 * LoadInfo info = pipeline.run(stats);
 * System.out.println(info);       // scratch -> duckdb scratch.duckdb | daily_stats 12 rows merged | 41 ms
 * info.rows("daily_stats");       // 12
 * }</pre>
 *
 * <p>Immutable, and may be shared by threads.
 */
@Value.Immutable
@ValueStyle
public abstract class LoadInfo {
    LoadInfo() {}

    /** Begins to collect what a run did; for runners of pipelines. */
    public static Builder builder() {
        return new Builder();
    }

    /** Collects what a run did. */
    public static final class Builder extends ImmutableLoadInfo.Builder {
        Builder() {}
    }

    /** The pipeline. */
    public abstract String pipelineName();

    /** The destination, without secrets. */
    public abstract String destination();

    /** The dataset. */
    public abstract String dataset();

    /** The load packages that this run committed, or found committed, in order; empty when there was nothing to load. */
    public abstract List<LoadedPackage> packages();

    /** What the run did besides, one sentence each: a package finished for an earlier run, an input not read again. */
    public abstract List<String> notes();

    /** From the call to the return. */
    public abstract Duration duration();

    /**
     * One committed load package.
     *
     * @param loadId its id, as in {@code _dlt_loads} and {@code _dlt_load_id}
     * @param recovered whether an earlier run, which did not come to its end, had extracted it
     * @param tables what happened to its tables, parents first
     * @param schemaChanges what was changed at the destination to hold the rows, one sentence each
     * @param checks how its checks ended
     */
    public record LoadedPackage(
            String loadId,
            boolean recovered,
            List<TableLoad> tables,
            List<String> schemaChanges,
            List<CheckResult> checks) {
        /** Copies the lists. */
        public LoadedPackage {
            tables = List.copyOf(tables);
            schemaChanges = List.copyOf(schemaChanges);
            checks = List.copyOf(checks);
        }

        /** A package without checks. */
        public LoadedPackage(String loadId, boolean recovered, List<TableLoad> tables, List<String> schemaChanges) {
            this(loadId, recovered, tables, schemaChanges, List.of());
        }
    }

    /**
     * What happened to one table.
     *
     * <p>The rows that arrived are {@code rows + unchanged + skipped + rejected}. The table has {@code inserted() - deleted} rows more than
     * before; one that keeps versions ({@link dev.pipette.schema.MergeStrategy.Scd2}) has so many more active versions, and
     * {@code rows} more rows, because versions that are retired stay in it.
     *
     * @param table its name
     * @param resource the resource that fills it
     * @param parent the table it is nested in
     * @param disposition how the resource changed it: append, replace or merge
     * @param rows rows of the resource that were put into the table, inserted or updated; where several resources of a
     *     package merge into one table, a later one may have replaced some of them
     * @param updated of these, rows that took the place of one with the same key. Rows of nested tables are never updated:
     *     those of a row that changes are deleted, and the new ones inserted. Of a table that keeps versions: new versions in
     *     whose place one with the same primary key was retired
     * @param unchanged rows of the resource that are there with the same values and were left as they are, where {@link
     *     Resource#skipUnchanged} asks for it, and always where the table keeps versions
     * @param skipped rows of the resource that were left out: loaded before (by the cursor's boundary), beaten by another row
     *     of the resource with the same key, there already for a strategy that never changes rows, or rows that only delete
     * @param deleted rows that the load took away, with none of the same key in their place: those of a replaced table, those
     *     that a hard delete names, those that are missing in a snapshot, also where they are marked only, and nested rows
     *     of rows that changed. Of a table that keeps versions: those that were retired, and stay in the table
     * @param rejected rows of the resource that a check did not let in, and the rows nested in them, and for a root table lines
     *     that could not be read; they are in {@code _pipette_rejects}
     */
    public record TableLoad(
            String table,
            String resource,
            Optional<String> parent,
            WriteDisposition.Kind disposition,
            long rows,
            long updated,
            long unchanged,
            long skipped,
            long deleted,
            long rejected) {
        /** A table of whose rows none was rejected. */
        public TableLoad(
                String table,
                String resource,
                Optional<String> parent,
                WriteDisposition.Kind disposition,
                long rows,
                long updated,
                long unchanged,
                long skipped,
                long deleted) {
            this(table, resource, parent, disposition, rows, updated, unchanged, skipped, deleted, 0);
        }

        /** Rows of the resource that are new in the table. */
        public long inserted() {
            return rows - updated;
        }

        /** Rows of the table that were taken away or have an arriving row in their place. */
        public long replaced() {
            return deleted + updated;
        }

        /**
         * The counts of several tables, for people: {@code rows} of each, and of the others those that are not 0 for all of
         * them. Where several resources filled a table, each has a line with its name.
         *
         * <pre>{@code
         * LoadInfo.TableLoad.grid(info.tables()).text();
         * // table    rows  disposition  updated  unchanged
         * // ------  -----  -----------  -------  ---------
         * // events  1,707  merge             12          3
         * }</pre>
         */
        public static Grid grid(List<TableLoad> loads) {
            boolean shared = !shared(loads).isEmpty();
            List<String> headings = new ArrayList<>(List.of("table", ">rows", "disposition"));
            if (shared) {
                headings.add(1, "resource");
            }
            Map<String, ToLongFunction<TableLoad>> counts = new LinkedHashMap<>();
            counts.put("updated", TableLoad::updated);
            counts.put("unchanged", TableLoad::unchanged);
            counts.put("skipped", TableLoad::skipped);
            counts.put("deleted", TableLoad::deleted);
            counts.put("rejected", TableLoad::rejected);
            counts.values().removeIf(count -> loads.stream().allMatch(load -> count.applyAsLong(load) == 0));
            counts.keySet().forEach(heading -> headings.add(">" + heading));
            Grid grid = new Grid(headings.toArray(String[]::new));
            for (TableLoad load : loads) {
                List<String> cells =
                        new ArrayList<>(List.of(load.table, Units.number(load.rows), load.disposition.toString()));
                if (shared) {
                    cells.add(1, load.resource);
                }
                counts.values().forEach(count -> cells.add(Units.number(count.applyAsLong(load))));
                grid.add(cells.toArray(String[]::new));
            }
            return grid;
        }

        private static Set<String> shared(List<TableLoad> loads) {
            Map<String, Set<String>> resources = new TreeMap<>();
            for (TableLoad load : loads) {
                resources.computeIfAbsent(load.table, table -> new HashSet<>()).add(load.resource);
            }
            resources.values().removeIf(names -> names.size() == 1);
            return resources.keySet();
        }
    }

    /**
     * Rows put into a table by all packages; 0 for a table that was not touched. A row that several resources or packages
     * merge counts each time.
     */
    public final long rows(String table) {
        return tables().stream()
                .filter(load -> load.table().equals(table))
                .mapToLong(TableLoad::rows)
                .sum();
    }

    /** What happened to each table, by all packages. */
    public final List<TableLoad> tables() {
        return packages().stream().flatMap(load -> load.tables().stream()).toList();
    }

    /**
     * The tables that more than one resource filled, so that a table's name alone does not say whose rows are counted.
     *
     * <pre>{@code
     * pipeline.run(orders.table("sales"), events.table("sales")).sharedTables();   // [sales]
     * }</pre>
     */
    public final Set<String> sharedTables() {
        return Collections.unmodifiableSet(TableLoad.shared(tables()));
    }

    /** What was changed at the destination to hold the rows, one sentence each. */
    public final List<String> schemaChanges() {
        return packages().stream()
                .flatMap(load -> load.schemaChanges().stream())
                .toList();
    }

    /** How many rows of resources were rejected, without those nested in them, and lines that could not be read among them. */
    public final long rejected() {
        return tables().stream()
                .filter(load -> load.parent().isEmpty())
                .mapToLong(TableLoad::rejected)
                .sum();
    }

    /** How the checks of all packages ended. */
    public final List<CheckResult> checks() {
        return packages().stream().flatMap(load -> load.checks().stream()).toList();
    }

    /** Whether nothing was loaded because nothing was new. */
    public final boolean nothingNew() {
        return packages().isEmpty();
    }

    /** With one more note. */
    public final LoadInfo withNote(String note) {
        return ((ImmutableLoadInfo) this)
                .withNotes(java.util.stream.Stream.concat(notes().stream(), java.util.stream.Stream.of(note))
                        .toList());
    }

    /** An HTML table with the same numbers, for notebooks. */
    public final String toHtml() {
        return Printing.html(this);
    }

    @Override
    public final String toString() {
        return Printing.line(this);
    }
}

package dev.pipette.engine.load;

import dev.pipette.check.Check;
import dev.pipette.check.CheckResult;
import dev.pipette.check.Rule;
import dev.pipette.engine.load.check.CheckedTable;
import dev.pipette.engine.load.check.TableChecks;
import dev.pipette.engine.manifest.Manifest;
import dev.pipette.engine.manifest.ResourceLoad;
import dev.pipette.schema.TableColumn;
import dev.pipette.spi.DestinationSession;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Predicate;
import org.jooq.impl.DSL;

/** The checks of one package that are about its tables: made before the rows are applied, and judged afterwards. */
final class LoadChecks {
    private final DestinationSession session;
    private final Manifest manifest;
    private final Clock clock;
    private final Map<String, Long> before = new HashMap<>();

    /** @param existing the dataset's tables before the load */
    LoadChecks(DestinationSession session, Manifest manifest, Map<String, List<TableColumn>> existing, Clock clock) {
        this.session = session;
        this.manifest = manifest;
        this.clock = clock;
        for (ResourceLoad resource : manifest.byTable()) {
            boolean counted = existing.containsKey(resource.table())
                    && has(resource, check -> check.rule() instanceof Rule.RowCountChange);
            if (counted) {
                before.computeIfAbsent(resource.table(), table ->
                        (long) session.dsl().fetchCount(DSL.table(session.qualified(manifest.dataset(), table))));
            }
        }
    }

    /** Sees to it that queries find the tables, before a transaction is begun. */
    static void prepare(DestinationSession session, Manifest manifest) {
        if (manifest.resources().stream().anyMatch(load -> has(load, check -> check.rule() instanceof Rule.Sql))) {
            session.searchIn(List.of(manifest.dataset()));
        }
    }

    private static boolean has(ResourceLoad resource, Predicate<Check> wanted) {
        return resource.declaredChecks().stream().anyMatch(wanted);
    }

    /**
     * How all checks ended, now that the rows are in their tables.
     *
     * @param arrivals how those ended that are about arriving rows
     */
    List<CheckResult> results(List<CheckResult> arrivals) {
        List<CheckResult> results = new ArrayList<>(arrivals);
        boolean any =
                manifest.byTable().stream().anyMatch(load -> has(load, check -> check.rule() instanceof Rule.OfTable));
        if (!any) {
            return results;
        }
        Map<String, List<TableColumn>> existing = session.tables(manifest.dataset());
        for (ResourceLoad resource : manifest.byTable()) {
            CheckedTable table = new CheckedTable(
                    session,
                    manifest.dataset(),
                    existing,
                    resource.table(),
                    Optional.of(manifest.loadId()),
                    resource.disposition());
            Long rows = before.get(resource.table());
            results.addAll(
                    new TableChecks(table, clock.instant(), rows == null ? OptionalLong.empty() : OptionalLong.of(rows))
                            .results(resource.declaredChecks()));
        }
        return results;
    }
}

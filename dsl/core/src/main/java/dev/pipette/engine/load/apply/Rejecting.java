package dev.pipette.engine.load.apply;

import static dev.pipette.engine.load.apply.RowOutputs.ORDINAL;

import dev.pipette.check.Check;
import dev.pipette.check.Rule;
import dev.pipette.check.Severity;
import dev.pipette.engine.load.bookkeeping.RejectRows;
import dev.pipette.engine.load.check.ArrivalChecks;
import dev.pipette.engine.load.plan.ContractRefusal;
import dev.pipette.engine.load.plan.LoadPlan;
import dev.pipette.engine.load.plan.PreparedTable;
import dev.pipette.engine.manifest.PackageTable;
import dev.pipette.engine.manifest.ResourceLoad;
import dev.pipette.engine.query.PackageQuery;
import dev.pipette.engine.query.PackageReader;
import dev.pipette.engine.query.RejectedRows;
import dev.pipette.engine.query.RejectedRows.JsonTable;
import dev.pipette.engine.query.RejectedRows.Reason;
import dev.pipette.schema.SystemColumns;
import dev.pipette.spi.DestinationSession;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jooq.Record;
import org.jooq.Select;
import org.jooq.Table;

/**
 * Finds the arriving rows of one resource that its checks reject, before they meet the rows that are there: those that break a
 * rule by themselves, then those that refer to nothing, then those whose values another row has. A row that is rejected is no
 * reason to reject another.
 */
final class Rejecting {
    private final ResourceLoad resource;
    private final WriteTools tools;
    private final ArrivalChecks judged;
    private final RejectedRows rejects;
    private final RejectedOthers others;
    private final List<Reason> reasons = new ArrayList<>();

    /** @param tables the tables of the resource in the package, the root first */
    Rejecting(
            ResourceLoad resource,
            WriteTools tools,
            ArrivalChecks judged,
            PackageReader reader,
            LoadPlan plan,
            List<PackageTable> tables) {
        this.resource = resource;
        this.tools = tools;
        this.judged = judged;
        this.rejects = reader.rejected(tables.stream()
                .flatMap(table -> Stream.concat(
                        Stream.ofNullable(plan.tables().get(table.name())),
                        Stream.ofNullable(plan.refused().get(table.name()))))
                .map(Rejecting::json)
                .toList());
        this.others = new RejectedOthers(resource, tools);
    }

    private static JsonTable json(PreparedTable table) {
        PackageQuery query = table.query().copy();
        Map<String, String> refused = new LinkedHashMap<>();
        for (ContractRefusal refusal : table.plan().refusals()) {
            query.output(refusal.values().apply(query), refusal.output());
            refused.put(refusal.column(), refusal.output());
        }
        return new JsonTable(
                table.plan().table(),
                query,
                table.columns().stream()
                        .filter(column -> !SystemColumns.isOfRow(column.name()))
                        .toList(),
                refused);
    }

    /**
     * The rows that are not loaded, with those that are known already.
     *
     * @param known rows that an earlier load brought
     */
    Rejected among(LeftOut known) {
        reasons.addAll(judged.reasons());
        LeftOut out = known;
        if (!reasons.isEmpty()) {
            out = out.and(written());
        }
        int byThemselves = reasons.size();
        for (Check check : resource.declaredChecks()) {
            if (check.severity() == Severity.REJECT && check.rule() instanceof Rule.References refers) {
                out = found(check, others.missing(refers, out), out);
            }
        }
        for (Check check : resource.declaredChecks()) {
            if (check.severity() == Severity.REJECT && check.rule() instanceof Rule.Unique unique) {
                out = found(check, others.repeated(unique, out), out);
            }
        }
        for (Rule.Unique key : judged.uniqueKeys()) {
            out = found(
                    Reason.Kind.KEY,
                    "unique(" + String.join(", ", key.columns()) + ")",
                    key,
                    others.repeated(key, out),
                    out);
        }
        if (reasons.isEmpty()) {
            return Rejected.none(known);
        }
        Table<Record> all = reasons.size() == byThemselves ? last(out) : written();
        return new Rejected(
                known.and(all), LeftOut.NONE.and(all), tools.session().dsl().fetchCount(all));
    }

    private static Table<Record> last(LeftOut out) {
        return out.ordinals().getLast();
    }

    private Table<Record> written() {
        judged.write(rejects, reasons);
        return tools.session().relation("rejected", rejects.numbers(ORDINAL.getName()), false);
    }

    private LeftOut found(Check check, Select<?> ordinals, LeftOut out) {
        DestinationSession session = tools.session();
        Table<Record> found = session.temporary("found", ordinals);
        long count = session.dsl().fetchCount(found);
        judged.found(
                check,
                count,
                () -> session.dsl()
                        .select(ORDINAL)
                        .from(found)
                        .orderBy(ORDINAL)
                        .limit(4)
                        .fetch(ORDINAL));
        return rejected(Reason.Kind.CHECK, check.toString(), check.rule(), found, count, out);
    }

    private LeftOut found(Reason.Kind kind, String name, Rule rule, Select<?> ordinals, LeftOut out) {
        Table<Record> found = tools.session().temporary("found", ordinals);
        return rejected(kind, name, rule, found, tools.session().dsl().fetchCount(found), out);
    }

    private LeftOut rejected(Reason.Kind kind, String name, Rule rule, Table<Record> found, long count, LeftOut out) {
        if (count == 0) {
            return out;
        }
        DestinationSession session = tools.session();
        try (var numbers =
                session.dsl().select(ORDINAL).from(found).fetchSize(10_000).fetchStream()) {
            reasons.add(rejects.numbered(kind, name, numbers.mapToLong(row -> row.value1()), rule.columns()));
        }
        return out.and(found);
    }

    /** Writes the rejected rows into the dataset. */
    void keep(RejectRows rows) {
        rows.add(resource, rejects);
    }

    /**
     * Rows that are not loaded.
     *
     * @param all with those that an earlier load brought
     * @param rejected those of them that a check rejects
     * @param count how many these are
     */
    record Rejected(LeftOut all, LeftOut rejected, long count) {
        /** No row is rejected. */
        static Rejected none(LeftOut known) {
            return new Rejected(known, LeftOut.NONE, 0);
        }
    }
}

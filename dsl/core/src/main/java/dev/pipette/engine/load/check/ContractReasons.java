package dev.pipette.engine.load.check;

import dev.pipette.engine.load.plan.ContractRefusal;
import dev.pipette.engine.load.plan.LoadPlan;
import dev.pipette.engine.load.plan.PreparedTable;
import dev.pipette.engine.manifest.PackageTable;
import dev.pipette.engine.query.PackageQuery;
import dev.pipette.engine.query.RejectedRows.Reason;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

/** Why rows of one root table are rejected by a schema contract: for what they have, or what is nested in them has. */
final class ContractReasons {
    private final LoadPlan plan;
    private final List<PackageTable> tables;

    /** @param tables the root table and those nested in it */
    ContractReasons(LoadPlan plan, List<PackageTable> tables) {
        this.plan = plan;
        this.tables = tables;
    }

    /** Whether there are any. */
    boolean any() {
        return tables.stream()
                .anyMatch(table -> plan.refused().containsKey(table.name())
                        || refusals(table).findAny().isPresent());
    }

    /**
     * The reasons.
     *
     * @param judged the query of the root rows, which gets the values that are kept out
     */
    List<Reason> reasons(PackageQuery judged) {
        List<Reason> reasons = new ArrayList<>();
        for (PackageTable table : tables) {
            refusals(table).forEach(refusal -> reasons.add(reason(table, refusal, judged)));
            PreparedTable refused = plan.refused().get(table.name());
            if (refused != null && !plan.refused().containsKey(Objects.requireNonNull(table.parent()))) {
                reasons.add(Reason.refused(LoadPlan.REFUSED_TABLE + ": table " + table.name(), refused.query()));
            }
        }
        return reasons;
    }

    private Reason reason(PackageTable table, ContractRefusal refusal, PackageQuery judged) {
        String rule = refusal.rule((table.isNested() ? table.name() + "." : "") + refusal.column());
        if (!table.isNested()) {
            judged.output(refusal.values().apply(judged), refusal.output());
            return Reason.refused(refusal.kind(), rule, refusal.output());
        }
        PackageQuery nested =
                Objects.requireNonNull(plan.tables().get(table.name())).query().copy();
        nested.keepWith(refusal.values().apply(nested));
        return Reason.refused(rule, nested);
    }

    private Stream<ContractRefusal> refusals(PackageTable table) {
        PreparedTable prepared = plan.tables().get(table.name());
        return prepared == null
                ? Stream.empty()
                : prepared.plan().refusals().stream().filter(ContractRefusal::rejectsRows);
    }
}

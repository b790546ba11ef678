package dev.pipette.plan;

import dev.pipette.plan.PlannedStatement.Purpose;
import dev.pipette.text.Secrets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A plan for programs: {@code dsl/docs/plan.md} has the form, to which members may be added and of which none goes. */
final class PlanDocument {
    private PlanDocument() {}

    static Map<String, @Nullable Object> of(RunPlan plan) {
        return object(
                "status", plan.refusals().isEmpty() ? "planned" : "refused",
                "pipeline", plan.pipelineName(),
                "destination", Secrets.masked(plan.destination()),
                "dataset", plan.dataset(),
                "sample", sample(plan),
                "resources",
                        plan.resources().stream().map(PlanDocument::resource).toList(),
                "tables", plan.tables().stream().map(PlanDocument::table).toList(),
                "schema_changes", masked(plan.schemaChanges()),
                "refusals", plan.refusals().stream().map(PlanDocument::refusal).toList(),
                "waiting", plan.waiting(),
                "set_aside", plan.setAside().stream().map(PlanDocument::aside).toList(),
                "notes", masked(plan.notes()),
                "sql", sql(plan));
    }

    private static Map<String, @Nullable Object> sample(RunPlan plan) {
        return object(
                "rows", plan.sample().rows(),
                "seconds", plan.sample().time().toMillis() / 1_000.0,
                "requests", plan.sample().requests(),
                "whole", plan.isWhole());
    }

    private static Map<String, @Nullable Object> resource(PlannedResource resource) {
        return object(
                "resource", resource.name(),
                "table", resource.table(),
                "disposition", word(resource.disposition()),
                "key", resource.key(),
                "source", Secrets.masked(resource.source()),
                "rows", resource.rows(),
                "requests", resource.requests(),
                "files", resource.files(),
                "ended_by", resource.endedBy().map(PlanDocument::word).orElse(null),
                "cursor", resource.cursor().map(PlanDocument::cursor).orElse(null),
                "checks", resource.checks());
    }

    private static Map<String, @Nullable Object> cursor(PlannedCursor cursor) {
        return object(
                "path", cursor.path(),
                "before", cursor.before().orElse(null),
                "after", cursor.after().orElse(null),
                "backfill", cursor.backfill().orElse(null));
    }

    private static Map<String, @Nullable Object> table(PlannedTable table) {
        return object(
                "table", table.name(),
                "resource", table.resource(),
                "parent", table.parent().orElse(null),
                "disposition", word(table.disposition()),
                "new", table.isNew(),
                "rows", table.rows(),
                "inserted", table.inserted(),
                "updated", table.updated(),
                "deleted", table.deleted(),
                "unchanged", table.unchanged(),
                "rejected", table.rejected(),
                "skipped", table.skipped(),
                "columns", table.columns().stream().map(PlanDocument::column).toList());
    }

    private static Map<String, @Nullable Object> column(PlannedColumn column) {
        return object(
                "column", column.name(),
                "type", column.type(),
                "change", word(column.change()),
                "type_before", column.typeBefore().orElse(null),
                "nullable", column.nullable(),
                "system", column.isSystem());
    }

    private static Map<String, @Nullable Object> refusal(PlannedRefusal refusal) {
        return object(
                "resource", refusal.resource().orElse(null),
                "code", refusal.code().name(),
                "message", Secrets.masked(refusal.message()));
    }

    private static Map<String, @Nullable Object> aside(PackageAside aside) {
        return object(
                "load_id", aside.loadId(),
                "resources", aside.resources(),
                "message", Secrets.masked(aside.message()));
    }

    private static Map<String, @Nullable Object> sql(RunPlan plan) {
        Map<String, @Nullable Object> sql = new LinkedHashMap<>();
        for (Purpose purpose : Purpose.values()) {
            sql.put(
                    word(purpose),
                    plan.statements().stream()
                            .filter(statement -> statement.purpose() == purpose)
                            .map(statement -> Secrets.masked(statement.sql()))
                            .toList());
        }
        return sql;
    }

    private static List<String> masked(List<String> texts) {
        return texts.stream().map(Secrets::masked).toList();
    }

    private static String word(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }

    private static Map<String, @Nullable Object> object(@Nullable Object... members) {
        Map<String, @Nullable Object> object = new LinkedHashMap<>();
        for (int at = 0; at < members.length; at += 2) {
            object.put(String.valueOf(members[at]), members[at + 1]);
        }
        return object;
    }
}

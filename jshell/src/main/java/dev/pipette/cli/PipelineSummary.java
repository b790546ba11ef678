package dev.pipette.cli;

import dev.pipette.LoadInfo;
import dev.pipette.admin.CheckRun;
import dev.pipette.admin.CursorInfo;
import dev.pipette.admin.DltExport;
import dev.pipette.admin.DropInfo;
import dev.pipette.admin.FailedRuns;
import dev.pipette.admin.ForgottenPipeline;
import dev.pipette.admin.GiveUpInfo;
import dev.pipette.admin.KnownPipeline;
import dev.pipette.admin.MigrationInfo;
import dev.pipette.admin.PipelineAdmin.Info;
import dev.pipette.admin.PipelineAdmin.Load;
import dev.pipette.admin.PipelineAdmin.PendingPackage;
import dev.pipette.admin.PipelineSchema;
import dev.pipette.admin.PipelineState;
import dev.pipette.admin.RunTrace;
import dev.pipette.admin.SliceProgress;
import dev.pipette.rows.Rows;
import dev.pipette.schema.Schema;
import dev.pipette.text.Listing;
import dev.pipette.text.Secrets;
import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Prints what is known of a pipeline: for people as the values print themselves, or for programs. */
final class PipelineSummary {
    private final PrintWriter out;
    private final boolean json;

    PipelineSummary(PrintWriter out, boolean json) {
        this.out = out;
        this.json = json;
    }

    void pipelines(Listing<KnownPipeline> pipelines) {
        print(
                pipelines,
                pipelines.stream()
                        .map(known -> JsonDocument.object(
                                "pipeline", known.name(),
                                "destination", known.destination(),
                                "dataset", known.dataset(),
                                "last_run", known.lastRun().map(PipelineSummary::lastRun),
                                "waiting", known.waiting(),
                                "folder", known.folder().toString(),
                                "problem", known.problem()))
                        .toList());
    }

    void forgotten(ForgottenPipeline forgotten) {
        print(
                forgotten,
                JsonDocument.object(
                        "pipeline", forgotten.name(),
                        "destination", forgotten.destination(),
                        "folder", forgotten.folder().toString(),
                        "packages", forgotten.packages()));
    }

    private static Map<String, @Nullable Object> lastRun(RunTrace run) {
        return JsonDocument.object(
                "started_at", run.startedAt(), "outcome", run.outcome().name().toLowerCase(Locale.ROOT));
    }

    void info(Info info) {
        print(
                info,
                JsonDocument.object(
                        "pipeline", info.pipeline(),
                        "destination", Secrets.masked(info.destination()),
                        "dataset", info.dataset(),
                        "folder", info.folder().toString(),
                        "committed_before", info.committedBefore(),
                        "state_version", info.stateVersion(),
                        "resource_states", info.state().resources(),
                        "pending",
                                info.pending().stream()
                                        .map(PipelineSummary::json)
                                        .toList(),
                        "last_run", info.lastRun().map(PipelineSummary::lastRun)));
    }

    void trace(RunTrace trace) {
        out.println(json ? trace.toJson() : CommandWords.of(trace.toString()));
    }

    void runs(Listing<RunTrace> runs) {
        out.println(json ? array(runs) : runs);
    }

    void failed(FailedRuns failed) {
        print(
                CommandWords.of(failed.toString()),
                JsonDocument.object(
                        "runs",
                                failed.runs().stream()
                                        .map(run -> JsonDocument.object(
                                                "started_at", run.startedAt(),
                                                "code", run.failure().map(RunTrace.Failure::code),
                                                "message",
                                                        run.failure()
                                                                .map(RunTrace.Failure::message)
                                                                .map(CommandWords::of)))
                                        .toList(),
                        "quarantined",
                                failed.quarantined().stream()
                                        .map(PipelineSummary::json)
                                        .toList()));
    }

    /** Each trace is a document already. */
    private static String array(List<RunTrace> runs) {
        return "[" + String.join(",\n", runs.stream().map(RunTrace::toJson).toList()) + "]";
    }

    void loads(Listing<Load> loads) {
        print(
                loads,
                loads.stream()
                        .map(load -> JsonDocument.object(
                                "load_id", load.loadId(),
                                "inserted_at", load.insertedAt(),
                                "status", load.status(),
                                "schema_name", load.schemaName()))
                        .toList());
    }

    void checks(Listing<CheckRun> checks) {
        print(
                CommandWords.of(checks.toString()),
                checks.stream()
                        .map(run -> JsonDocument.object(
                                "load_id", run.loadId(),
                                "at", run.at(),
                                "committed", run.committed(),
                                "result", LoadSummary.json(run.result())))
                        .toList());
    }

    void slices(Listing<SliceProgress> slices) {
        print(
                slices,
                slices.stream()
                        .map(progress -> JsonDocument.object(
                                "load_id", progress.loadId(),
                                "resource", progress.resource(),
                                "slices", progress.slices(),
                                "tasks", progress.tasks(),
                                "tasks_ended", progress.ended(),
                                "rows", progress.rows(),
                                "hosts", progress.hosts(),
                                "slowest", progress.slowest(),
                                "slowest_host", progress.slowestHost(),
                                "slowest_ms", progress.slowestTime().toMillis()))
                        .toList());
    }

    void state(PipelineState state) {
        print(state, state.resources());
    }

    void schema(PipelineSchema schema) {
        out.println(json ? schema.document().map(Schema::toJson).orElse("null") : schema);
    }

    void pending(Listing<PendingPackage> pending) {
        print(pending, pending.stream().map(PipelineSummary::json).toList());
    }

    void exported(DltExport exported) {
        print(
                exported,
                JsonDocument.object(
                        "pipeline", exported.pipeline(),
                        "load_id", exported.loadId(),
                        "cursors",
                                exported.cursors().stream()
                                        .map(one -> JsonDocument.object(
                                                "resource", one.resource(),
                                                "cursor", one.path(),
                                                "last_value", one.lastValue(),
                                                "key", one.key(),
                                                "rows", one.rows(),
                                                "loaded", one.known()))
                                        .toList()));
    }

    void cursor(CursorInfo cursor) {
        print(
                cursor,
                JsonDocument.object(
                        "resource", cursor.resource(),
                        "cursor", cursor.path(),
                        "type", cursor.type(),
                        "value", cursor.value(),
                        "last_value", cursor.lastValue().word(),
                        "key", cursor.key(),
                        "keys", cursor.keys(),
                        "load_id", cursor.loadId()));
    }

    void discarded(List<String> loadIds) {
        print("discarded " + String.join(", ", loadIds), JsonDocument.object("discarded", loadIds));
    }

    void givingUp(GiveUpInfo plan) {
        print(
                plan,
                JsonDocument.object(
                        "load_id", plan.loadId(),
                        "rows", plan.rows(),
                        "unreadable_lines", plan.unreadableLines(),
                        "reason", plan.reason(),
                        "moves", plan.moves(),
                        "not_replaced", plan.notReplaced(),
                        "command", plan.command()));
    }

    void retried(LoadInfo loaded) {
        print(LoadSummary.text(loaded, Map.of(), Rows::toString).stripTrailing(), LoadSummary.json(loaded, Map.of()));
    }

    void discarded(RejectOptions.DiscardedRejects discarded) {
        print(
                discarded,
                JsonDocument.object(
                        "done", discarded.done(), "deleted", discarded.deleted(), "found", discarded.found()));
    }

    void dropped(DropInfo dropped) {
        print(
                dropped,
                JsonDocument.object(
                        "resource", dropped.resource(),
                        "done", dropped.done(),
                        "state_only", dropped.stateOnly(),
                        "tables", dropped.tables(),
                        "state", dropped.state(),
                        "boundary_keys", dropped.boundaryKeys(),
                        "run_keys", dropped.runKeys(),
                        "packages", dropped.packages(),
                        "command", dropped.done() ? null : dropped.command()));
    }

    void migrated(MigrationInfo migrated) {
        print(
                migrated,
                JsonDocument.object(
                        "done",
                        migrated.done(),
                        "changes",
                        migrated.changes().stream()
                                .map(change -> JsonDocument.object(
                                        "kind", change.kind(),
                                        "table", change.table(),
                                        "column", change.column(),
                                        "what", change.what(),
                                        "rows", change.rows(),
                                        "lost", change.lost(),
                                        "in_database", change.inDatabase()))
                                .toList(),
                        "remembered",
                        migrated.remembered(),
                        "packages",
                        migrated.packages(),
                        "before",
                        migrated.before(),
                        "differs",
                        migrated.drift(),
                        "command",
                        migrated.done() || migrated.isEmpty() ? null : migrated.command()));
    }

    private void print(Object text, Object document) {
        out.println(json ? JsonDocument.indented(document) : text.toString());
    }

    private static Map<String, @Nullable Object> json(PendingPackage waiting) {
        return JsonDocument.object(
                "load_id", waiting.loadId(),
                "state", waiting.state(),
                "folder", waiting.folder().toString(),
                "rows", waiting.rows(),
                "reason", waiting.reason().map(Secrets::masked),
                "attempts",
                        waiting.attempts().stream()
                                .map(attempt -> JsonDocument.object(
                                        "at", attempt.at().toString(), "reason", Secrets.masked(attempt.reason())))
                                .toList(),
                "discarded_with", waiting.discardedWith(),
                "query", waiting.queryCommand(),
                "retry", waiting.retryCommand(),
                "give_up", waiting.giveUpCommand(),
                "discard", waiting.discardCommand());
    }
}

package dev.pipette.engine.run;

import dev.pipette.Pipeline;
import dev.pipette.check.BadRows;
import dev.pipette.check.Check;
import dev.pipette.check.RejectLimits;
import dev.pipette.check.RejectsBefore;
import dev.pipette.engine.extract.Extraction;
import dev.pipette.engine.extract.ResourcePlan;
import dev.pipette.engine.load.bookkeeping.CommittedState;
import dev.pipette.engine.load.bookkeeping.ResourceStates;
import dev.pipette.engine.manifest.FilesLoad;
import dev.pipette.engine.manifest.ResourceLoad;
import dev.pipette.engine.normalize.NormalizeRules;
import dev.pipette.schema.Naming;
import dev.pipette.schema.TableSchema;
import dev.pipette.schema.ValueType;
import dev.pipette.schema.WriteDisposition;
import dev.pipette.spi.RowStep;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Drafts what the manifest says of each resource, with the cursor and the state as extraction left them. */
final class ResourceDrafts {
    /** Levels of nesting that become tables by default; dlt's default. */
    private static final int MAX_NESTING = 1000;

    private final Pipeline pipeline;
    private final RunSchema schema;
    private final Naming naming;
    private final CommittedState committed;
    private final CursorLoads cursors;

    /** @param committed the state that the resources were extracted from */
    ResourceDrafts(Pipeline pipeline, RunSchema schema, CommittedState committed) {
        this.pipeline = pipeline;
        this.schema = schema;
        this.naming = schema.naming();
        this.committed = committed;
        this.cursors = new CursorLoads(schema);
    }

    /** The normalized name of the root table. */
    String table(ResourcePlan resource) {
        return naming.identifier(resource.tableName());
    }

    /** How the rows of a resource become rows of tables. */
    NormalizeRules normalizing(ResourcePlan resource) {
        return new NormalizeRules(
                naming,
                resource.maxNesting()
                        .orElse(schema.origin().maxNesting(table(resource)).orElse(MAX_NESTING)),
                resource.replays().isPresent()
                        ? schema.origin().allDocuments()
                        : schema.origin().documents(),
                resource.declaredTypes(naming));
    }

    /**
     * The draft of a resource whose step was extracted.
     *
     * @param input what the input of the resource is
     * @param earlierSteps what the committed steps of the run brought, by root tables
     */
    ResourceLoad of(
            ResourcePlan resource, Extraction.StepEnd end, String input, Map<String, RejectsBefore> earlierSteps) {
        return ResourceLoad.builder()
                .name(resource.name())
                .table(table(resource))
                .tables(tables(resource, end))
                .disposition(disposition(resource))
                .primaryKey(columns(resource.primaryKey()))
                .hints(hints(resource, end.receipt().documents()))
                .runKey(end.hasMore() ? null : pipeline.runKey().orElse(null))
                .input(input)
                .inputExact(resource.source().readsFiles())
                .resetsState(resource.writeDisposition().kind() == WriteDisposition.Kind.REPLACE
                        || pipeline.refresh().isPresent())
                .refresh(pipeline.refresh().orElse(null))
                .state(state(resource, end))
                .cursor(end.cursor()
                        .or(() -> cursors.adopted(resource, committed))
                        .orElse(null))
                .distinctBy(resource.deduplicatesWithinRun() ? columns(CursorLoads.key(resource)) : null)
                .files(end.files().orElse(null))
                .naiveZone(cursors.naiveZone(resource))
                .base(committed
                        .state()
                        .map(known -> known.resourceDigest(schema.name(), resource.name()))
                        .orElse(""))
                .contract(resource.contract().orElse(null))
                .runContract(pipeline.contract().orElse(null))
                .checks(checks(resource))
                .rejectLimits(resource.rejectLimits().equals(RejectLimits.NONE) ? null : resource.rejectLimits())
                .earlierSteps(
                        earlierSteps.isEmpty() || resource.rejectLimits().equals(RejectLimits.NONE)
                                ? null
                                : earlierSteps)
                .badRows(resource.badRows() == BadRows.FAIL ? null : resource.badRows())
                .replays(resource.replays().orElse(null))
                .declared(DeclaredSchema.of(pipeline, naming).tables(resource))
                .rules(new DeclaredRules(resource, naming).rules().orElse(null))
                .build();
    }

    private @Nullable List<Check> checks(ResourcePlan resource) {
        return resource.checks().isEmpty()
                ? null
                : resource.checks().stream()
                        .map(check -> check.named(naming::key, naming::identifier))
                        .distinct()
                        .toList();
    }

    private WriteDisposition disposition(ResourcePlan resource) {
        WriteDisposition named = resource.writeDisposition().named(naming::key);
        return resource.declaredZone().map(named::inZone).orElse(named);
    }

    /** What the step changes in the resource's state. */
    private Map<String, @Nullable Object> state(ResourcePlan resource, Extraction.StepEnd end) {
        // what the resource's own code remembers may be ahead of the rows of a step
        Map<String, @Nullable Object> changes =
                end.hasMore() ? new LinkedHashMap<>() : end.state().changes();
        Optional<FilesLoad> files = end.files();
        files.ifPresent(found -> changes.putAll(found.stateChanges(committed
                .state()
                .filter(known -> pipeline.refresh().isEmpty())
                .map(known -> ResourceStates.own(known, schema.name(), resource.name()))
                .orElse(Map.of()))));
        return changes;
    }

    private List<String> columns(List<String> sources) {
        return sources.stream().map(naming::key).toList();
    }

    /**
     * The types that columns are declared to have.
     *
     * @param documents columns that a file's own type declares to be JSON, where no code changes the rows
     */
    private List<ResourceLoad.Hint> hints(ResourcePlan resource, Set<String> documents) {
        Map<String, ResourceLoad.Hint> hints = new LinkedHashMap<>();
        if (resource.steps().stream().noneMatch(RowStep.Change.class::isInstance)) {
            documents.forEach(column -> hints.put(column, new ResourceLoad.Hint(column, ValueType.JSON, 0, 0)));
        }
        resource.columnHints()
                .forEach((name, hint) -> hint.type()
                        .ifPresent(type -> hints.put(
                                naming.key(name),
                                new ResourceLoad.Hint(
                                        naming.key(name),
                                        type,
                                        hint.precision().orElse(0),
                                        hint.scale().orElse(0)))));
        return List.copyOf(hints.values());
    }

    /**
     * The tables that a load of a resource whose rows choose their tables changes, whether a row chooses them or not: where
     * it takes rows away, those that it filled before, and no other resource. Null where all rows go to one.
     */
    private @Nullable List<String> tables(ResourcePlan resource, Extraction.StepEnd end) {
        if (resource.tableChoice().isEmpty()) {
            return null;
        }
        WriteDisposition disposition = resource.writeDisposition();
        boolean takesAway = disposition.clears()
                || disposition.takesAllRows()
                || end.files().filter(files -> !files.replaced().isEmpty()).isPresent();
        return !takesAway || pipeline.refresh().isPresent()
                ? List.of()
                : committed.schema(schema.name()).stream()
                        .flatMap(known -> known.dataTables().stream())
                        .filter(table -> !table.isNested() && table.resources().equals(List.of(resource.name())))
                        .map(TableSchema::name)
                        .toList();
    }
}

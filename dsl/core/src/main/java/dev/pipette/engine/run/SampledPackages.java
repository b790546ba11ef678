package dev.pipette.engine.run;

import dev.pipette.engine.extract.Extraction;
import dev.pipette.engine.extract.InputFile;
import dev.pipette.engine.extract.ResourcePlan;
import dev.pipette.engine.folder.SealedPackage;
import dev.pipette.engine.load.PackagePreview;
import dev.pipette.engine.load.bookkeeping.CommittedState;
import dev.pipette.engine.load.preview.PackageOutlook;
import dev.pipette.engine.load.preview.Unanswered;
import dev.pipette.engine.manifest.CursorLoad;
import dev.pipette.engine.manifest.Manifest;
import dev.pipette.engine.manifest.ResourceLoad;
import dev.pipette.engine.query.PackageReader;
import dev.pipette.error.ErrorCode;
import dev.pipette.error.PipetteException;
import dev.pipette.plan.PlanSample;
import dev.pipette.plan.PlannedCursor;
import dev.pipette.plan.PlannedRefusal;
import dev.pipette.plan.PlannedResource;
import dev.pipette.plan.RunPlan;
import dev.pipette.spi.DestinationSession;
import dev.pipette.spi.RowSource;
import dev.pipette.spi.Sampling;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Extracts samples into packages, and finds out what the load of each would do. */
final class SampledPackages {
    private final RunPlace place;
    private final RunSchema schema;
    private final CommittedState committed;
    private final Map<String, List<InputFile>> files;

    /**
     * The packages of the resources of one schema.
     *
     * @param place whose working folder is a temporary one
     * @param files of the resources, all that are there
     */
    SampledPackages(RunPlace place, RunSchema schema, CommittedState committed, Map<String, List<InputFile>> files) {
        this.place = place;
        this.schema = schema;
        this.committed = committed;
        this.files = files;
    }

    /** A resource whose sample is read. */
    private record Sampled(Extraction walk, Sampling sampling) {}

    /**
     * Adds to a plan what the load of some resources would do.
     *
     * @throws PipetteException where one of them cannot be extracted; nothing was added then
     */
    void plan(
            List<ResourcePlan> resources,
            RunPlan.Builder plan,
            Collection<String> notes,
            Collection<PlannedRefusal> refusals) {
        List<Sampled> sampled = new ArrayList<>();
        try {
            begin(resources, sampled);
            Map<String, String> inputs = new LinkedHashMap<>();
            resources.forEach(resource -> inputs.put(resource.name(), FinishedInputs.identity(resource, files)));
            PackageMaker.Made made = new PackageMaker(place, schema, new StepRejects())
                    .make(
                            sampled.stream().map(Sampled::walk).toList(),
                            inputs,
                            committed,
                            Optional.empty(),
                            rows -> false);
            Manifest manifest = made.sealed().manifest();
            sampled.forEach(each -> {
                notes.addAll(each.walk().takeNotes());
                notes.addAll(
                        DeclaredColumns.notes(each.walk().resource(), manifest, committed.schema(), place.naming()));
                plan.addResources(read(each, manifest));
            });
            notes.addAll(CursorNotes.leftAlone(manifest, committed));
            notes.addAll(made.notes());
            load(made.sealed(), plan, notes, refusals);
        } finally {
            sampled.forEach(each -> each.walk().close());
        }
    }

    private void begin(List<ResourcePlan> resources, List<Sampled> sampled) {
        PlanSample bounds = place.pipeline().sample();
        NewExtractions begun = new NewExtractions(place, schema, resources);
        for (ResourcePlan resource : resources) {
            Sampling sampling = new Sampling(bounds.rows(), bounds.time(), bounds.requests(), System::nanoTime);
            sampled.add(new Sampled(
                    begun.sampled(resource, files.getOrDefault(resource.name(), List.of()), committed, sampling),
                    sampling));
        }
        Extraction.connect(sampled.stream().map(Sampled::walk).toList());
    }

    private PlannedResource read(Sampled sampled, Manifest manifest) {
        ResourcePlan resource = sampled.walk().resource();
        ResourceLoad load = manifest.resources().stream()
                .filter(each -> each.name().equals(resource.name()))
                .findFirst()
                .orElseThrow();
        return PlannedResource.builder()
                .name(resource.name())
                .table(load.byTable().stream().map(ResourceLoad::table).collect(Collectors.joining(", ")))
                .disposition(load.disposition().kind())
                .key(load.mergeKey())
                .source(
                        resource.source() instanceof RowSource.Supplied
                                ? ""
                                : resource.source().describe())
                .rows(sampled.sampling().rows())
                .requests(sampled.sampling().requests())
                .files(
                        resource.source() instanceof RowSource.Files
                                ? sampled.walk().filesDue()
                                : 0)
                .endedBy(sampled.sampling().endedBy())
                .cursor(Optional.ofNullable(load.cursor())
                        .filter(cursor -> !cursor.isAdopted())
                        .map(SampledPackages::cursor))
                .checks(load.declaredChecks().stream()
                        .map(check -> check + ": " + check.severity())
                        .toList())
                .build();
    }

    private static PlannedCursor cursor(CursorLoad cursor) {
        return new PlannedCursor(
                cursor.path(),
                Optional.ofNullable(cursor.start()).map(String::valueOf),
                Optional.ofNullable(cursor.end()).map(String::valueOf),
                cursor.backfill());
    }

    /** Adds the outlook of a package; where the load is refused, those of its parts that would not be. */
    private void load(
            SealedPackage sealed, RunPlan.Builder plan, Collection<String> notes, Collection<PlannedRefusal> refusals) {
        if (sealed.manifest().isEmpty()) {
            return;
        }
        try {
            add(outlook(sealed, sealed.manifest(), notes), plan, notes);
        } catch (PipetteException failed) {
            Collection<List<ResourceLoad>> parts = parts(sealed.manifest());
            List<PlannedRefusal> ofParts = parts.size() == 1
                    ? List.of(refusal(nameOf(parts.iterator().next()), failed))
                    : loadParts(sealed, parts, plan, notes);
            refusals.addAll(ofParts.isEmpty() ? List.of(refusal(null, failed)) : ofParts);
        }
    }

    private List<PlannedRefusal> loadParts(
            SealedPackage sealed,
            Collection<List<ResourceLoad>> parts,
            RunPlan.Builder plan,
            Collection<String> notes) {
        List<PlannedRefusal> refusals = new ArrayList<>();
        for (List<ResourceLoad> part : parts) {
            try {
                add(outlook(sealed, sealed.manifest().only(part), notes), plan, notes);
            } catch (PipetteException refused) {
                refusals.add(refusal(nameOf(part), refused));
            }
        }
        return refusals;
    }

    /** The resources that fill one table each belong together. */
    private static Collection<List<ResourceLoad>> parts(Manifest manifest) {
        Map<String, List<ResourceLoad>> parts = new LinkedHashMap<>();
        manifest.resources()
                .forEach(load -> parts.computeIfAbsent(load.table(), table -> new ArrayList<>())
                        .add(load));
        return parts.values();
    }

    private static @Nullable String nameOf(List<ResourceLoad> part) {
        return part.size() == 1 ? part.getFirst().name() : null;
    }

    /** Where the keys of the rows cannot be asked for, the package is planned without comparing them. */
    private PackageOutlook outlook(SealedPackage sealed, Manifest manifest, Collection<String> notes) {
        try {
            return outlook(sealed, manifest, true);
        } catch (Unanswered incomparable) {
            PackageOutlook outlook = withoutKeys(sealed, manifest);
            manifest.byTable().stream()
                    .filter(load -> !load.mergeKey().isEmpty())
                    .forEach(load -> notes.add("table " + load.table()
                            + ": how many rows are inserted, updated, deleted and skipped is not known, because the keys of"
                            + " the sample cannot be compared with the table: " + incomparable.getMessage()));
            return outlook;
        }
    }

    private PackageOutlook withoutKeys(SealedPackage sealed, Manifest manifest) {
        try {
            return outlook(sealed, manifest, false);
        } catch (Unanswered again) {
            throw again.problem();
        }
    }

    private PackageOutlook outlook(SealedPackage sealed, Manifest manifest, boolean comparing) {
        PackageReader reader = new PackageReader(place.engine(), sealed);
        Function<DestinationSession, PackageOutlook> asking =
                session -> new PackagePreview(session, manifest, reader, place.naming(), comparing).outlook();
        return place.client().exists()
                ? place.client().read(asking)
                : place.client().readMissing(asking);
    }

    private static void add(PackageOutlook outlook, RunPlan.Builder plan, Collection<String> notes) {
        plan.addAllTables(outlook.tables())
                .addAllStatements(outlook.statements())
                .addAllSchemaChanges(outlook.schemaChanges());
        notes.addAll(outlook.notes());
    }

    /**
     * An error as a refusal, where the run would end with it.
     *
     * @param resource that is at fault, where the error does not know it
     * @throws PipetteException the error itself, where it is one of the plan: the destination cannot be read, for instance
     */
    static PlannedRefusal refusal(@Nullable String resource, PipetteException failed) {
        if (!failed.code().setsPackageAside() && failed.code() != ErrorCode.DATASET_REWOUND) {
            throw failed;
        }
        return new PlannedRefusal(
                failed.resource().or(() -> Optional.ofNullable(resource)),
                failed.code(),
                String.valueOf(failed.getMessage()));
    }
}

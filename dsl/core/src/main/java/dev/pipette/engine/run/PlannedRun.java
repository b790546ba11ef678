package dev.pipette.engine.run;

import dev.pipette.LoadListener;
import dev.pipette.Pipeline;
import dev.pipette.Resource;
import dev.pipette.admin.Commands;
import dev.pipette.engine.columnar.DuckEngine;
import dev.pipette.engine.disk.FolderProblem;
import dev.pipette.engine.extract.InputFile;
import dev.pipette.engine.extract.InputFiles;
import dev.pipette.engine.extract.ResourcePlan;
import dev.pipette.engine.extract.StreamCopies;
import dev.pipette.engine.folder.SealedPackage;
import dev.pipette.engine.folder.WorkingFolder;
import dev.pipette.engine.folder.WorkingFolders;
import dev.pipette.engine.load.Publisher;
import dev.pipette.engine.load.bookkeeping.CommittedState;
import dev.pipette.engine.manifest.ResourceLoad;
import dev.pipette.error.ErrorCode;
import dev.pipette.error.PipetteException;
import dev.pipette.plan.PackageAside;
import dev.pipette.plan.PlannedRefusal;
import dev.pipette.plan.PlannedStatement;
import dev.pipette.plan.PlannedStatement.Purpose;
import dev.pipette.plan.RunPlan;
import dev.pipette.settings.ProcessEnvironment;
import dev.pipette.spi.RowSource;
import dev.pipette.text.Secrets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Finds out what a run would do: takes the way of a run with a sample of the rows, up to the transaction. What is extracted
 * goes to a temporary folder, and the working folder and the destination are only read. No lock is taken.
 */
public final class PlannedRun {
    private final Pipeline pipeline;
    private final RunPlace usual;
    private final RunPlan.Builder plan = RunPlan.builder();
    private final Set<String> notes = new LinkedHashSet<>();
    private final List<PlannedRefusal> refusals = new ArrayList<>();

    public PlannedRun(Pipeline pipeline) {
        this.pipeline = pipeline;
        this.usual = RunPlace.of(pipeline.heardBy(Listeners.installedAnd(LoadListener.NONE, pipeline.listener())));
    }

    public RunPlan of(List<Resource> resources) {
        List<ResourcePlan> asked = ResourcePlans.of(resources, pipeline).stream()
                .map(PlannedRun::atOnce)
                .toList();
        checkFolder(usual.working().path());
        List<SealedPackage> waiting = usual.working().packages().waiting();
        check(asked, waiting);
        plan.pipelineName(pipeline.name())
                .destination(Secrets.masked(usual.client().describe()))
                .dataset(usual.dataset())
                .sample(pipeline.sample())
                .waiting(waiting.stream().map(SealedPackage::loadId).toList())
                .setAside(usual.working().packages().readableQuarantined().stream()
                        .sorted(Comparator.comparing(SealedPackage::loadId))
                        .map(this::aside)
                        .toList());
        notes.addAll(usual.client().hints());
        notes.addAll(pipeline.destination().notes());
        asked.forEach(resource -> notes.addAll(resource.notes()));
        if (!asked.isEmpty()) {
            sample(asked, waiting);
        }
        RunPlan made = plan.notes(notes).refusals(refusals).build();
        return RunPlan.builder()
                .from(made)
                .statements(onceEach(made.statements()))
                .build();
    }

    private PackageAside aside(SealedPackage sealed) {
        String reason = usual.working().packages().reason(sealed).orElse("its rows could not be loaded");
        return new PackageAside(
                sealed.loadId(),
                sealed.manifest().resources().stream().map(ResourceLoad::name).toList(),
                reason.strip() + " After a fix, '" + Commands.retry(pipeline, sealed.loadId()) + "' loads it, and '"
                        + Commands.discard(pipeline, sealed.loadId()) + "' deletes it.");
    }

    /** A file in the place of the working folder, or of one above it, stops each run. */
    private static void checkFolder(Path working) {
        Path there = working;
        while (there != null && !Files.exists(there)) {
            there = there.getParent();
        }
        if (there != null && !Files.isDirectory(there)) {
            throw FolderProblem.failedTo("write", working, new FileAlreadyExistsException(there.toString()));
        }
    }

    /** Of several packages, only the first makes the dataset and its bookkeeping. */
    private static List<PlannedStatement> onceEach(List<PlannedStatement> statements) {
        Set<PlannedStatement> made = new HashSet<>();
        return statements.stream()
                .filter(statement -> statement.purpose() == Purpose.ROWS || made.add(statement))
                .toList();
    }

    private void check(List<ResourcePlan> asked, List<SealedPackage> waiting) {
        if (asked.isEmpty() && waiting.isEmpty()) {
            throw new PipetteException(
                    ErrorCode.BAD_USAGE,
                    "the plan of pipeline " + pipeline.name()
                            + " has no resource, and no package of an earlier run waits. Name at least one resource.");
        }
        RunChecks.check(asked, usual.naming());
    }

    /** A sample is read at once, also of what a run commits in steps. */
    private static ResourcePlan atOnce(ResourcePlan resource) {
        return ResourcePlan.builder()
                .from(resource)
                .commitInterval(Optional.empty())
                .build();
    }

    private void sample(List<ResourcePlan> asked, List<SealedPackage> waiting) {
        try (TemporaryHome home = TemporaryHome.make();
                InputFiles inputs = new InputFiles()) {
            RunPlace place = place(home);
            Map<String, List<InputFile>> files = new HashMap<>();
            List<ResourcePlan> readable = new ArrayList<>();
            for (ResourcePlan resource : asked) {
                attempt(resource.name(), () -> {
                    files.put(
                            resource.name(),
                            resource.source() instanceof RowSource.Files source
                                    ? inputs.of(resource, source)
                                    : List.of());
                    readable.add(resource);
                });
            }
            try (DuckEngine engine = place.engine();
                    StreamCopies copies =
                            new StreamCopies(place.working().packages().copies(), LoadListener.NONE)) {
                place.working().prepare();
                files.putAll(copies.of(readable));
                for (ResourcePlan resource : List.copyOf(readable)) {
                    open(place, resource, files, readable);
                }
                attempt(null, () -> committed(place, readable, files, waiting));
            }
        }
    }

    private void open(
            RunPlace place, ResourcePlan resource, Map<String, List<InputFile>> files, List<ResourcePlan> readable) {
        if (!resource.opensArchivesFirst()) {
            return;
        }
        try {
            files.computeIfPresent(
                    resource.name(),
                    (_, found) -> InputFiles.opened(
                            resource, found, place.working().packages().fetched()));
        } catch (PipetteException failed) {
            readable.remove(resource);
            refuse(resource.name(), failed);
        }
    }

    private RunPlace place(TemporaryHome home) {
        Pipeline quiet = pipeline.home(home.folder()).heardBy(LoadListener.NONE);
        WorkingFolder working = WorkingFolders.of(home.folder(), pipeline.name(), usual.client());
        return new RunPlace(
                quiet,
                working,
                usual.client(),
                usual.naming(),
                usual.known(),
                DuckEngine.ofRun(working.packages().spill(), ProcessEnvironment.engineMemory()));
    }

    private void committed(
            RunPlace place,
            List<ResourcePlan> resources,
            Map<String, List<InputFile>> files,
            List<SealedPackage> waiting) {
        CommittedState committed = CommittedState.read(place.client(), place.question(resources, true));
        committed.doubtful().ifPresent(state -> {
            throw state.problem(pipeline.name(), place.client().describe(), place.dataset());
        });
        place.known().found(committed.identity());
        checkNotRewound(place, committed, waiting);
        List<ResourcePlan> due = new ArrayList<>(resources);
        Families families = new Families(resources);
        due.removeIf(resource -> isSkipped(resource, families) || hasRunKey(resource, committed));
        due.retainAll(due.stream().filter(resource -> hasParent(resource, due)).toList());
        SharedTables shared = new SharedTables(due, place.naming());
        var groups = RunSchema.groups(place, committed, due);
        groups.values().forEach(shared::checkInOnePackage);
        groups.values().forEach(families::checkInOneSource);
        groups.forEach((schema, group) -> group(new SampledPackages(place, schema, committed, files), group));
    }

    /** As a run does, which forgets what it knows of a file that was deleted; a plan forgets nothing. */
    private void checkNotRewound(RunPlace place, CommittedState committed, List<SealedPackage> waiting) {
        long known = place.known().version();
        if (known <= committed.stateVersion()) {
            return;
        }
        boolean needed = waiting.stream()
                .anyMatch(
                        found -> place.known().holds(found) && found.manifest().baseStateVersion() > 0);
        if (committed.stateVersion() > 0 || needed || !place.known().wasDeleted()) {
            throw Publisher.rewound(
                    pipeline.name(), place.client().describe(), known, committed.stateVersion(), Optional.empty());
        }
        notes.add(place.client().describe() + " was deleted since its last load (state version " + known
                + "), so that everything is loaded again: each cursor starts from its beginning");
    }

    private boolean isSkipped(ResourcePlan resource, Families families) {
        if (resource.isSkipped()) {
            notes.add("resource " + resource.name() + " would be extracted and not loaded, because it is skipped");
        }
        return resource.isSkipped() && !families.feeds(resource);
    }

    private static boolean hasParent(ResourcePlan resource, List<ResourcePlan> among) {
        return resource.parent()
                .map(parent -> among.stream().anyMatch(other -> other.name().equals(parent)))
                .orElse(true);
    }

    private boolean hasRunKey(ResourcePlan resource, CommittedState committed) {
        boolean known = pipeline.refresh().isEmpty() && committed.runKeys().contains(resource.name());
        if (known) {
            notes.add("resource " + resource.name() + " would not be read, because run key "
                    + pipeline.runKey().orElse("") + " is committed");
        }
        return known;
    }

    /** Plans the resources of one package; without those that are refused, until none is. */
    private void group(SampledPackages packages, List<ResourcePlan> group) {
        List<ResourcePlan> left = group;
        while (!left.isEmpty()) {
            try {
                packages.plan(left, plan, notes, refusals);
                return;
            } catch (PipetteException failed) {
                refuse(null, failed);
                Optional<String> at = failed.resource();
                left = at.map(new Families(left)::without).orElse(List.of());
            }
        }
    }

    private void attempt(@Nullable String resource, Runnable planning) {
        try {
            planning.run();
        } catch (PipetteException failed) {
            refuse(resource, failed);
        }
    }

    /** Takes an error for a refusal, where the run would end with it; others are those of the plan itself. */
    private void refuse(@Nullable String resource, PipetteException failed) {
        refusals.add(SampledPackages.refusal(resource, failed));
    }
}

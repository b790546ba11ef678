package dev.pipette.engine.run;

import dev.pipette.Pipeline;
import dev.pipette.Sources;
import dev.pipette.dlt.Digest128;
import dev.pipette.engine.distributed.DistributedLoad;
import dev.pipette.engine.distributed.SharedStage;
import dev.pipette.engine.distributed.StepText;
import dev.pipette.engine.extract.ExtractionStart;
import dev.pipette.engine.extract.InputFile;
import dev.pipette.engine.extract.InputFiles;
import dev.pipette.engine.extract.ResourcePlan;
import dev.pipette.engine.load.bookkeeping.CommittedState;
import dev.pipette.engine.manifest.CursorLoad;
import dev.pipette.error.ErrorCode;
import dev.pipette.error.PipetteException;
import dev.pipette.incremental.CursorKind;
import dev.pipette.incremental.LastValue;
import dev.pipette.schema.WriteDisposition;
import dev.pipette.settings.Settings;
import dev.pipette.slices.ResourceOrigin;
import dev.pipette.slices.SliceExecutor;
import dev.pipette.slices.SliceExecutors;
import dev.pipette.slices.SlicedRows;
import dev.pipette.slices.Stages;
import dev.pipette.spi.RowSource;
import dev.pipette.spi.RowStep;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;

/** Decides which resources of a package other processes read. */
final class DistributedResources {
    private final RunPlace place;
    private final List<ResourcePlan> resources;
    private final Map<String, String> signatures = new TreeMap<>();
    private final List<String> notes = new ArrayList<>();

    private DistributedResources(RunPlace place, List<ResourcePlan> resources) {
        this.place = place;
        this.resources = resources;
    }

    /**
     * The load of resources that are extracted into one package; empty where this process reads all of them.
     *
     * @param starts where each begins, by name
     * @throws PipetteException BAD_USAGE for a resource that is cut, and that other processes cannot make
     */
    static Optional<DistributedLoad> of(
            RunPlace place,
            List<ResourcePlan> resources,
            Map<String, ExtractionStart> starts,
            CommittedState committed,
            RunPackages packages) {
        if (resources.stream().noneMatch(resource -> isCut(resource, startOf(resource, starts)))) {
            return Optional.empty();
        }
        Optional<SliceExecutor> executor = place.pipeline().executor().or(() -> SliceExecutors.chosen(Settings.load()));
        if (executor.isEmpty()) {
            return Optional.empty();
        }
        DistributedResources chosen = new DistributedResources(place, resources);
        for (ResourcePlan resource : resources) {
            chosen.choose(resource, startOf(resource, starts));
        }
        chosen.notes.forEach(packages::note);
        return chosen.signatures.isEmpty() ? Optional.empty() : Optional.of(chosen.load(executor.get(), committed));
    }

    private static ExtractionStart startOf(ResourcePlan resource, Map<String, ExtractionStart> starts) {
        return Objects.requireNonNull(starts.get(resource.name()));
    }

    private void choose(ResourcePlan resource, ExtractionStart start) {
        if (!isCut(resource, start)) {
            return;
        }
        Optional<String> why = notCut(resource, start);
        if (why.isPresent()) {
            notes.add("resource " + resource.name() + " was read by this process alone, because " + why.get());
            return;
        }
        checkTravels(resource);
        signatures.put(resource.name(), signature(resource, start));
    }

    /** Whether the input has slices: those that its code cuts, or several files that are read row by row. */
    private static boolean isCut(ResourcePlan resource, ExtractionStart start) {
        return switch (resource.source()) {
            case RowSource.Supplied(SlicedRows _) -> true;
            case RowSource.Files files ->
                start.files().size() > 1
                        && start.files().stream().allMatch(file -> InputFiles.isReadByRow(resource, files, file));
            case RowSource.Supplied _, RowSource.Derived _, RowSource.Streamed _ -> false;
        };
    }

    /** Why the rows of a slice cannot be read without those before them. */
    private static Optional<String> notCut(ResourcePlan resource, ExtractionStart start) {
        CursorLoad cursor = start.cursor();
        if (resource.commitInterval().isPresent()) {
            return Optional.of("it is committed in steps");
        }
        if (start.feeds()) {
            return Optional.of("other resources are made of its rows");
        }
        if (resource.steps().stream()
                .anyMatch(step -> step instanceof RowStep.Limit || step instanceof RowStep.TimeLimit)) {
            return Optional.of("it has a limit");
        }
        if (start.boundary().forDlt() || !start.boundary().loadedByDlt().isEmpty()) {
            return Optional.of("dlt has to know the rows at its cursor");
        }
        if (cursor != null && (cursor.kind() == null || cursor.kind() == CursorKind.TEXT)) {
            return Optional.of("the values of its cursor have no declared type, or are texts");
        }
        if (cursor != null
                && (cursor.rules().rowOrder() != null || cursor.rules().lastValue() == LastValue.CUSTOM)) {
            return Optional.of("its cursor has an order or a function");
        }
        if (resource.source() instanceof RowSource.Files files) {
            return notCut(resource, files, start.files());
        }
        return Optional.empty();
    }

    /** Why files that have slices are not cut; the program did not ask for slices, so that this is no error. */
    private static Optional<String> notCut(ResourcePlan resource, RowSource.Files files, List<InputFile> due) {
        if (files.folderKeys()) {
            return Optional.of("all names of its folders together have the types of their columns");
        }
        if (due.stream().map(file -> file.stored().key()).distinct().count() < due.size()) {
            return Optional.of("two of its files are known by one name");
        }
        if (resource.origin().isEmpty()) {
            return Optional.of("it is code of this program, which other processes do not have; in a class that"
                    + " implements SourceProvider they would");
        }
        return Optional.empty();
    }

    /** What is the same where the same rows are asked for. */
    private static String signature(ResourcePlan resource, ExtractionStart start) {
        return Digest128.of(String.join(
                "\u0000",
                resource.origin().orElseThrow().toString(),
                StepText.of(resource),
                resource.writeDisposition().toString(),
                resource.primaryKey().toString(),
                String.valueOf(start.cursor()),
                start.state().texts().toString(),
                InputFiles.fingerprint(start.files()),
                resource.timeZone().toString()));
    }

    /** Makes the resource as another process does, and compares what matters there. */
    private static void checkTravels(ResourcePlan resource) {
        ResourceOrigin origin = resource.origin()
                .orElseThrow(
                        () -> new PipetteException(
                                ErrorCode.BAD_USAGE,
                                "resource " + resource.name()
                                        + " is code of this program, which other processes do not have. Put it"
                                        + " into a class that implements SourceProvider and is on the class path of all of them, and"
                                        + " take it from there, as in Sources.open(ShopSource.class, Settings.load()).resource(\""
                                        + resource.name()
                                        + "\"), or run it without .executor(..) and with the setting slices.executor = \"local\"."));
        ResourcePlan made =
                ResourcePlans.of(Sources.open(origin, resource.openedWith().orElseGet(Settings::load)));
        List<String> others = new ArrayList<>();
        if (!sameSteps(made, resource)) {
            others.add("what happens to its rows");
        }
        if (!made.cursor().equals(resource.cursor())) {
            others.add("its cursor");
        }
        if (!made.timeZone().equals(resource.timeZone())) {
            others.add("its time zone");
        }
        if (!sameInput(made.source(), resource.source())) {
            others.add("where its rows come from");
        }
        if (!others.isEmpty()) {
            throw new PipetteException(
                    ErrorCode.BAD_USAGE,
                    "resource " + resource.name() + " is not as source " + origin.provider() + " makes it: this program"
                            + " changed " + String.join(" and ", others)
                            + ", which other processes do not know. Say it in the source, or run without .executor(..) and"
                            + " with the setting slices.executor = \"local\".");
        }
    }

    private static boolean sameInput(RowSource made, RowSource asked) {
        if (made instanceof RowSource.Files files && asked instanceof RowSource.Files others) {
            return files.format().equals(others.format())
                    && files.options().equals(others.options())
                    && files.state().equals(others.state())
                    && patterns(files).equals(patterns(others));
        }
        return made.getClass() == asked.getClass();
    }

    private static List<String> patterns(RowSource.Files files) {
        return files.locations().stream()
                .map(location -> location.scheme() + "://" + location.pattern())
                .toList();
    }

    private static boolean sameSteps(ResourcePlan made, ResourcePlan resource) {
        return StepText.of(made).equals(StepText.of(resource)) && codes(made).equals(codes(resource));
    }

    /** The classes of functions: one place in a program makes functions of one class. */
    private static List<Class<?>> codes(ResourcePlan resource) {
        return resource.steps().stream()
                .<Class<?>>map(step -> switch (step) {
                    case RowStep.Change(var change) -> change.getClass();
                    case RowStep.Keep(var keep) -> keep.getClass();
                    case RowStep.Constant(var _, var value) -> value.getClass();
                    case RowStep.OfColumns _, RowStep.Limit _, RowStep.TimeLimit _ -> step.getClass();
                })
                .toList();
    }

    private DistributedLoad load(SliceExecutor executor, CommittedState committed) {
        Pipeline pipeline = place.pipeline();
        List<String> facts = new ArrayList<>(List.of(place.client().address(), place.dataset()));
        resources.stream().map(ResourcePlan::name).sorted().forEach(facts::add);
        if (!resources.stream()
                .allMatch(resource -> signatures.containsKey(resource.name()) || isKnownAgain(resource))) {
            // rows of this process alone must not be taken for those of another one
            facts.add(java.util.UUID.randomUUID().toString());
        }
        return new DistributedLoad(
                executor,
                new SharedStage(Stages.open(executor.stage(), Settings.load())),
                pipeline.name(),
                facts,
                committed.stateVersion(),
                signatures);
    }

    /** Whether rows that are read twice are loaded once, whoever reads them. */
    static boolean isKnownAgain(ResourcePlan resource) {
        return resource.writeDisposition().kind() != WriteDisposition.Kind.APPEND
                || resource.cursor().isPresent()
                || resource.fileState().isPresent();
    }
}

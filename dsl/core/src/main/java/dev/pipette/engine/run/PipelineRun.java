package dev.pipette.engine.run;

import dev.pipette.LoadInfo;
import dev.pipette.LoadInfo.LoadedPackage;
import dev.pipette.Pipeline;
import dev.pipette.engine.columnar.DuckEngine;
import dev.pipette.engine.extract.InputFile;
import dev.pipette.engine.extract.InputFiles;
import dev.pipette.engine.extract.ResourcePlan;
import dev.pipette.engine.extract.StreamCopies;
import dev.pipette.engine.folder.RunLock;
import dev.pipette.engine.folder.WorkingFolder;
import dev.pipette.engine.load.bookkeeping.RetryingClient;
import dev.pipette.engine.query.RowComparison;
import dev.pipette.schema.Schema;
import dev.pipette.spi.LoadStep;
import dev.pipette.spi.RowSource;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * One run of a pipeline: finishes what waits, extracts what is new into a package, publishes it, and acknowledges. The
 * order of the steps is what makes a load happen once; each is named by {@link LoadStep}.
 */
final class PipelineRun {
    private final RunPlace place;
    private final Pipeline pipeline;
    private final WorkingFolder working;
    private final RetryingClient client;
    private final RunPackages packages;

    PipelineRun(Pipeline pipeline) {
        this.place = RunPlace.of(pipeline);
        this.pipeline = pipeline;
        this.working = place.working();
        this.client = place.client();
        this.packages = new RunPackages(place);
    }

    LoadInfo run(List<ResourcePlan> resources) {
        long begun = System.nanoTime();
        RunChecks.check(resources, place.naming());
        pipeline.refresh().ifPresent(refresh -> RunChecks.checkRefresh(resources, refresh));
        try (InputFiles inputs = new InputFiles()) {
            Map<String, List<InputFile>> files = new LinkedHashMap<>();
            for (ResourcePlan resource : resources) {
                files.put(
                        resource.name(),
                        resource.source() instanceof RowSource.Files source ? inputs.of(resource, source) : List.of());
            }
            run(resources, files);
        }
        return LoadInfo.builder()
                .pipelineName(pipeline.name())
                .destination(client.describe())
                .dataset(dataset())
                .packages(packages.loaded())
                .notes(packages.notes())
                .duration(Duration.ofNanos(System.nanoTime() - begun))
                .build();
    }

    private void run(List<ResourcePlan> resources, Map<String, List<InputFile>> files) {
        try (RunLock lock =
                        RunLock.take(working, pipeline.name(), pipeline.lockTimeout(), pipeline.listener()::waiting);
                StreamCopies copies = new StreamCopies(working.packages().copies(), pipeline.listener())) {
            working.prepare();
            working.packages().clean(pipeline.keepsPackages());
            pipeline.listener().reached(LoadStep.PIPELINE_LOCKED, "");
            files.putAll(copies.of(resources));
            resources.stream()
                    .filter(ResourcePlan::opensArchivesFirst)
                    .forEach(resource -> files.computeIfPresent(
                            resource.name(),
                            (_, found) -> InputFiles.opened(
                                    resource, found, working.packages().fetched())));
            working.bind(binding());
            client.hints().forEach(packages::note);
            notes(resources).forEach(packages::note);
            try (DuckEngine engine = place.engine()) {
                packages.startAnewWhereDeleted();
                RowComparison comparison = new RowComparison(engine);
                FinishedInputs finished = new FinishedInputs(pipeline.runKey(), comparison, packages::note);
                UnloadedPackages unloaded = new UnloadedPackages(place, new RepeatedRows(comparison), packages::note);
                new PendingPackages(place, packages, finished, unloaded).finish();
                new NewRows(place, packages, finished, unloaded)
                        .load(new Families(resources).whole(packages.refused().others(resources)), files);
                unloaded.noteWaiting();
            }
            packages.refused().end(resources).forEach(packages::note);
            packages.acknowledgeAll();
        }
    }

    /** What there is to say before anything happens: how the destination and the resources were found. */
    private Stream<String> notes(List<ResourcePlan> resources) {
        return Stream.concat(
                        pipeline.destination().notes().stream(),
                        resources.stream().flatMap(resource -> resource.notes().stream()))
                .distinct();
    }

    /** Where the rows go, for people, without secrets. */
    String destination() {
        return client.describe();
    }

    /** How another process reaches it, without secrets. */
    String address() {
        return client.address();
    }

    String dataset() {
        return place.dataset();
    }

    WorkingFolder.Binding binding() {
        return new WorkingFolder.Binding(
                client.address(),
                dataset(),
                pipeline.destination().settingsName().orElse(null));
    }

    /** The packages that were committed so far. */
    List<LoadedPackage> loaded() {
        return packages.loaded();
    }

    /** The schemas that were committed so far, by load ids. */
    Map<String, Schema> schemas() {
        return packages.schemas();
    }

    /** What else there is to know so far. */
    List<String> notes() {
        return packages.notes();
    }
}

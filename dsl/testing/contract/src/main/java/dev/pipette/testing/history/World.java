package dev.pipette.testing.history;

import dev.pipette.Destination;
import dev.pipette.LoadListener;
import dev.pipette.Pipeline;
import dev.pipette.Pipette;
import dev.pipette.Resource;
import dev.pipette.admin.PipelineAdmin.PendingPackage;
import dev.pipette.error.PipetteException;
import dev.pipette.spi.LoadStep;
import dev.pipette.testing.Crash;
import dev.pipette.testing.CrashAt;
import dev.pipette.testing.campaign.ChildProcess;
import dev.pipette.testing.folders.MemoryFolders;
import dev.pipette.testing.history.Step.Fault;
import dev.pipette.testing.history.Step.Home;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.jooq.CloseableDSLContext;
import org.jspecify.annotations.Nullable;

/** What a history happens to: a dataset, two machines with their working folders, and the input. */
final class World implements AutoCloseable {
    static final String PIPELINE = "history";

    private static final Duration IMPATIENT = Duration.ofMillis(100);

    private final HistoryPlaces places;
    private final String place;
    private final List<String> names;
    private final String dataset;
    private final Path folder;
    private final Set<Feed> refusing = EnumSet.noneOf(Feed.class);

    World(HistoryPlaces places, String place, String dataset, Path folder) {
        this.places = places;
        this.place = place;
        this.names = places.names(place);
        this.dataset = dataset;
        this.folder = folder;
    }

    String dataset() {
        return dataset;
    }

    Path input() {
        return folder.resolve("input");
    }

    Set<Feed> refusing() {
        return refusing;
    }

    /** The pipeline of a machine, by the usual name of the destination. */
    Pipeline pipeline(Home home) {
        return pipeline(home, 0);
    }

    private Pipeline pipeline(Home home, int name) {
        return pipeline(places.destination(names.get(name)), dataset, folder.resolve(home.toString()));
    }

    static Pipeline pipeline(Destination destination, String dataset, Path home) {
        return Pipette.pipeline(PIPELINE, destination).datasetName(dataset).home(home);
    }

    /** The table's name where it can be read now. */
    String readable(Feed feed, String table) {
        return refusing.contains(feed) ? places.refusedName(table) : table;
    }

    boolean hasFolder(Home home) {
        return Files.exists(folder.resolve(home.toString()));
    }

    /** Writes the input of a run, as it is then for all later ones. */
    void prepare(Step.Run step) {
        step.gives().forEach(give -> give.feed().prepare(give, input()));
    }

    /** Runs; the input is prepared. */
    Outcome run(Step.Run step) {
        Pipeline pipeline = keyed(pipeline(step.home(), step.name()), step.gives());
        return switch (step.fault()) {
            case Fault.None none -> attempt(pipeline, step);
            case Fault.CrashAt crash -> attempt(pipeline.listener(CrashAt.step(crash.step())), step);
            case Fault.CutAt cut -> attempt(pipeline.listener(cutting(cut.step())), step);
            case Fault.Locked locked -> lockedOut(pipeline, step);
            case Fault.KillAt kill -> killed(kill.step(), step);
        };
    }

    private LoadListener cutting(LoadStep at) {
        AtomicBoolean cut = new AtomicBoolean();
        return (reached, loadId) -> {
            if (reached == at && cut.compareAndSet(false, true)) {
                places.endConnections(place);
            }
        };
    }

    static Pipeline keyed(Pipeline pipeline, List<Give> gives) {
        return gives.getFirst().feed() == Feed.KEYED
                ? pipeline.runKey("k" + gives.getFirst().batch())
                : pipeline;
    }

    private Outcome attempt(Pipeline pipeline, Step.Run step) {
        try {
            pipeline.run(resources(step.gives(), input()));
            return Outcome.SUCCESS;
        } catch (PipetteException failed) {
            return new Outcome(Outcome.Kind.FAILED, String.valueOf(failed.getMessage()));
        } catch (Crash crash) {
            return new Outcome(Outcome.Kind.BROKEN_OFF, "");
        }
    }

    static List<Resource> resources(List<Give> gives, Path input) {
        return gives.stream().map(give -> give.feed().resource(give, input)).toList();
    }

    /** Runs while a load of the same pipeline on a third machine is in the middle of its transaction. */
    private Outcome lockedOut(Pipeline pipeline, Step.Run step) {
        Destination destination = places.destination(names.get(step.name()))
                .lockTimeout(IMPATIENT)
                .retryFor(Duration.ZERO);
        Path home = folder.resolve("holder");
        AtomicReference<@Nullable Outcome> outcome = new AtomicReference<>();
        Pipeline holder = pipeline(destination, dataset, home).listener((reached, loadId) -> {
            if (reached == LoadStep.CHECKED) {
                outcome.set(CompletableFuture.supplyAsync(
                                () -> attempt(pipeline.destination(destination), step),
                                command -> Thread.ofPlatform().start(command))
                        .join());
                throw new Crash(reached);
            }
        });
        try {
            holder.run(Pipette.resource("held").rows(List.of(Map.of("id", 1))));
        } catch (Crash held) {
            // what it did is rolled back
        } catch (PipetteException failed) {
            outcome.compareAndSet(null, new Outcome(Outcome.Kind.FAILED, String.valueOf(failed.getMessage())));
        } finally {
            MemoryFolders.delete(home);
        }
        Outcome found = outcome.get();
        return found == null ? attempt(pipeline, step) : found;
    }

    private Outcome killed(LoadStep at, Step.Run step) {
        List<String> arguments = new ArrayList<>(List.of(
                names.get(step.name()),
                folder.resolve(step.home().toString()).toString(),
                dataset,
                input().toString()));
        step.gives().forEach(give -> arguments.add(give.text()));
        try (ChildProcess child =
                ChildProcess.startUntil(at, HistoryMain.class, places, folder, arguments.toArray(String[]::new))) {
            return child.endedOrFailed() ? Outcome.SUCCESS : new Outcome(Outcome.Kind.BROKEN_OFF, "");
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(interrupted);
        }
    }

    void lose(Home home) {
        MemoryFolders.delete(folder.resolve(home.toString()));
    }

    /** Deletes old bookkeeping rows, but for those of loads that a working folder still has. */
    void prune(Set<String> kept) {
        String loads = dataset + "._dlt_loads";
        String state = dataset + "._dlt_pipeline_state";
        String ids = kept.isEmpty() ? "''" : "'" + String.join("','", kept) + "'";
        executeWhereThere(List.of(
                "DELETE FROM " + loads + " WHERE load_id <> (SELECT max(load_id) FROM " + loads
                        + ") AND load_id NOT IN (" + ids + ")",
                "DELETE FROM " + state + " WHERE version <> (SELECT max(version) FROM " + state + ")"));
    }

    void refuse(Feed feed, boolean exists) {
        if (exists && refusing.add(feed)) {
            feed.tables().forEach(table -> executeWhereThere(places.refuse(dataset, table)));
        }
    }

    void allow(Feed feed) {
        if (refusing.remove(feed)) {
            feed.tables().forEach(table -> executeWhereThere(places.allow(dataset, table)));
        }
    }

    /** Makes the table that has a CHECK, as somebody else would who was there before. */
    void makeStrictTable() {
        pipeline(Home.THERE).run(Pipette.resource("first").rows(List.of(Map.of("id", 1))));
        MemoryFolders.delete(folder.resolve(Home.THERE.toString()));
        executeWhereThere(List.of("CREATE TABLE " + dataset + "." + Feed.STRICT.table()
                + " (id BIGINT, batch BIGINT, bad BIGINT, CHECK (bad = 0))"));
    }

    /** Runs statements; nothing where the dataset is not there yet. */
    private void executeWhereThere(List<String> statements) {
        try (CloseableDSLContext dsl = pipeline(Home.HERE).dataset().dsl()) {
            if (!dsl.fetch("SELECT 1 FROM information_schema.tables WHERE table_schema = '" + dataset
                            + "' AND table_name = '_dlt_loads'")
                    .isEmpty()) {
                statements.forEach(dsl::execute);
            }
        } catch (PipetteException missing) {
            // no destination yet
        }
    }

    /** Deletes the oldest package that a machine lists; returns the load ids of what was deleted. */
    List<String> discard(Home home) {
        List<PendingPackage> pending = List.copyOf(pipeline(home).admin().pending());
        try {
            return pending.isEmpty()
                    ? List.of()
                    : pipeline(home).admin().discard(pending.getFirst().loadId());
        } catch (PipetteException committed) {
            return List.of();
        }
    }

    /** Loads a package. */
    Outcome retry(Home home, String loadId) {
        try {
            pipeline(home).admin().retry(loadId);
            return Outcome.SUCCESS;
        } catch (PipetteException failed) {
            return new Outcome(Outcome.Kind.FAILED, String.valueOf(failed.getMessage()));
        }
    }

    @Override
    public void close() {
        refusing.clear();
        executeWhereThere(List.of("DROP SCHEMA " + dataset + " CASCADE"));
        MemoryFolders.delete(folder);
    }
}

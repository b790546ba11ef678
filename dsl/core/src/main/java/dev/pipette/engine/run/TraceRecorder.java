package dev.pipette.engine.run;

import dev.pipette.LoadInfo.LoadedPackage;
import dev.pipette.LoadInfo.TableLoad;
import dev.pipette.LoadListener;
import dev.pipette.Pipeline;
import dev.pipette.admin.RunTrace;
import dev.pipette.admin.RunTrace.Failure;
import dev.pipette.admin.RunTrace.LoadPackage;
import dev.pipette.admin.RunTrace.Outcome;
import dev.pipette.admin.RunTrace.Step;
import dev.pipette.engine.folder.SealedPackage;
import dev.pipette.engine.folder.WorkingFolder;
import dev.pipette.engine.manifest.PackageTable;
import dev.pipette.engine.manifest.ResourceLoad;
import dev.pipette.error.PipetteException;
import dev.pipette.spi.LoadStep;
import dev.pipette.text.Printable;
import dev.pipette.text.Secrets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Listens to a run and remembers its steps and packages, and calls the user's own listener. */
final class TraceRecorder implements LoadListener {
    private final LoadListener listener;
    private final WorkingFolder working;
    private final Instant startedAt;
    private final List<Step> steps = new ArrayList<>();
    private final Map<String, LoadPackage> packages = new LinkedHashMap<>();
    private final long begun = System.nanoTime();
    private long last = begun;

    TraceRecorder(LoadListener listener, WorkingFolder working, Clock clock) {
        this.listener = listener;
        this.working = working;
        this.startedAt = clock.instant().truncatedTo(ChronoUnit.MILLIS);
    }

    @Override
    public void reached(LoadStep step, String loadId) {
        steps.add(new Step(step, loadId, Duration.ofNanos(System.nanoTime() - last)));
        // a package of an earlier run first appears when it is published
        if (step == LoadStep.SEALED || (step == LoadStep.TRANSACTION_BEGUN && !packages.containsKey(loadId))) {
            look(loadId, step == LoadStep.TRANSACTION_BEGUN);
        }
        try {
            listener.reached(step, loadId);
        } finally {
            last = System.nanoTime();
        }
    }

    @Override
    public void reading(String resource, String file) {
        listener.reading(resource, Secrets.masked(file));
    }

    @Override
    public void extracted(String resource, long rows) {
        listener.extracted(resource, rows);
    }

    @Override
    public void waiting(String holder) {
        listener.waiting(Secrets.masked(holder));
    }

    @Override
    public void retrying(String why, Duration after) {
        listener.retrying(Secrets.masked(why), after);
    }

    private void look(String loadId, boolean recovered) {
        try {
            working.packages().find(loadId).ifPresent(found -> {
                SealedPackage.Size size = found.size();
                packages.put(
                        loadId,
                        new LoadPackage(
                                loadId, false, recovered, size.files(), size.bytes(), tables(found), List.of()));
            });
        } catch (PipetteException unreadable) {
            // then the load itself fails, and says so better
            packages.remove(loadId);
        }
    }

    private static List<TableLoad> tables(SealedPackage found) {
        List<TableLoad> tables = new ArrayList<>();
        for (PackageTable table : found.manifest().tables()) {
            ResourceLoad resource = found.manifest().resourceOf(table);
            tables.add(new TableLoad(
                    table.name(),
                    resource.name(),
                    Optional.ofNullable(table.parent()),
                    resource.disposition().kind(),
                    table.rows(),
                    0,
                    0));
        }
        return tables;
    }

    /**
     * The trace of the run.
     *
     * @param loaded the packages that were committed
     * @param failed why the run failed; empty when it did not
     */
    RunTrace trace(
            Pipeline pipeline,
            String destination,
            String dataset,
            List<LoadedPackage> loaded,
            List<String> notes,
            Optional<RuntimeException> failed) {
        for (LoadedPackage load : loaded) {
            LoadPackage seen = packages.get(load.loadId());
            packages.put(
                    load.loadId(),
                    new LoadPackage(
                            load.loadId(),
                            true,
                            load.recovered(),
                            seen == null ? 0 : seen.files(),
                            seen == null ? 0 : seen.bytes(),
                            load.tables(),
                            load.schemaChanges()));
        }
        if (failed.isEmpty()) {
            // the others held nothing new, or were dropped because another machine was first, which the notes say
            packages.keySet()
                    .retainAll(loaded.stream().map(LoadedPackage::loadId).toList());
        }
        Duration duration = Duration.ofNanos(System.nanoTime() - begun);
        Outcome outcome = failed.isPresent() ? Outcome.FAILED : loaded.isEmpty() ? Outcome.NOTHING_NEW : Outcome.LOADED;
        return new RunTrace(
                pipeline.name(),
                Secrets.masked(destination),
                dataset,
                startedAt,
                duration,
                outcome,
                steps,
                List.copyOf(packages.values()),
                notes.stream().map(TraceRecorder::shown).toList(),
                failed.map(TraceRecorder::failure));
    }

    /** Notes in an error how far the run was. */
    void locate(PipetteException failed) {
        if (!steps.isEmpty()) {
            Step done = steps.getLast();
            failed.after(done.step().name(), done.loadId());
        }
    }

    private static Failure failure(RuntimeException failed) {
        String code = failed instanceof PipetteException known ? known.code().name() : "INTERNAL_ERROR";
        String message = failed instanceof PipetteException
                ? String.valueOf(failed.getMessage())
                : failed.getClass().getSimpleName() + ": " + failed.getMessage();
        return new Failure(code, shown(message));
    }

    private static String shown(String text) {
        return Printable.of(Secrets.masked(text));
    }
}

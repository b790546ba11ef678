package dev.pipette.admin;

import dev.pipette.LoadInfo;
import dev.pipette.Pipeline;
import dev.pipette.engine.columnar.DuckEngine;
import dev.pipette.engine.extract.InputFiles;
import dev.pipette.engine.folder.GivingUp;
import dev.pipette.engine.folder.LoadedMeanwhile;
import dev.pipette.engine.folder.RunLock;
import dev.pipette.engine.folder.SealedPackage;
import dev.pipette.engine.folder.WorkingFolder;
import dev.pipette.engine.load.Publisher.Outcome;
import dev.pipette.engine.load.bookkeeping.CommittedState;
import dev.pipette.engine.run.FinishedInputs;
import dev.pipette.engine.run.RunPackages;
import dev.pipette.engine.run.RunPlace;
import dev.pipette.error.ErrorCode;
import dev.pipette.error.PipetteException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Loads one package again that waits or was set aside, or gives it up: on top of what is committed now, in one transaction, and
 * never a second time.
 */
final class PackageRetry {
    private static final Set<ErrorCode> UNREADABLE =
            Set.of(ErrorCode.SOURCE_UNREADABLE, ErrorCode.SOURCE_CHANGED, ErrorCode.SOURCE_MISSING);

    private final Pipeline pipeline;
    private final WorkingFolder working;
    private final String loadId;
    private final boolean givesUp;

    /** @param givesUp whether it is given up, and not loaded */
    PackageRetry(Pipeline pipeline, WorkingFolder working, String loadId, boolean givesUp) {
        this.pipeline = pipeline;
        this.working = working;
        this.loadId = loadId;
        this.givesUp = givesUp;
    }

    /** @param unknown the error where there is no such package */
    LoadInfo end(Supplier<PipetteException> unknown) {
        long begun = System.nanoTime();
        if (!working.exists()) {
            throw unknown.get();
        }
        try (RunLock lock =
                RunLock.take(working, pipeline.name(), pipeline.lockTimeout(), pipeline.listener()::waiting)) {
            working.prepare();
            working.packages().clean(pipeline.keepsPackages());
            SealedPackage found = Stream.of(
                            working.packages().waiting(), working.packages().quarantined())
                    .flatMap(List::stream)
                    .filter(waiting -> waiting.loadId().equals(loadId))
                    .findFirst()
                    .orElseThrow(unknown);
            RunPlace place = RunPlace.of(pipeline.datasetName(found.manifest().dataset()));
            checkDestination(place, found);
            checkInput(place, found);
            RunPackages packages = new RunPackages(place);
            try (DuckEngine engine = place.engine()) {
                if (givesUp) {
                    giveUp(found, packages);
                } else {
                    load(found, packages);
                }
            }
            return LoadInfo.builder()
                    .pipelineName(pipeline.name())
                    .destination(place.client().describe())
                    .dataset(place.dataset())
                    .packages(packages.loaded())
                    .notes(packages.notes())
                    .duration(Duration.ofNanos(System.nanoTime() - begun))
                    .build();
        }
    }

    private void checkDestination(RunPlace place, SealedPackage found) {
        if (place.known().identified().holds(found)) {
            return;
        }
        String own =
                found.manifest().destination() + ", dataset " + found.manifest().dataset();
        throw new PipetteException(
                ErrorCode.BAD_USAGE,
                "package " + loadId + " of pipeline " + pipeline.name() + " was extracted for "
                        + (place.client().isNamed(found.manifest().destination())
                                ? "another database that had this name: " + own
                                        + ". Put that database back, or delete the package with '"
                                        + Commands.discard(pipeline, loadId) + "'."
                                : own + ", and not for " + place.client().describe()
                                        + ". Name that destination with --into."));
    }

    /** What was loaded since would be there twice. */
    private void checkInput(RunPlace place, SealedPackage found) {
        LoadedMeanwhile.of(found).forEach((other, input) -> {
            if (CommittedState.isCommitted(
                    place.client(), place.dataset(), found.manifest().schemaName(), other)) {
                throw refused("package " + other + " loaded " + phrase(input) + ". Load the others by themselves");
            }
        });
    }

    private static String phrase(List<String> input) {
        String rows = input.stream()
                .filter(one -> one.startsWith(FinishedInputs.ROWS))
                .map(one -> one.substring(FinishedInputs.ROWS.length()))
                .collect(Collectors.joining(", "));
        List<String> files = input.stream()
                .filter(one -> !one.startsWith(FinishedInputs.ROWS))
                .map(InputFiles::named)
                .toList();
        List<String> parts = new ArrayList<>();
        if (!files.isEmpty()) {
            parts.add((files.size() == 1 ? "a file" : files.size() + " files") + " of it: " + String.join(", ", files));
        }
        if (!rows.isEmpty()) {
            parts.add("its rows of " + rows);
        }
        return String.join(", and ", parts);
    }

    private void load(SealedPackage found, RunPackages packages) {
        Optional<String> reason = working.packages().reason(found);
        GivingUp.revoke(found);
        SealedPackage waiting = working.packages().takeBack(found);
        end(waiting, packages.publishLate(waiting), packages, reason, () -> {});
    }

    /** The decision is in the package before it is moved: from then on, the next run does it where this one dies. */
    private void giveUp(SealedPackage found, RunPackages packages) {
        Optional<String> reason = working.packages().reason(found);
        String why = GiveUpPlan.reason(working, found);
        GivingUp.decide(found, why);
        SealedPackage waiting = working.packages().takeBack(found);
        Outcome outcome;
        try {
            outcome = packages.giveUp(waiting, why);
        } catch (PipetteException failed) {
            putBack(waiting, reason);
            throw notGivenUp(failed);
        }
        if (outcome instanceof Outcome.Moved || outcome instanceof Outcome.Rewound) {
            GivingUp.revoke(waiting);
        }
        end(waiting, outcome, packages, reason, () -> packages.givenUp(waiting));
    }

    private void putBack(SealedPackage waiting, Optional<String> reason) {
        GivingUp.revoke(waiting);
        reason.ifPresent(known -> working.packages().quarantine(waiting, known));
    }

    private PipetteException notGivenUp(PipetteException failed) {
        String message = String.valueOf(failed.getMessage()).substring(("[" + failed.code() + "] ").length());
        String wayOut = UNREADABLE.contains(failed.code())
                ? "The package is kept as it was, and its rows cannot be had from it. '"
                        + Commands.discard(pipeline, loadId)
                        + "' deletes it; then the next run reads its input again, as it is now."
                : "The package is kept as it was.";
        return new PipetteException(
                failed.code(),
                "package " + loadId + " of pipeline " + pipeline.name() + " could not be given up: " + message + " "
                        + wayOut,
                failed);
    }

    private void end(
            SealedPackage waiting,
            Outcome outcome,
            RunPackages packages,
            Optional<String> reason,
            Runnable committedNow) {
        switch (outcome) {
            case Outcome.Committed committed -> {
                packages.committed(waiting, committed, true);
                committedNow.run();
                packages.acknowledge(waiting);
            }
            case Outcome.AlreadyCommitted already -> {
                packages.known(waiting, already.stateVersion());
                working.packages().mark(waiting);
                packages.recognized(waiting);
                packages.acknowledge(waiting);
            }
            case Outcome.NothingNew nothing -> working.packages().delete(waiting.folder());
            case Outcome.Moved moved -> {
                reason.ifPresent(known -> working.packages().quarantine(waiting, known));
                throw refused(moved.found());
            }
            case Outcome.Rewound rewound -> {
                reason.ifPresent(known -> working.packages().quarantine(waiting, known));
                throw packages.rewound(waiting, rewound);
            }
        }
    }

    private PipetteException refused(String why) {
        return new PipetteException(
                ErrorCode.STATE_MOVED,
                "package " + loadId + " of pipeline " + pipeline.name()
                        + " was not " + (givesUp ? "given up" : "loaded")
                        + ", because another load came after it, and the two do not go together: "
                        + why + ". '" + Commands.tables(pipeline, loadId) + "' lists its tables, '"
                        + Commands.discard(pipeline, loadId) + "' deletes it.");
    }
}

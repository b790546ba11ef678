package dev.pipette.admin;

import dev.pipette.Pipeline;
import dev.pipette.engine.folder.LoadAttempt;
import dev.pipette.engine.folder.SealedPackage;
import dev.pipette.engine.folder.WorkingFolder;
import dev.pipette.engine.manifest.CursorLoad;
import dev.pipette.engine.manifest.FilesLoad;
import dev.pipette.engine.manifest.PackageTable;
import dev.pipette.engine.manifest.ResourceLoad;
import dev.pipette.error.ErrorCode;
import dev.pipette.error.PipetteException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** Says what giving a package up will do, and refuses what would lose rows or mean something else. */
final class GiveUpPlan {
    private final Pipeline pipeline;
    private final AdminPlace place;

    GiveUpPlan(Pipeline pipeline, AdminPlace place) {
        this.pipeline = pipeline;
        this.place = place;
    }

    /** Why a package is given up: why it could not be loaded. */
    static String reason(WorkingFolder working, SealedPackage sealed) {
        List<LoadAttempt> attempts = LoadAttempt.of(sealed);
        return attempts.isEmpty()
                ? working.packages()
                        .reason(sealed)
                        .or(() -> working.packages().held(sealed))
                        .orElse("its package was given up before a load of it failed")
                : attempts.getLast().reason();
    }

    GiveUpInfo of(String loadId) {
        if (!place.working().exists()) {
            throw new WaitingPackages(place).unknown(loadId);
        }
        SealedPackage found = Stream.of(
                        place.working().packages().waiting(),
                        place.working().packages().quarantined())
                .flatMap(List::stream)
                .filter(waiting -> waiting.loadId().equals(loadId))
                .findFirst()
                .orElseThrow(() -> new WaitingPackages(place).unknown(loadId));
        check(found);
        Map<String, Long> rows = new LinkedHashMap<>();
        for (PackageTable table : found.manifest().tables()) {
            if (table.rows() > 0) {
                rows.merge(table.name(), table.rows(), Long::sum);
            }
        }
        return new GiveUpInfo(
                pipeline.name(),
                loadId,
                found.manifest().destination(),
                found.manifest().dataset(),
                rows,
                found.manifest().resources().stream()
                        .mapToLong(ResourceLoad::linesRejected)
                        .sum(),
                reason(place.working(), found),
                found.manifest().resources().stream()
                        .flatMap(resource -> moves(resource).stream())
                        .toList(),
                found.manifest().byTable().stream()
                        .filter(resource -> resource.disposition().takesOthersAway())
                        .map(ResourceLoad::table)
                        .distinct()
                        .toList(),
                Commands.giveUp(pipeline, loadId));
    }

    private static List<String> moves(ResourceLoad resource) {
        List<String> moves = new ArrayList<>();
        CursorLoad cursor = resource.cursor();
        if (cursor != null && cursor.moved() && cursor.end() != null) {
            moves.add("the cursor " + cursor.path() + " of " + resource.name() + " moves to " + cursor.end());
        }
        FilesLoad files = resource.files();
        if (files != null && files.ledger() && !files.files().isEmpty()) {
            int count = files.files().size();
            moves.add(count + (count == 1 ? " file" : " files") + " of " + resource.name()
                    + (count == 1 ? " counts" : " count") + " as loaded");
        }
        if (resource.runKey() != null) {
            moves.add("run key " + resource.runKey() + " of " + resource.name() + " counts as loaded");
        }
        return moves;
    }

    private void check(SealedPackage found) {
        Optional<String> refusal = found.committed()
                ? Optional.of("it is committed at the destination, and the next run ticks it off")
                : found.manifest().resources().stream()
                        .flatMap(resource -> refusal(resource).stream())
                        .findFirst();
        refusal.ifPresent(why -> {
            throw new PipetteException(
                    ErrorCode.BAD_USAGE,
                    "package " + found.loadId() + " of pipeline " + pipeline.name() + " cannot be given up: " + why
                            + (found.committed()
                                    ? "."
                                    : ". '" + Commands.discard(pipeline, found.loadId()) + "' deletes it."));
        });
    }

    private static Optional<String> refusal(ResourceLoad resource) {
        if (resource.replays() != null) {
            return Optional.of("it replays rejected rows of " + resource.name() + ", which stay rejected without it");
        }
        if (resource.refresh() != null) {
            return Optional.of(
                    "its load was to take away what was there of " + resource.name() + " (refresh " + resource.refresh()
                            + "), and its rows would be rejected beside that. The next run reads them again");
        }
        FilesLoad files = resource.files();
        if (files != null && !files.replaced().isEmpty()) {
            return Optional.of(
                    "its rows of " + resource.name() + " replace those that were loaded from the same files ("
                            + files.replaced().stream().sorted().findFirst().orElseThrow()
                            + "), which would be taken for the new ones. The next run reads the files again");
        }
        return Optional.empty();
    }
}

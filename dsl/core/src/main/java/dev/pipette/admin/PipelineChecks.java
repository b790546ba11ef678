package dev.pipette.admin;

import dev.pipette.check.CheckResult;
import dev.pipette.engine.folder.CheckNotes;
import dev.pipette.engine.folder.RunLock;
import dev.pipette.engine.folder.SealedPackage;
import dev.pipette.engine.load.RejectDeletion;
import dev.pipette.engine.load.bookkeeping.CheckRows;
import dev.pipette.engine.load.bookkeeping.RejectQuery;
import dev.pipette.error.ErrorCode;
import dev.pipette.error.PipetteException;
import dev.pipette.rows.RowReader;
import dev.pipette.rows.RowStream;
import dev.pipette.spi.DestinationClient.Access;
import dev.pipette.spi.DestinationSession;
import dev.pipette.text.Grid;
import dev.pipette.text.Listing;
import dev.pipette.text.Printable;
import dev.pipette.text.Secrets;
import dev.pipette.text.Units;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jooq.exception.DataAccessException;

/** What checks found in a pipeline's loads: verdicts, there and in the packages here, and the rows that they rejected. */
final class PipelineChecks {
    /** How many verdicts are read. */
    static final int MOST = 1_000;

    private final AdminPlace place;

    PipelineChecks(AdminPlace place) {
        this.place = place;
    }

    Listing<CheckRun> list() {
        List<CheckRun> runs = new ArrayList<>();
        CheckRows.read(place.client(), place.dataset(), place.pipeline().name(), MOST)
                .forEach(row -> runs.add(new CheckRun(row.loadId(), row.at(), true, row.result())));
        Stream.concat(
                        place.working().packages().waiting().stream(),
                        place.working().packages().readableQuarantined().stream())
                .filter(found -> found.manifest().dataset().equals(place.dataset()))
                .forEach(found -> runs.addAll(attempts(found)));
        runs.sort(Comparator.comparing(CheckRun::at).reversed());
        return new Listing<>(runs, text(runs));
    }

    private static List<CheckRun> attempts(SealedPackage sealed) {
        List<CheckRun> runs = new ArrayList<>();
        for (CheckNotes attempt : CheckNotes.of(sealed)) {
            Instant at = Instant.parse(attempt.at());
            attempt.results().forEach(result -> runs.add(new CheckRun(sealed.loadId(), at, false, result)));
        }
        return runs;
    }

    private static String text(List<CheckRun> runs) {
        if (runs.isEmpty()) {
            return "no checks";
        }
        Grid grid = new Grid("load id", "at", "table", "check", "verdict", ">violations", "first");
        for (CheckRun run : runs) {
            CheckResult result = run.result();
            grid.add(
                    run.loadId() + (run.committed() ? "" : " (not committed)"),
                    run.at().truncatedTo(ChronoUnit.MILLIS).toString(),
                    result.table(),
                    result.check(),
                    result.verdict().toString(),
                    Units.number(result.violations()),
                    Printable.line(Secrets.masked(result.message())));
        }
        return AdminText.titled(runs.size(), "verdict", grid);
    }

    private static RejectQuery query(AdminPlace place, RejectFilter filter) {
        return new RejectQuery(
                place.pipeline().name(),
                filter.table(),
                filter.rule(),
                filter.loadId(),
                filter.rows(),
                filter.isReplayed());
    }

    /** How many rejected rows there are. */
    int count(RejectFilter filter) {
        return place.client().exists()
                ? place.client()
                        .read(session -> query(place, filter).groups(session, place.dataset()).stream()
                                .mapToInt(RejectQuery.Group::count)
                                .sum())
                : 0;
    }

    /** Deletes rejected rows; how many there were. */
    int discard(RejectFilter filter) {
        if (!place.client().exists()) {
            return 0;
        }
        try (RunLock lock = place.lockForChange()) {
            return new RejectDeletion(place.client(), place.pipeline().listener())
                    .delete(place.dataset(), query(place, filter));
        }
    }

    <R> R rejects(RejectFilter filter, Function<? super RowStream, R> reading) {
        if (!place.client().exists()) {
            throw new PipetteException(
                    ErrorCode.DESTINATION_FAILED,
                    place.client().describe() + " does not exist yet. Run the pipeline first.");
        }
        RejectQuery query = query(place, filter);
        try (DestinationSession session = place.client().open(Access.READ)) {
            session.beginReading();
            try {
                return RowReader.read(session.dsl(), query.sql(session, place.dataset()), reading);
            } catch (DataAccessException failed) {
                throw session.failure("read the rejected rows of " + place.dataset(), failed);
            }
        }
    }
}

package dev.pipette.engine.load.bookkeeping;

import static dev.pipette.bookkeeping.Tables.PIPETTE_CHECKS;

import dev.pipette.bookkeeping.tables.records.PipetteChecksRecord;
import dev.pipette.check.CheckResult;
import dev.pipette.spi.DestinationSession;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Set;

/** How the checks of committed loads ended, a row for each; the table is made by the first load that has checks. */
public final class CheckRows {
    private final Bookkeeping bookkeeping;

    /** @param existing the names of the tables that the dataset has */
    public CheckRows(DestinationSession session, String dataset, Set<String> existing) {
        this.bookkeeping = new Bookkeeping(session, dataset, existing);
    }

    /** Writes down how the checks of a load ended; does nothing where it has none. */
    public void add(String pipeline, String loadId, List<CheckResult> results, OffsetDateTime now) {
        if (results.isEmpty()) {
            return;
        }
        bookkeeping.makeOnFirstUse(PIPETTE_CHECKS);
        for (CheckResult result : results) {
            PipetteChecksRecord row = bookkeeping.dsl().newRecord(PIPETTE_CHECKS);
            row.setLoadId(loadId);
            row.setPipelineName(pipeline);
            row.setTableName(result.table());
            row.setCheckName(result.check());
            row.setSeverity(result.severity().toString());
            row.setVerdict(result.verdict().toString());
            row.setViolations(result.violations());
            row.setMessage(result.message());
            row.setInsertedAt(now.withOffsetSameInstant(ZoneOffset.UTC));
            row.insert();
        }
    }
}

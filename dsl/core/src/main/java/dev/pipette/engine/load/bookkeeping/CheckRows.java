package dev.pipette.engine.load.bookkeeping;

import static dev.pipette.bookkeeping.Tables.PIPETTE_CHECKS;
import static org.jooq.impl.DSL.inline;

import dev.pipette.bookkeeping.tables.records.PipetteChecksRecord;
import dev.pipette.check.CheckResult;
import dev.pipette.check.Severity;
import dev.pipette.check.Verdict;
import dev.pipette.spi.DestinationSession;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** How the checks of committed loads ended, a row for each; the table is made by the first load that has checks. */
public final class CheckRows {
    private final Bookkeeping bookkeeping;

    /** @param existing the names of the tables that the dataset has */
    public CheckRows(DestinationSession session, String dataset, Set<String> existing) {
        this.bookkeeping = new Bookkeeping(session, dataset, existing);
    }

    /**
     * How one check of a committed load ended.
     *
     * @param at when it was published
     */
    public record Row(String loadId, Instant at, CheckResult result) {}

    /** How the checks of a pipeline's loads ended, newest first. */
    public static List<Row> read(RetryingClient client, String dataset, String pipeline, int most) {
        return client.exists()
                ? client.read(session -> session.hasDataset(dataset)
                        ? new CheckRows(session, dataset, session.tableNames(dataset)).read(pipeline, most)
                        : List.<Row>of())
                : List.of();
    }

    private List<Row> read(String pipeline, int most) {
        return bookkeeping.has(PIPETTE_CHECKS)
                ? bookkeeping
                        .dsl()
                        .selectFrom(PIPETTE_CHECKS)
                        .where(PIPETTE_CHECKS.PIPELINE_NAME.eq(pipeline))
                        .orderBy(PIPETTE_CHECKS.LOAD_ID.desc(), PIPETTE_CHECKS.TABLE_NAME, PIPETTE_CHECKS.CHECK_NAME)
                        .limit(inline(most))
                        .fetch(CheckRows::of)
                : List.of();
    }

    private static Row of(PipetteChecksRecord row) {
        return new Row(
                row.getLoadId(),
                row.getInsertedAt().toInstant(),
                new CheckResult(
                        row.getTableName(),
                        row.getCheckName(),
                        Severity.valueOf(row.getSeverity().toUpperCase(Locale.ROOT)),
                        Verdict.valueOf(row.getVerdict().toUpperCase(Locale.ROOT)),
                        row.getViolations(),
                        row.getMessage()));
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

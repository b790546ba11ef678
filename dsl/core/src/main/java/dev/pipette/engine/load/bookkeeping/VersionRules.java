package dev.pipette.engine.load.bookkeeping;

import dev.pipette.error.ErrorCode;
import dev.pipette.error.PipetteException;
import dev.pipette.schema.Column;
import dev.pipette.schema.MergeStrategy;
import dev.pipette.schema.SystemColumns;
import dev.pipette.schema.TableSchema;
import dev.pipette.schema.WriteDisposition;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * Refuses loads into a table that keeps versions of rows, where they would not keep them, or in other columns.
 *
 * @param schema the name of the schema that says so
 */
record VersionRules(String schema, String dataset, TableSchema table) {
    private static final List<Function<String, Instant>> WRITINGS = List.of(
            text -> OffsetDateTime.parse(text).toInstant(),
            text -> LocalDateTime.parse(text).toInstant(ZoneOffset.UTC),
            text -> LocalDate.parse(text).atStartOfDay(ZoneOffset.UTC).toInstant());

    void check(WriteDisposition disposition) {
        MergeStrategy.Scd2 versions = disposition
                .versions()
                .orElseThrow(() -> refused(
                        "keeps versions of rows (merge strategy scd2): rows that are loaded in another way would belong to no"
                                + " version. Merge with scd2(..), or load into a table of its own: .table(\""
                                + ownTable() + "\") (--table " + ownTable()
                                + "). To begin again without the versions, refresh(Refresh.DROP_RESOURCES)"
                                + " (--refresh drop-resources) drops the table"));
        String from = name(SystemColumns.VALID_FROM).orElse(versions.validFrom());
        String to = name(SystemColumns.VALID_TO).orElse(versions.validTo());
        if (!from.equals(versions.validFrom()) || !to.equals(versions.validTo())) {
            throw refused("keeps the validity of its versions in the columns '" + from + "' and '" + to
                    + "', and this load would keep it in '" + versions.validFrom() + "' and '" + versions.validTo()
                    + "'. Say scd2(..).validity(\"" + from + "\", \"" + to + "\")");
        }
        DltTableRules.column(table, SystemColumns.VALID_TO).ifPresent(column -> checkActive(column, versions));
    }

    private Optional<String> name(String hint) {
        return DltTableRules.column(table, hint).map(Column::name);
    }

    private String ownTable() {
        return table.name() + "_pipette";
    }

    private void checkActive(Column column, MergeStrategy.Scd2 versions) {
        Optional<Instant> known =
                column.hint(SystemColumns.ACTIVE).map(String::valueOf).flatMap(VersionRules::instant);
        if (!known.equals(versions.activeTimestamp())) {
            throw refused("has " + known.map(Instant::toString).orElse("NULL") + " in column '" + column.name()
                    + "' of active versions, and this load would look for "
                    + versions.activeTimestamp().map(Instant::toString).orElse("NULL") + ". "
                    + known.map(time -> "Say scd2(..).activeTimestamp(Instant.parse(\"" + time + "\"))")
                            .orElse("Leave activeTimestamp(..) out"));
        }
    }

    private static Optional<Instant> instant(String text) {
        for (Function<String, Instant> writing : WRITINGS) {
            try {
                return Optional.of(writing.apply(text.replace(' ', 'T')));
            } catch (DateTimeParseException otherWriting) {
                // the next one
            }
        }
        return Optional.empty();
    }

    private PipetteException refused(String reason) {
        return new PipetteException(
                ErrorCode.LOAD_REFUSED,
                "table " + dataset + "." + table.name() + " of schema " + schema + " " + reason
                        + ". Nothing was loaded.");
    }
}

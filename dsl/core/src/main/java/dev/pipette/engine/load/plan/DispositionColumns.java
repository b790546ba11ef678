package dev.pipette.engine.load.plan;

import static org.jooq.impl.DSL.inline;

import dev.pipette.engine.manifest.PackageTable;
import dev.pipette.engine.manifest.ResourceLoad;
import dev.pipette.engine.sql.Expressions;
import dev.pipette.error.ErrorCode;
import dev.pipette.error.PipetteException;
import dev.pipette.schema.Column;
import dev.pipette.schema.DataType;
import dev.pipette.schema.MergeStrategy;
import dev.pipette.schema.SystemColumns;
import dev.pipette.schema.TableColumn;
import dev.pipette.schema.ValueType;
import dev.pipette.schema.WriteDisposition;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jooq.impl.SQLDataType;

/**
 * The columns that a write disposition adds to a root table, beside those of the data and the system columns.
 *
 * @param filled those that each arriving row has a value in, before the data
 * @param empty those that the load itself fills where it has to, after all others
 */
record DispositionColumns(List<Added> filled, List<Added> empty) {
    private static final DispositionColumns NONE = new DispositionColumns(List.of(), List.of());

    /**
     * A column that is added.
     *
     * @param value that arriving rows have, as DuckDB's SQL
     * @param purpose what it is for, as the rest of a sentence
     * @param otherName how a person gives it another name
     */
    record Added(Column column, String value, String purpose, String otherName) {
        String name() {
            return column.name();
        }

        /** Refuses a column of the table that has the name and holds something else. */
        void checkType(ResourceLoad resource, TableColumn there) {
            if (there.type().filter(ValueType.TIMESTAMP::equals).isEmpty()) {
                throw new PipetteException(
                        ErrorCode.NAME_COLLISION,
                        "resource " + resource.name() + " needs column '" + name() + "' of table " + resource.table()
                                + ", "
                                + purpose + ", and the table has a column of that name that is "
                                + there.sqlType().toLowerCase(Locale.ROOT) + ". Choose another name in " + otherName
                                + ".");
            }
        }
    }

    /** Those of a root table; none for a nested one. */
    static DispositionColumns of(ResourceLoad resource, PackageTable packed, Instant time) {
        return packed.isNested() ? NONE : of(resource.disposition(), time);
    }

    /** Those of a disposition. */
    static DispositionColumns of(WriteDisposition disposition, Instant time) {
        return new DispositionColumns(
                disposition.versions().map(versions -> validity(versions, time)).orElse(List.of()),
                disposition.mark().stream().map(DispositionColumns::mark).toList());
    }

    private static Added mark(String name) {
        return new Added(
                Column.of(name, DataType.TIMESTAMP),
                "NULL",
                "for rows that are missing in a snapshot",
                "markDeleted(..)");
    }

    private static List<Added> validity(MergeStrategy.Scd2 versions, Instant time) {
        String purpose = "for the versions of rows";
        String otherName = "validity(..)";
        Instant active = versions.activeTimestamp().orElse(null);
        return List.of(
                new Added(
                        SystemColumns.validFrom(versions.validFrom()),
                        literal(Optional.of(versions.boundaryOf(time))),
                        purpose,
                        otherName),
                new Added(
                        SystemColumns.validTo(versions.validTo(), active),
                        literal(versions.activeTimestamp()),
                        purpose,
                        otherName));
    }

    private static String literal(Optional<Instant> time) {
        return Expressions.text(inline(
                        time.map(instant -> instant.atOffset(ZoneOffset.UTC)).orElse(null), OffsetDateTime.class)
                .cast(SQLDataType.TIMESTAMPWITHTIMEZONE));
    }

    /** All of them. */
    List<Added> all() {
        List<Added> all = new ArrayList<>(filled);
        all.addAll(empty);
        return all;
    }

    /** The columns of a table with these: the filled ones first, as dlt has them. */
    List<Column> around(List<Column> columns) {
        List<Column> all = new ArrayList<>(filled.stream().map(Added::column).toList());
        all.addAll(columns);
        empty.forEach(added -> all.add(added.column()));
        return all;
    }

    /** Refuses rows that have a column of the name of one of these. */
    void check(ResourceLoad resource, PackageTable packed) {
        all().stream()
                .filter(added -> packed.columns().contains(added.name()))
                .findFirst()
                .ifPresent(added -> {
                    throw new PipetteException(
                            ErrorCode.NAME_COLLISION,
                            "resource " + resource.name() + " adds column '" + added.name() + "' to its table, "
                                    + added.purpose()
                                    + ", and its rows have a column of that name. Choose another name in "
                                    + added.otherName() + ", or rename the column with .rename(..).");
                });
    }
}

package dev.pipette.engine.load.check;

import static org.jooq.impl.DSL.field;
import static org.jooq.impl.DSL.inline;

import dev.pipette.schema.MergeStrategy;
import dev.pipette.schema.SystemColumns;
import dev.pipette.schema.TableColumn;
import dev.pipette.schema.WriteDisposition;
import dev.pipette.spi.DestinationSession;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jooq.Condition;
import org.jooq.DSLContext;
import org.jooq.Field;
import org.jooq.Record;
import org.jooq.Table;
import org.jooq.impl.DSL;
import org.jooq.impl.SQLDataType;
import org.jspecify.annotations.Nullable;

/**
 * A table at a destination that is checked, in a transaction.
 *
 * @param existing the dataset's tables as the catalogue has them now
 * @param name of the table
 * @param loadId the load whose rows are judged; empty to judge all
 * @param disposition how the rows change the table
 */
public record CheckedTable(
        DestinationSession session,
        String dataset,
        Map<String, List<TableColumn>> existing,
        String name,
        Optional<String> loadId,
        WriteDisposition disposition) {
    private static final String CHECKED = "checked";

    DSLContext dsl() {
        return session.dsl();
    }

    boolean isThere() {
        return existing.containsKey(name);
    }

    /** The rows of the table. */
    Table<Record> rows() {
        return table(name).as(CHECKED);
    }

    /** A table of the dataset. */
    Table<Record> table(String tableName) {
        return DSL.table(session.qualified(dataset, tableName));
    }

    /** A column of the table. */
    Optional<Field<Object>> column(String columnName) {
        return described(name, columnName).map(found -> of(CHECKED, found.name()));
    }

    /** What the catalogue says of a column. */
    Optional<TableColumn> described(String tableName, String columnName) {
        return existing.getOrDefault(tableName, List.of()).stream()
                .filter(column -> column.is(columnName))
                .findFirst();
    }

    /** A column of a table that is known by another name. */
    static Field<Object> of(String alias, String columnName) {
        return field(DSL.name(alias, columnName), Object.class);
    }

    /** Which rows are judged: those of the load, where there is one. */
    Condition isOfLoad(String alias) {
        return loadId.map(id -> of(alias, SystemColumns.LOAD_ID).eq(inline((Object) id)))
                .orElseGet(DSL::noCondition);
    }

    /** Which rows count: of versions, the active ones. */
    Condition isActive() {
        return disposition
                .versions()
                .filter(versions -> described(name, versions.validTo()).isPresent())
                .map(CheckedTable::isActive)
                .orElseGet(DSL::noCondition);
    }

    private static Condition isActive(MergeStrategy.Scd2 versions) {
        Field<OffsetDateTime> end = field(DSL.name(CHECKED, versions.validTo()), OffsetDateTime.class);
        return versions.activeTimestamp()
                .map(active -> end.isNull()
                        .or(end.eq(inline(active.atOffset(ZoneOffset.UTC)).cast(SQLDataType.TIMESTAMPWITHTIMEZONE))))
                .orElseGet(end::isNull);
    }

    static String text(@Nullable Object value) {
        String text = Objects.toString(value, "NULL");
        return text.length() <= 80 ? text : text.substring(0, 80) + "…";
    }
}

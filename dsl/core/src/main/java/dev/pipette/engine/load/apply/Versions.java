package dev.pipette.engine.load.apply;

import static dev.pipette.bookkeeping.Tables.DLT_LOADS;
import static dev.pipette.engine.load.apply.RowOutputs.ORDINAL;
import static org.jooq.impl.DSL.inline;
import static org.jooq.impl.DSL.max;
import static org.jooq.impl.DSL.noCondition;
import static org.jooq.impl.DSL.select;
import static org.jooq.impl.DSL.selectOne;
import static org.jooq.impl.DSL.when;

import dev.pipette.engine.manifest.ResourceLoad;
import dev.pipette.error.ErrorCode;
import dev.pipette.error.PipetteException;
import dev.pipette.schema.MergeStrategy;
import dev.pipette.schema.SystemColumns;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jooq.Condition;
import org.jooq.Field;
import org.jooq.Record;
import org.jooq.Record2;
import org.jooq.Table;
import org.jooq.impl.DSL;
import org.jooq.impl.SQLDataType;

/** The versions of rows in a root table: which are active, which continue, and what ends them. */
final class Versions {
    private static final String THERE = SameRows.THERE;

    private final ResourceLoad resource;
    private final MergeStrategy.Scd2 strategy;
    private final WriteTools tools;
    private final Table<Record> table;
    private final Field<OffsetDateTime> from;
    private final Field<OffsetDateTime> to;
    private final Instant boundary;

    Versions(ResourceLoad resource, MergeStrategy.Scd2 strategy, WriteTools tools) {
        this.resource = resource;
        this.strategy = strategy;
        this.tools = tools;
        this.table = tools.in(resource.table());
        this.from = time(strategy.validFrom());
        this.to = time(strategy.validTo());
        this.boundary = strategy.boundaryOf(tools.loadedAt());
    }

    private static Field<OffsetDateTime> time(String column) {
        return DSL.field(DSL.name(column), OffsetDateTime.class);
    }

    /** The instant with its offset, so that the time zone of the session has no part in it. */
    private static Field<OffsetDateTime> literal(Instant time) {
        return inline(time.atOffset(ZoneOffset.UTC)).cast(SQLDataType.TIMESTAMPWITHTIMEZONE);
    }

    /** Whether a version is active. */
    Condition isActive() {
        return isActive(RowFields.of(table, to));
    }

    private Condition isActive(Field<OffsetDateTime> end) {
        return strategy.activeTimestamp()
                .map(active -> end.isNull().or(end.eq(literal(active))))
                .orElseGet(end::isNull);
    }

    private boolean areKept() {
        return tools.existing().getOrDefault(resource.table(), List.of()).stream()
                .anyMatch(column -> column.is(strategy.validTo()));
    }

    /** Makes a version of each row that is there since before the table kept any: it begins with the load of the row. */
    void begin() {
        if (areKept()) {
            return;
        }
        Map<Field<Object>, Field<Object>> values = new LinkedHashMap<>();
        if (tools.isThere(DLT_LOADS.getName())) {
            Field<OffsetDateTime> loaded = DSL.field(select(max(DLT_LOADS.INSERTED_AT))
                    .from(tools.in(DLT_LOADS.getName()))
                    .where(RowFields.text(DLT_LOADS.LOAD_ID.getName())
                            .eq(RowFields.of(table, RowFields.text(SystemColumns.LOAD_ID)))));
            values.put(from.coerce(Object.class), loaded.coerce(Object.class));
        }
        strategy.activeTimestamp()
                .ifPresent(active ->
                        values.put(to.coerce(Object.class), literal(active).coerce(Object.class)));
        if (!values.isEmpty()) {
            tools.session().update(table, values, null, noCondition());
        }
    }

    /** The active versions that an arriving row has the key of, with the row's ordinal; empty where versions are known otherwise. */
    Optional<Table<Record>> withKey(LeftOut left) {
        boolean byKey = strategy.rowVersion().isEmpty()
                && !strategy.primaryKey().isEmpty()
                && Set.copyOf(strategy.keys()).equals(Set.copyOf(strategy.primaryKey()));
        return byKey ? Optional.of(sameActive().pairs(left)) : Optional.empty();
    }

    /** The arriving rows, by their ordinals, whose active versions continue, with the ids of these. */
    Table<Record> continuing(Optional<Table<Record>> withKey, LeftOut left) {
        return withKey.map(pairs -> sameActive().found(pairs))
                .or(() -> strategy.rowVersion().map(version -> withVersion(version, active(), left)))
                .orElseGet(() -> sameActive().found(left));
    }

    private Condition active() {
        return isActive(KeyedRows.qualified(THERE, to));
    }

    private SameRows sameActive() {
        return new SameRows(tools, resource, active(), beside());
    }

    /** What is no content of a row: its validity, and the file that it is in. */
    private Set<String> beside() {
        Set<String> beside = new HashSet<>(List.of(strategy.validFrom(), strategy.validTo()));
        if (resource.files() != null) {
            beside.add(resource.files().column());
        }
        return beside;
    }

    private Table<Record> withVersion(String version, Condition active, LeftOut left) {
        Condition same = active;
        for (String column : strategy.keys()) {
            same = same.and(SameRows.there(column).eq(SameRows.arriving(column)));
        }
        return tools.session()
                .temporary(
                        "same",
                        select(
                                        KeyedRows.qualified(SameRows.ARRIVING, ORDINAL),
                                        KeyedRows.qualified(THERE, RowFields.text(SystemColumns.ROW_ID))
                                                .as(SameRows.THERE_ID))
                                .from(tools.roots(resource).as(SameRows.ARRIVING))
                                .join(table.as(THERE))
                                .on(same)
                                .and(SameRows.there(version).eq(SameRows.arriving(version)))
                                .where(left.without(KeyedRows.qualified(SameRows.ARRIVING, ORDINAL))));
    }

    /**
     * Refuses a load whose versions would begin before others of the same rows do, or end.
     *
     * @param considered the versions that the load may change
     * @param ends those that it ends
     */
    void checkOrder(Condition considered, Condition ends) {
        Field<OffsetDateTime> limit = literal(boundary);
        Condition endsLater = DSL.not(isActive()).and(to.gt(limit));
        boolean suspicious = tools.session()
                .dsl()
                .fetchExists(selectOne().from(table).where(from.ge(limit).or(endsLater)));
        if (!suspicious) {
            return;
        }
        Condition late = considered.and(from.gt(limit).or(endsLater)).or(ends.and(from.ge(limit)));
        Record2<OffsetDateTime, OffsetDateTime> latest = tools.session()
                .dsl()
                .select(max(from), max(when(DSL.not(isActive()), to)))
                .from(table)
                .where(late)
                .fetchSingle();
        Stream.of(latest.value1(), latest.value2())
                .filter(Objects::nonNull)
                .map(OffsetDateTime::toInstant)
                .max(Comparator.naturalOrder())
                .ifPresent(found -> {
                    throw refused(found);
                });
    }

    private PipetteException refused(Instant latest) {
        String why = strategy.boundary().isPresent()
                ? "Load boundaries in their order: choose one"
                : "The boundary is the time of the load package, and the clock of this machine may be behind that of"
                        + " another one. Run it again later, or choose a boundary";
        return new PipetteException(
                ErrorCode.LOAD_REFUSED,
                "the versions of resource " + resource.name() + " would begin at " + boundary + ", and table "
                        + tools.dataset() + "." + resource.table()
                        + " has versions of the same rows that begin or end at "
                        + latest + ": a version must begin before it ends, and after the one before it. " + why
                        + " after "
                        + latest + " with scd2(..).boundary(..). Nothing was loaded.");
    }

    /** Ends versions; returns how many. */
    long retire(Condition ends) {
        return tools.session()
                .update(table, Map.of(to.coerce(Object.class), literal(boundary).coerce(Object.class)), null, ends);
    }

    /** Which versions a later load made or ended. */
    Condition isOfLaterLoad(Condition isMadeByLaterLoad) {
        return areKept() && strategy.boundary().isEmpty()
                ? isMadeByLaterLoad.or(DSL.not(isActive()).and(to.gt(literal(boundary))))
                : isMadeByLaterLoad;
    }
}

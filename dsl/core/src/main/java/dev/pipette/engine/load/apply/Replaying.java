package dev.pipette.engine.load.apply;

import static dev.pipette.bookkeeping.Tables.PIPETTE_REJECTS;
import static dev.pipette.engine.load.apply.KeyedRows.ARRIVING;
import static dev.pipette.engine.load.apply.KeyedRows.qualified;
import static dev.pipette.engine.load.apply.RowOutputs.ORDINAL;
import static org.jooq.impl.DSL.exists;
import static org.jooq.impl.DSL.falseCondition;
import static org.jooq.impl.DSL.field;
import static org.jooq.impl.DSL.inline;
import static org.jooq.impl.DSL.name;
import static org.jooq.impl.DSL.not;
import static org.jooq.impl.DSL.select;
import static org.jooq.impl.DSL.selectOne;
import static org.jooq.impl.DSL.trueCondition;

import dev.pipette.engine.load.bookkeeping.Bookkeeping;
import dev.pipette.engine.load.bookkeeping.UntracedChange;
import dev.pipette.engine.manifest.Manifest;
import dev.pipette.engine.manifest.ReplayedRows;
import dev.pipette.engine.manifest.ResourceLoad;
import dev.pipette.engine.query.PackageReader;
import dev.pipette.engine.query.RejectNumbers;
import dev.pipette.error.ErrorCode;
import dev.pipette.error.PipetteException;
import dev.pipette.schema.MergeStrategy;
import dev.pipette.schema.RowWindow;
import dev.pipette.schema.SystemColumns;
import dev.pipette.schema.WriteDisposition;
import dev.pipette.text.Units;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;
import org.jooq.Condition;
import org.jooq.Field;
import org.jooq.Record;
import org.jooq.Table;
import org.jooq.impl.DSL;

/**
 * Brings rejected rows to their table after all, each once: the rows that are loaded are marked in the same transaction. Those
 * that a rule rejects again, and those whose part of the table later loads changed, stay rejected.
 */
final class Replaying {
    private static final String NUMBERED = "_pipette_replayed";
    private static final Field<Long> PLACE = of(ORDINAL);
    private static final Field<String> LOAD_ID = field(name(NUMBERED, RejectNumbers.LOAD_ID), String.class);
    private static final Field<String> KIND = field(name(NUMBERED, RejectNumbers.KIND), String.class);
    private static final Field<Long> NUMBER = field(name(NUMBERED, RejectNumbers.NUMBER), Long.class);

    private final ResourceLoad resource;
    private final ReplayedRows replayed;
    private final Manifest manifest;
    private final Bookkeeping bookkeeping;
    private final WriteTools tools;
    private final Table<Record> numbered;

    Replaying(
            ResourceLoad resource, Manifest manifest, Bookkeeping bookkeeping, WriteTools tools, PackageReader reader) {
        this.resource = resource;
        this.replayed = Objects.requireNonNull(resource.replays());
        this.manifest = manifest;
        this.bookkeeping = bookkeeping;
        this.tools = tools;
        this.numbered = tools.session()
                .relation("replayed", reader.rejectNumbers(replayed, ORDINAL.getName()), true)
                .as(NUMBERED);
    }

    private static <T> Field<T> of(Field<T> column) {
        return field(name(NUMBERED, column.getName()), column.getDataType());
    }

    /** Refuses to load a row that another load replayed, or that somebody deleted. */
    void checkAreOpen() {
        long all = tools.session().dsl().fetchCount(numbered);
        long open = tools.session()
                .dsl()
                .fetchCount(selectOne()
                        .from(numbered)
                        .where(exists(selectOne().from(rejects()).where(isOpen()))));
        if (open < all) {
            throw new PipetteException(
                    ErrorCode.STATE_MOVED,
                    Units.number(all - open) + " of " + Units.number(all) + " rejected rows of table "
                            + resource.table()
                            + " were replayed or discarded by somebody else meanwhile. Nothing was loaded."
                            + " Replay the others again; 'pipette pipeline " + manifest.pipeline()
                            + " rejects' lists them.");
        }
    }

    private Table<Record> rejects() {
        return bookkeeping.qualified(PIPETTE_REJECTS).as("rejects");
    }

    private Condition isOpen() {
        return is(PIPETTE_REJECTS.PIPELINE_NAME)
                .eq(inline(manifest.pipeline()))
                .and(is(PIPETTE_REJECTS.RESOURCE_NAME).eq(inline(resource.name())))
                .and(is(PIPETTE_REJECTS.TABLE_NAME).eq(inline(resource.table())))
                .and(is(PIPETTE_REJECTS.LOAD_ID).eq(LOAD_ID))
                .and(is(PIPETTE_REJECTS.KIND).eq(KIND))
                .and(is(PIPETTE_REJECTS.ROW_NUMBER).eq(NUMBER))
                .and(is(PIPETTE_REJECTS.REPLAYED_BY).isNull());
    }

    private static <T> Field<T> is(Field<T> column) {
        return field(name("rejects", column.getName()), column.getDataType());
    }

    /**
     * Leaves out the arriving rows that stay rejected, because later loads changed what they would change.
     *
     * @param notes gets how many there are
     */
    LeftOut withoutOvertaken(LeftOut known, Consumer<String> notes) {
        if (replayed.overtaken() || !tools.isThere(resource.table())) {
            return known;
        }
        Table<Record> rows = tools.roots(resource);
        Table<Record> there = tools.in(resource.table());
        Condition newer = load(there).gt(LOAD_ID).or(since(UntracedChange.kept(resource.table())));
        Condition overtaken = exists(selectOne().from(there).where(hasItsKey().and(newer)))
                .or(since(UntracedChange.deleted(resource.table()))
                        .and(not(exists(selectOne().from(there).where(isOfItsPart(there))))));
        Table<Record> found = tools.session()
                .temporary(
                        "overtaken",
                        select(qualified(ARRIVING, ORDINAL))
                                .from(rows.as(ARRIVING))
                                .join(numbered)
                                .on(PLACE.eq(qualified(ARRIVING, ORDINAL)))
                                .where(overtaken));
        int count = tools.session().dsl().fetchCount(found);
        if (count == 0) {
            return known;
        }
        notes.accept(Units.rows(count) + " of table " + resource.table()
                + " stay rejected, because later loads brought or took away rows in their place. To load them all the same, add"
                + " overtaken() (--overtaken)");
        return known.and(found);
    }

    private static Field<String> load(Table<Record> there) {
        return RowFields.of(there, RowFields.text(SystemColumns.LOAD_ID));
    }

    /** Whether a load after the one that rejected the row changed the table in this way. */
    private Condition since(UntracedChange change) {
        List<String> changed = replayed.parts().stream()
                .map(ReplayedRows.Part::loadId)
                .distinct()
                .filter(loadId -> bookkeeping.isChangedAfter(change, loadId))
                .toList();
        return changed.isEmpty()
                ? falseCondition()
                : LOAD_ID.in(changed.stream().map(DSL::inline).toList());
    }

    private Condition hasItsKey() {
        return key().map(key -> new KeyedRows(tools, resource).same(key, ARRIVING))
                .orElse(falseCondition());
    }

    private Optional<List<String>> key() {
        List<String> key = replayed.disposition().primaryKey();
        return key.isEmpty() ? Optional.empty() : Optional.of(key);
    }

    /**
     * Whether a row that is there shows that later loads did not take away what the arriving row belongs to: its own key, or
     * the rows that the same load brought to the same part of the table.
     */
    private Condition isOfItsPart(Table<Record> there) {
        if (key().isPresent()) {
            return hasItsKey();
        }
        Condition ofItsLoad = load(there).eq(LOAD_ID);
        return switch (replayed.disposition()) {
            case WriteDisposition.Append(), WriteDisposition.Replace(), WriteDisposition.TruncateAndInsert() ->
                ofItsLoad;
            case WriteDisposition.ReplaceWhere(RowWindow window) ->
                ofItsLoad.and(new ReplaceWhereRows(resource, window, tools, false)
                        .takesAway()
                        .orElse(falseCondition()));
            case WriteDisposition.Merge merge -> ofItsLoad.and(sameGroup(merge.strategy()));
        };
    }

    private Condition sameGroup(MergeStrategy strategy) {
        return strategy instanceof MergeStrategy.DeleteInsert both
                        && !both.mergeKey().isEmpty()
                ? new KeyedRows(tools, resource).same(both.mergeKey(), ARRIVING)
                : trueCondition();
    }

    /**
     * Marks the rows that are loaded.
     *
     * @param left those that stay rejected
     */
    void mark(LeftOut left) {
        tools.session()
                .dsl()
                .update(rejects())
                .set(field(name(PIPETTE_REJECTS.REPLAYED_BY.getName()), String.class), manifest.loadId())
                .where(exists(selectOne().from(numbered).where(isOpen()).and(left.without(PLACE))))
                .execute();
    }
}

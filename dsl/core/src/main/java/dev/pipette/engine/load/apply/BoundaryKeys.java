package dev.pipette.engine.load.apply;

import static dev.pipette.bookkeeping.Tables.PIPETTE_BOUNDARY;
import static dev.pipette.engine.load.apply.RowOutputs.AT_END;
import static dev.pipette.engine.load.apply.RowOutputs.AT_START;
import static dev.pipette.engine.load.apply.RowOutputs.KEY;
import static dev.pipette.engine.load.apply.RowOutputs.OLDER_KEY;
import static dev.pipette.engine.load.apply.RowOutputs.ORDINAL;
import static dev.pipette.engine.load.apply.RowOutputs.POSITION;
import static org.jooq.impl.DSL.inline;
import static org.jooq.impl.DSL.noCondition;
import static org.jooq.impl.DSL.select;
import static org.jooq.impl.DSL.selectDistinct;

import dev.pipette.engine.load.bookkeeping.Bookkeeping;
import dev.pipette.engine.manifest.CursorLoad;
import dev.pipette.engine.manifest.Manifest;
import dev.pipette.engine.manifest.ResourceLoad;
import dev.pipette.engine.manifest.RowKeyColumns;
import dev.pipette.incremental.CursorKind;
import dev.pipette.incremental.LastValue;
import dev.pipette.spi.DestinationSession;
import java.util.HashSet;
import java.util.Set;
import java.util.UUID;
import org.jooq.Condition;
import org.jooq.Record;
import org.jooq.Record1;
import org.jooq.Select;
import org.jooq.Table;
import org.jooq.impl.SQLDataType;

/** The keys of loaded rows at the boundary of a cursor: which rows they leave out, and which the next load needs. */
final class BoundaryKeys {
    private final DestinationSession session;
    private final Manifest manifest;
    private final Bookkeeping bookkeeping;
    private final Set<String> forgotten = new HashSet<>();
    private long added;

    BoundaryKeys(DestinationSession session, Manifest manifest, Bookkeeping bookkeeping) {
        this.session = session;
        this.manifest = manifest;
        this.bookkeeping = bookkeeping;
    }

    /** How many keys were added. */
    long added() {
        return added;
    }

    /** The rows at the start of the cursor that an earlier run loaded; asked for all tables before keys of any are kept. */
    LeftOut loadedBefore(ResourceLoad resource, Table<Record> rows) {
        CursorLoad cursor = resource.cursor();
        if (cursor == null || !cursor.deduplicated() || cursor.start() == null) {
            return LeftOut.NONE;
        }
        Select<Record1<UUID>> known =
                bookkeeping.of(manifest.pipeline(), resource.name()).boundaryKeys(cursor.path());
        Condition isKnown = KEY.cast(SQLDataType.UUID).in(known);
        Condition wasKnown = hasOlderKeys(resource)
                ? isKnown.or(OLDER_KEY.cast(SQLDataType.UUID).in(known))
                : isKnown;
        return LeftOut.NONE.and(session.temporary(
                "loaded_before", select(ORDINAL).from(rows).where(AT_START).and(wasKnown)));
    }

    private boolean hasOlderKeys(ResourceLoad resource) {
        return manifest.tablesOf(resource).stream()
                .anyMatch(table -> table.columns().contains(RowKeyColumns.KEY_TEXT));
    }

    /** Keeps the keys of the rows at the cursor's new end, for the next load. */
    void keep(ResourceLoad resource, Table<Record> rows, LeftOut loadedBefore) {
        CursorLoad cursor = resource.cursor();
        if (cursor == null || !cursor.deduplicated() || cursor.end() == null) {
            return;
        }
        if (cursor.moved() && forgotten.add(resource.name())) {
            forget(cursor, bookkeeping.of(manifest.pipeline(), resource.name()).boundary(cursor.path()));
        }
        // where the cursor passed all values of loaded rows, none of these can come again
        boolean all = cursor.moved() && !cursor.keepsKeysOfLag();
        added += bookkeeping
                .dsl()
                .insertInto(PIPETTE_BOUNDARY)
                .columns(
                        PIPETTE_BOUNDARY.PIPELINE_NAME,
                        PIPETTE_BOUNDARY.RESOURCE_NAME,
                        PIPETTE_BOUNDARY.CURSOR_PATH,
                        PIPETTE_BOUNDARY.KEY,
                        PIPETTE_BOUNDARY.POSITION)
                .select(selectDistinct(
                                inline(manifest.pipeline()),
                                inline(resource.name()),
                                inline(cursor.path()),
                                KEY.cast(SQLDataType.UUID),
                                POSITION)
                        .from(rows)
                        .where(AT_END)
                        .and(all ? noCondition() : loadedBefore.without(rows)))
                .execute();
    }

    /** Forgets the keys that the next load does not need. */
    private void forget(CursorLoad cursor, Condition keys) {
        if (cursor.start() == null || !cursor.keepsKeysOfLag()) {
            bookkeeping.dsl().deleteFrom(PIPETTE_BOUNDARY).where(keys).execute();
            return;
        }
        // the keys of an older version are those at the start
        bookkeeping
                .dsl()
                .update(PIPETTE_BOUNDARY)
                .set(PIPETTE_BOUNDARY.POSITION, cursor.startPosition())
                .where(keys)
                .and(PIPETTE_BOUNDARY.POSITION.isNull())
                .execute();
        bookkeeping
                .dsl()
                .deleteFrom(PIPETTE_BOUNDARY)
                .where(keys)
                .and(isLeft(cursor))
                .execute();
    }

    /** Whether the lag does not reach back to a key any more. */
    private static Condition isLeft(CursorLoad cursor) {
        double from = CursorKind.position(cursor.keepsKeysFrom());
        // a database may round to the neighbour of the number that Java rounds to
        return cursor.rules().lastValue() == LastValue.LOWEST
                ? PIPETTE_BOUNDARY.POSITION.gt(inline(Math.nextUp(Math.nextUp(from))))
                : PIPETTE_BOUNDARY.POSITION.lt(inline(Math.nextDown(Math.nextDown(from))));
    }
}

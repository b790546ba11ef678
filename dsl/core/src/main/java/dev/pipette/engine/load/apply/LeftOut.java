package dev.pipette.engine.load.apply;

import static dev.pipette.engine.load.apply.RowOutputs.ORDINAL;
import static org.jooq.impl.DSL.field;
import static org.jooq.impl.DSL.max;
import static org.jooq.impl.DSL.name;
import static org.jooq.impl.DSL.noCondition;
import static org.jooq.impl.DSL.notExists;
import static org.jooq.impl.DSL.select;
import static org.jooq.impl.DSL.selectDistinct;
import static org.jooq.impl.DSL.selectOne;

import dev.pipette.spi.DestinationSession;
import java.util.List;
import org.jooq.Condition;
import org.jooq.Field;
import org.jooq.Record;
import org.jooq.Record1;
import org.jooq.Select;
import org.jooq.Table;
import org.jspecify.annotations.Nullable;

/**
 * Root rows of a package that are not loaded, with what is nested in them.
 *
 * @param ordinals a table of their ordinals; null for no rows
 */
record LeftOut(@Nullable Table<Record> ordinals) {
    static final LeftOut NONE = new LeftOut(null);

    /** The root rows that are loaded. */
    Condition without(Table<Record> rows) {
        return without(RowFields.of(rows, ORDINAL));
    }

    /** The rows that are loaded, by the ordinals of their root rows. */
    Condition without(Field<Long> ordinal) {
        return ordinals == null
                ? noCondition()
                : notExists(selectOne()
                        .from(ordinals.as("out"))
                        .where(field(name("out", ORDINAL.getName()), Long.class).eq(ordinal)));
    }

    /**
     * These rows and, of the others, each that a later one is the same as.
     *
     * @param sameBy what rows are the same by; nothing where each is loaded
     */
    LeftOut andFollowed(DestinationSession session, Table<Record> rows, List<? extends Field<?>> sameBy) {
        if (sameBy.isEmpty()) {
            return this;
        }
        Condition wanted = without(rows);
        int distinct =
                session.dsl().fetchCount(selectDistinct(sameBy).from(rows).where(wanted));
        if (distinct == session.dsl().fetchCount(selectOne().from(rows).where(wanted))) {
            return this;
        }
        Field<Long> last = max(ORDINAL).over().partitionBy(sameBy).as("last");
        var numbered = select(ORDINAL, last).from(rows).where(wanted).asTable("numbered");
        Select<Record1<Long>> followed =
                select(ORDINAL).from(numbered).where(ORDINAL.lt(field(name("last"), Long.class)));
        return new LeftOut(session.temporary(
                "left_out",
                ordinals == null ? followed : followed.unionAll(select(ORDINAL).from(ordinals))));
    }
}

package dev.pipette.engine.load.apply;

import static dev.pipette.engine.load.apply.RowOutputs.ORDINAL;
import static org.jooq.impl.DSL.field;
import static org.jooq.impl.DSL.inline;
import static org.jooq.impl.DSL.name;
import static org.jooq.impl.DSL.noCondition;
import static org.jooq.impl.DSL.notExists;
import static org.jooq.impl.DSL.rowNumber;
import static org.jooq.impl.DSL.select;
import static org.jooq.impl.DSL.selectDistinct;
import static org.jooq.impl.DSL.selectOne;

import dev.pipette.spi.DestinationSession;
import java.util.List;
import java.util.stream.Stream;
import org.jooq.Condition;
import org.jooq.Field;
import org.jooq.Record;
import org.jooq.SortField;
import org.jooq.Table;

/**
 * Root rows of a package that are not loaded, with what is nested in them.
 *
 * @param ordinals tables of their ordinals
 */
record LeftOut(List<Table<Record>> ordinals) {
    static final LeftOut NONE = new LeftOut(List.of());

    private static final Field<Integer> PLACE = field(name("place"), Integer.class);

    /** The root rows that are loaded. */
    Condition without(Table<Record> rows) {
        return without(RowFields.of(rows, ORDINAL));
    }

    /** The rows that are loaded, by the ordinals of their root rows. */
    Condition without(Field<Long> ordinal) {
        Condition loaded = noCondition();
        for (Table<Record> some : ordinals) {
            loaded = loaded.and(notExists(selectOne()
                    .from(some.as("out"))
                    .where(field(name("out", ORDINAL.getName()), Long.class).eq(ordinal))));
        }
        return loaded;
    }

    /** The ordinals of these rows. */
    List<Long> numbers(DestinationSession session) {
        return ordinals.stream()
                .flatMap(some -> session.dsl().select(ORDINAL).from(some).fetch(ORDINAL).stream())
                .toList();
    }

    /** These rows and others. */
    LeftOut and(Table<Record> others) {
        return new LeftOut(Stream.concat(ordinals.stream(), Stream.of(others)).toList());
    }

    /** These rows and, of the others, each that a later one is the same as. */
    LeftOut andFollowed(DestinationSession session, Table<Record> rows, List<? extends Field<?>> sameBy) {
        return andBeaten(session, rows, sameBy, List.of(ORDINAL.desc()));
    }

    /**
     * These rows and, of several that are the same, all but the first.
     *
     * @param sameBy what rows are the same by; nothing where each is loaded
     * @param order in which the first is loaded
     */
    LeftOut andBeaten(
            DestinationSession session,
            Table<Record> rows,
            List<? extends Field<?>> sameBy,
            List<? extends SortField<?>> order) {
        if (sameBy.isEmpty()) {
            return this;
        }
        Condition wanted = without(rows);
        int distinct =
                session.dsl().fetchCount(selectDistinct(sameBy).from(rows).where(wanted));
        if (distinct == session.dsl().fetchCount(selectOne().from(rows).where(wanted))) {
            return this;
        }
        var placed = select(
                        ORDINAL,
                        rowNumber().over().partitionBy(sameBy).orderBy(order).as(PLACE))
                .from(rows)
                .where(wanted)
                .asTable("placed");
        return and(session.temporary("left_out", select(ORDINAL).from(placed).where(PLACE.gt(inline(1)))));
    }
}

package dev.pipette.engine.load.apply;

import static org.jooq.impl.DSL.abs;
import static org.jooq.impl.DSL.field;
import static org.jooq.impl.DSL.max;
import static org.jooq.impl.DSL.name;
import static org.jooq.impl.DSL.selectOne;
import static org.jooq.impl.DSL.table;

import dev.pipette.engine.load.plan.ExistingTables;
import dev.pipette.spi.DestinationSession;
import java.math.BigDecimal;
import java.util.Optional;
import java.util.Set;
import org.jooq.Field;
import org.jooq.Record;
import org.jooq.Table;

/** Finds the tables of a session's dataset. */
record SessionTables(DestinationSession session, String dataset) implements ExistingTables {
    @Override
    public boolean haveIntegersBeyondDouble(String tableName, String columnName) {
        Field<Long> value = field(name(columnName), Long.class);
        return session.dsl()
                .fetchExists(
                        selectOne().from(in(tableName)).where(value.gt(1L << 53).or(value.lt(-(1L << 53)))));
    }

    @Override
    public int integerDigits(String tableName, String columnName) {
        Field<BigDecimal> value = field(name(columnName), BigDecimal.class);
        BigDecimal largest = session.dsl()
                .select(max(abs(value)))
                .from(in(tableName))
                .where(value.minus(value)
                        .eq(BigDecimal.ZERO)) // not NaN, nor infinity, which PostgreSQL's decimals have
                .fetchSingle()
                .value1();
        return largest == null ? 1 : Math.max(1, largest.precision() - largest.scale());
    }

    @Override
    public Optional<String> inTheWay(String tableName) {
        return session.inTheWay(dataset, tableName);
    }

    @Override
    public Set<String> ownColumns() {
        return session.ownColumns();
    }

    private Table<Record> in(String tableName) {
        return table(session.qualified(dataset, tableName));
    }
}

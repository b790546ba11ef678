package dev.pipette.engine.load.apply;

import static org.jooq.impl.DSL.abs;
import static org.jooq.impl.DSL.count;
import static org.jooq.impl.DSL.field;
import static org.jooq.impl.DSL.max;
import static org.jooq.impl.DSL.name;
import static org.jooq.impl.DSL.selectOne;
import static org.jooq.impl.DSL.table;

import dev.pipette.engine.load.plan.ExistingTables;
import dev.pipette.schema.TableDetails;
import dev.pipette.spi.DestinationSession;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jooq.Field;
import org.jooq.Record;
import org.jooq.SelectField;
import org.jooq.Table;
import org.jooq.impl.SQLDataType;

/** Finds the tables of a session's dataset. */
record SessionTables(DestinationSession session, String dataset, PlannedDetails planned) implements ExistingTables {
    private static final int LONGEST = 80;
    private static final Pattern CONTROL = Pattern.compile("\\p{Cntrl}");

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

    @Override
    public Optional<TableDetails> details(String tableName) {
        return session.details(dataset, tableName).map(now -> planned.of(tableName, now));
    }

    @Override
    public boolean hasForeignKeys() {
        return session.hasForeignKeys();
    }

    @Override
    public boolean isIndex(String indexName) {
        return planned.isIndex(indexName) || session.isIndex(dataset, indexName);
    }

    @Override
    public long rows(String tableName) {
        return session.dsl().fetchCount(in(tableName));
    }

    @Override
    public long rowsWithout(String tableName, String columnName) {
        return session.dsl().fetchCount(in(tableName), field(name(columnName)).isNull());
    }

    @Override
    public Optional<String> valuesTwice(String tableName, List<String> columnNames) {
        List<Field<Object>> columns = columnNames.stream()
                .map(column -> field(name(column), Object.class))
                .toList();
        List<SelectField<?>> selected = new ArrayList<>();
        columns.forEach(column -> selected.add(column.cast(SQLDataType.VARCHAR)));
        selected.add(count());
        return session.dsl()
                .select(selected)
                .from(in(tableName))
                .where(columns.stream().map(Field::isNotNull).toList())
                .groupBy(columns)
                .having(count().gt(1))
                .limit(1)
                .fetchOptional()
                .map(row -> twins(row, columns.size()));
    }

    private static String twins(Record row, int columns) {
        String values = IntStream.range(0, columns)
                .mapToObj(column -> readable(String.valueOf(row.get(column, String.class))))
                .collect(Collectors.joining(", "));
        return "(" + values + ") in " + row.get(columns, Long.class) + " rows";
    }

    private static String readable(String value) {
        String shown = value.length() <= LONGEST ? value : value.substring(0, LONGEST) + "…";
        return CONTROL.matcher(shown).replaceAll("?");
    }

    private Table<Record> in(String tableName) {
        return table(session.qualified(dataset, tableName));
    }
}

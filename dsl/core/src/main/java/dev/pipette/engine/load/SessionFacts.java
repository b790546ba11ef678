package dev.pipette.engine.load;

import static org.jooq.impl.DSL.field;
import static org.jooq.impl.DSL.name;
import static org.jooq.impl.DSL.table;

import dev.pipette.engine.load.bookkeeping.Bookkeeping;
import dev.pipette.engine.load.migrate.MigrationFacts;
import dev.pipette.schema.Schema;
import dev.pipette.spi.ColumnChange;
import dev.pipette.spi.DestinationSession;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.jooq.Condition;
import org.jooq.Field;
import org.jooq.Record;
import org.jooq.Table;
import org.jooq.impl.SQLDataType;

/**
 * Asks a session what a migration has to know of a dataset.
 *
 * @param existing the names of the dataset's tables
 */
record SessionFacts(
        DestinationSession session,
        String dataset,
        Set<String> existing,
        Bookkeeping bookkeeping,
        String pipeline,
        String schemaName)
        implements MigrationFacts {
    private static final int SHOWN = 3;
    private static final int LONGEST = 80;
    private static final Pattern CONTROL = Pattern.compile("\\p{Cntrl}");

    @Override
    public long rows(String tableName) {
        return existing.contains(tableName) ? session.dsl().fetchCount(in(tableName)) : 0;
    }

    @Override
    public long values(String tableName, String column) {
        return session.dsl().fetchCount(in(tableName), field(name(column)).isNotNull());
    }

    @Override
    public Optional<String> keeping(String tableName, String column, ColumnChange change) {
        return session.keeping(dataset, tableName, column, change);
    }

    @Override
    public Misfits misfits(String tableName, String column, Condition condition) {
        long count = session.dsl().fetchCount(in(tableName), condition);
        if (count == 0) {
            return new Misfits(0, List.of());
        }
        Field<String> text = field(name(column)).cast(SQLDataType.CLOB);
        return new Misfits(
                count,
                session.dsl()
                        .selectDistinct(text)
                        .from(in(tableName))
                        .where(condition)
                        .orderBy(text)
                        .limit(SHOWN)
                        .fetch(row -> readable(String.valueOf(row.value1()))));
    }

    private static String readable(String value) {
        String shown = value.length() <= LONGEST ? value : value.substring(0, LONGEST) + "…";
        return CONTROL.matcher(shown).replaceAll("?");
    }

    @Override
    public List<String> otherSchemas(String tableName) {
        return bookkeeping.otherSchemas(schemaName, List.of('"' + tableName + '"')).stream()
                .filter(other -> other.table(tableName).isPresent())
                .map(Schema::name)
                .toList();
    }

    @Override
    public boolean hasLedger(String resource) {
        return bookkeeping.of(pipeline, resource).countFiles() > 0;
    }

    private Table<Record> in(String tableName) {
        return table(session.qualified(dataset, tableName));
    }
}

package dev.pipette.engine.load.apply;

import static dev.pipette.engine.load.apply.RowOutputs.NUMBER;
import static org.jooq.impl.DSL.field;
import static org.jooq.impl.DSL.max;
import static org.jooq.impl.DSL.min;
import static org.jooq.impl.DSL.name;
import static org.jooq.impl.DSL.noCondition;
import static org.jooq.impl.DSL.select;

import dev.pipette.engine.load.plan.PreparedTable;
import dev.pipette.engine.query.PackageReader;
import dev.pipette.error.PipetteException;
import dev.pipette.schema.Schema;
import dev.pipette.spi.DestinationSession;
import dev.pipette.spi.PackagedRows;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jooq.Condition;
import org.jooq.Field;
import org.jooq.Name;
import org.jooq.Record;
import org.jooq.Record2;
import org.jooq.Table;
import org.jooq.exception.DataAccessException;

/** Adds rows to tables; where the destination refuses one, the error names it. */
final class RowInserts {
    private final DestinationSession session;
    private final String dataset;
    private final PackageReader reader;
    private final RowOutputs outputs;
    private final RefusedRows refusedRows;

    RowInserts(DestinationSession session, String dataset, PackageReader reader, RowOutputs outputs, Schema schema) {
        this.session = session;
        this.dataset = dataset;
        this.reader = reader;
        this.outputs = outputs;
        this.refusedRows = new RefusedRows(session, dataset, reader, schema);
    }

    /** What was being done to the row of a table that the destination refused after all rows were there; empty where it is another's. */
    Optional<String> refusedLater(PreparedTable target, DataAccessException refused) {
        return refusedRows.describe(target, refused, OptionalLong.empty());
    }

    /** Does something with the rows of a table. */
    <R> R refusable(PreparedTable target, Supplier<R> doing) {
        try {
            return session.attempt(doing);
        } catch (DataAccessException refused) {
            throw refused(target, refused, OptionalLong.empty());
        }
    }

    /** Adds the rows of the package to a table, as they are. */
    long append(PreparedTable target, PackagedRows rows) {
        return adding(target, () -> session.append(qualified(target), rows), numbered -> noCondition());
    }

    /**
     * Adds staged rows to a table.
     *
     * @param wanted which of them, as they are staged or numbered
     */
    long insert(PreparedTable target, Table<Record> rows, Function<Table<Record>, Condition> wanted) {
        return adding(target, () -> insertNow(target, rows, wanted.apply(rows)), wanted);
    }

    /** Adds rows; where one is refused and the destination says not which, it is looked for. */
    private long adding(PreparedTable target, Supplier<Long> adding, Function<Table<Record>, Condition> wanted) {
        try {
            return session.attempt(adding);
        } catch (DataAccessException refused) {
            Optional<FirstRefused.Found> first = session.survivesAttempts() && refusedRows.isHidden(target, refused)
                    ? first(target, wanted)
                    : Optional.empty();
            throw first.map(row -> refused(target, row.refused(), OptionalLong.of(row.number() + 1)))
                    .orElseGet(() -> refused(target, refused, OptionalLong.empty()));
        }
    }

    /** Stages the rows once more, with their numbers, and looks for the first that is refused. */
    private Optional<FirstRefused.Found> first(PreparedTable target, Function<Table<Record>, Condition> wanted) {
        try {
            Table<Record> rows = session.attempt(() -> session.relation("numbered", outputs.numbered(target), true));
            Field<Long> number = field(rows.getQualifiedName().append(NUMBER.getName()), Long.class);
            Condition some = wanted.apply(rows);
            Record2<Long, Long> ends = session.dsl()
                    .select(min(number), max(number))
                    .from(rows)
                    .where(some)
                    .fetchSingle();
            return ends.value1() == null
                    ? Optional.empty()
                    : new FirstRefused(
                                    session, (from, to) -> insertNow(target, rows, some.and(number.between(from, to))))
                            .between(ends.value1(), ends.value2());
        } catch (DataAccessException notStaged) {
            return Optional.empty();
        }
    }

    private long insertNow(PreparedTable target, Table<Record> rows, Condition wanted) {
        List<Field<Object>> columns = target.columns().stream()
                .map(column -> field(name(column.name()), Object.class))
                .toList();
        return session.insert(
                qualified(target), columns, select(columns).from(rows).where(wanted));
    }

    private Name qualified(PreparedTable target) {
        return session.qualified(dataset, target.plan().table().name());
    }

    private PipetteException refused(PreparedTable target, DataAccessException refused, OptionalLong row) {
        String doing = refusedRows
                .describe(target, refused, row)
                .orElseGet(() -> "load rows into " + dataset + "."
                        + target.plan().table().name());
        reader.checkReadable();
        return session.failure(doing, refused);
    }
}

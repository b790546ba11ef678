package dev.pipette.load;

import static org.jooq.impl.DSL.field;
import static org.jooq.impl.DSL.max;
import static org.jooq.impl.DSL.min;
import static org.jooq.impl.DSL.name;
import static org.jooq.impl.DSL.select;
import static org.jooq.impl.DSL.table;

import dev.pipette.PipetteException;
import dev.pipette.pack.PackageReader;
import dev.pipette.spi.DestinationSession;
import dev.pipette.spi.PackagedRows;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
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
    private final RefusedRows refusedRows;

    RowInserts(DestinationSession session, String dataset, PackageReader reader) {
        this.session = session;
        this.dataset = dataset;
        this.reader = reader;
        this.refusedRows = new RefusedRows(session, dataset, reader);
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
        return refusable(target, () -> session.append(qualified(target), rows));
    }

    /** Adds staged rows to a table. */
    long insert(PreparedTable target, Table<Record> rows, Condition wanted) {
        return refusable(target, () -> insertNow(target, rows, wanted));
    }

    /**
     * Adds staged rows that have numbers to a table. Where one is refused and the destination says not which, it is
     * looked for.
     *
     * @param number of a row in the package's table, from 0
     */
    long insertNumbered(PreparedTable target, Table<Record> rows, Condition wanted, Field<Long> number) {
        try {
            return session.attempt(() -> insertNow(target, rows, wanted));
        } catch (DataAccessException refused) {
            Optional<FirstRefused.Found> first = isUnknown(target, refused)
                    ? first(target, rows, wanted, number)
                    : Optional.empty();
            throw first.map(row -> refused(target, row.refused(), OptionalLong.of(row.number() + 1)))
                    .orElseGet(() -> refused(target, refused, OptionalLong.empty()));
        }
    }

    private boolean isUnknown(PreparedTable target, DataAccessException refused) {
        return session.survivesAttempts()
                && session.refusal(qualified(target), refused)
                        .filter(refusal -> refusal.place().isEmpty())
                        .isPresent();
    }

    private Optional<FirstRefused.Found> first(
            PreparedTable target, Table<Record> rows, Condition wanted, Field<Long> number) {
        Record2<Long, Long> ends = session.dsl()
                .select(min(number), max(number))
                .from(rows)
                .where(wanted)
                .fetchSingle();
        return ends.value1() == null
                ? Optional.empty()
                : new FirstRefused(
                                session, (from, to) -> insertNow(target, rows, wanted.and(number.between(from, to))))
                        .between(ends.value1(), ends.value2());
    }

    private long insertNow(PreparedTable target, Table<Record> rows, Condition wanted) {
        List<Field<Object>> columns = target.columns().stream()
                .map(column -> field(name(column.name()), Object.class))
                .toList();
        return session.dsl()
                .insertInto(table(qualified(target)))
                .columns(columns)
                .select(select(columns).from(rows).where(wanted))
                .execute();
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

package dev.pipette.workers;

import dev.pipette.spi.HostTurns;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jooq.DSLContext;
import org.jooq.Field;
import org.jooq.Record;
import org.jooq.Table;
import org.jooq.impl.DSL;
import org.jooq.impl.SQLDataType;

/**
 * Turns at hosts in the database of a queue: a row for each host has when the last requests went, or will go, by the clock of the
 * database. Who takes a turn locks the row for a moment.
 */
final class QueueTurns implements HostTurns {
    private static final Table<Record> HOSTS = SliceQueue.table("host");
    private static final Field<String> HOST = SliceQueue.field("name", SQLDataType.VARCHAR);
    private static final Field<OffsetDateTime[]> TURNS =
            SliceQueue.field("turns", SQLDataType.TIMESTAMPWITHTIMEZONE.array());
    private static final Field<OffsetDateTime> CLOSED =
            SliceQueue.field("closed_until", SQLDataType.TIMESTAMPWITHTIMEZONE);
    private static final Field<OffsetDateTime> NOW = DSL.field("clock_timestamp()", SQLDataType.TIMESTAMPWITHTIMEZONE);

    private final SliceQueue queue;

    QueueTurns(SliceQueue queue) {
        this.queue = queue;
    }

    static void makeTable(DSLContext dsl) {
        dsl.createTableIfNotExists(HOSTS)
                .column(SliceQueue.required(HOST))
                .column(SliceQueue.required(TURNS))
                .column(CLOSED)
                .constraint(DSL.primaryKey(HOST))
                .execute();
    }

    /**
     * A turn by the clock of the database.
     *
     * @param now when it was taken
     * @param at when it is
     * @param opens when the host takes requests again; it may have passed
     */
    record Taken(OffsetDateTime now, OffsetDateTime at, OffsetDateTime opens) {}

    @Override
    public Turn turn(String host, int requests, Duration within) {
        Taken taken = take(host, requests, within);
        return new Turn(until(taken, taken.at()), until(taken, taken.opens()));
    }

    private static Duration until(Taken taken, OffsetDateTime instant) {
        Duration time = Duration.between(taken.now(), instant);
        return time.isNegative() ? Duration.ZERO : time;
    }

    Taken take(String host, int requests, Duration within) {
        return queue.ask("take a turn at " + host, dsl -> {
            Record row = locked(dsl, host);
            OffsetDateTime now = row.get(NOW);
            OffsetDateTime closed = row.get(CLOSED);
            OffsetDateTime opens = closed == null ? now : closed;
            List<OffsetDateTime> turns = new ArrayList<>(Arrays.asList(row.get(TURNS)));
            OffsetDateTime at = later(now, opens);
            if (turns.size() >= requests) {
                at = later(at, turns.get(turns.size() - requests).plus(within));
            }
            int place = turns.size();
            while (place > 0 && turns.get(place - 1).isAfter(at)) {
                place--;
            }
            turns.add(place, at);
            int kept = Math.max(requests, turns.size() - 1);
            dsl.update(HOSTS)
                    .set(
                            TURNS,
                            turns.subList(Math.max(0, turns.size() - kept), turns.size())
                                    .toArray(OffsetDateTime[]::new))
                    .where(HOST.eq(host))
                    .execute();
            return new Taken(now, at, opens);
        });
    }

    private static Record locked(DSLContext dsl, String host) {
        dsl.insertInto(HOSTS, HOST, TURNS)
                .values(host, new OffsetDateTime[0])
                .onConflict(HOST)
                .doNothing()
                .execute();
        return dsl.select(TURNS, CLOSED, NOW)
                .from(HOSTS)
                .where(HOST.eq(host))
                .forUpdate()
                .fetchSingle();
    }

    private static OffsetDateTime later(OffsetDateTime one, OffsetDateTime other) {
        return one.isAfter(other) ? one : other;
    }

    @Override
    public void close(String host, Duration time) {
        int _ = queue.ask("close " + host, dsl -> {
            Record row = locked(dsl, host);
            OffsetDateTime until = row.get(NOW).plus(time);
            OffsetDateTime closed = row.get(CLOSED);
            return closed != null && closed.isAfter(until)
                    ? 0
                    : dsl.update(HOSTS).set(CLOSED, until).where(HOST.eq(host)).execute();
        });
    }
}

package dev.pipette.postgres;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Finds out who holds what a load waited for; see {@code pg_locks} and {@code pg_stat_activity} in PostgreSQL's manual. */
final class LockHolders {
    /**
     * A key of 64 bits is in two columns, objsubid 1 (pg_locks, "advisory"). Who only reads or writes rows comes after
     * who holds a stronger lock, and of those the one whose transaction is oldest comes first.
     */
    private static final String HOLDERS = """
            SELECT l.pid, a.application_name, a.usename, a.xact_start, l.mode, n.nspname || '.' || c.relname
            FROM pg_locks l
            LEFT JOIN pg_stat_activity a ON a.pid = l.pid
            LEFT JOIN pg_class c ON l.locktype = 'relation' AND c.oid = l.relation
            LEFT JOIN pg_namespace n ON n.oid = c.relnamespace
            WHERE l.granted AND l.pid <> pg_backend_pid()
              AND l.database = (SELECT oid FROM pg_database WHERE datname = current_database())
              AND (l.locktype = 'advisory' AND l.objsubid = 1
                  AND ((l.classid::bigint << 32) | l.objid::bigint) = ANY (?)
                OR c.relkind IN ('r', 'p') AND n.nspname = ANY (?))
            ORDER BY l.mode IN ('AccessShareLock', 'RowShareLock', 'RowExclusiveLock'), a.xact_start, l.pid""";

    private static final int SHOWN = 3;

    private LockHolders() {}

    /**
     * Sentences about those who hold locks now.
     *
     * @param connection whose transaction was rolled back
     * @param keys of advisory locks
     * @param schemas whose tables are looked at
     */
    static String sentences(Connection connection, Collection<Long> keys, Collection<String> schemas, Duration waited) {
        String begin = "Waited " + waited.toMillis() + " ms";
        Map<Integer, String> holders;
        try {
            holders = holders(connection, keys, schemas);
            connection.rollback();
        } catch (SQLException unknown) {
            return begin + ". Wait until it is free, and run again.";
        }
        if (holders.isEmpty()) {
            return begin + "; whoever held it is gone by now. Run again.";
        }
        List<String> shown = holders.values().stream().limit(SHOWN).toList();
        int more = holders.size() - shown.size();
        return begin + " for " + String.join(", and for ", shown) + (more > 0 ? ", and for " + more + " more" : "")
                + ". Wait until it is done and run again, or end it: SELECT pg_terminate_backend("
                + holders.keySet().iterator().next() + ").";
    }

    /** Who holds one of these locks now; asked inside a transaction, which continues. */
    static Optional<String> first(Connection connection, Collection<Long> keys) throws SQLException {
        return holders(connection, keys, List.of()).values().stream().findFirst();
    }

    private static Map<Integer, String> holders(
            Connection connection, Collection<Long> keys, Collection<String> schemas) throws SQLException {
        Map<Integer, String> holders = new LinkedHashMap<>();
        try (PreparedStatement statement = connection.prepareStatement(HOLDERS)) {
            statement.setArray(1, connection.createArrayOf("int8", keys.toArray()));
            statement.setArray(2, connection.createArrayOf("text", schemas.toArray()));
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    holders.putIfAbsent(rows.getInt(1), holder(rows));
                }
            }
        }
        return holders;
    }

    /** A user without the right to look at others sees their number and no more. */
    private static String holder(ResultSet row) throws SQLException {
        List<String> known = new ArrayList<>();
        text(row.getString(2)).ifPresent(known::add);
        text(row.getString(3)).map(user -> "user " + user).ifPresent(known::add);
        Optional.ofNullable(row.getObject(4, OffsetDateTime.class))
                .map(since -> "in a transaction since " + since.toInstant().truncatedTo(ChronoUnit.SECONDS))
                .ifPresent(known::add);
        String table = row.getString(6);
        return "session " + row.getInt(1) + (known.isEmpty() ? "" : " (" + String.join(", ", known) + ")")
                + (table == null ? "" : " with its " + row.getString(5) + " on " + table);
    }

    private static Optional<String> text(@Nullable String text) {
        return Optional.ofNullable(text).filter(some -> !some.isBlank());
    }
}

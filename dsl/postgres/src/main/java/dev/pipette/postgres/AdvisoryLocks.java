package dev.pipette.postgres;

import dev.pipette.spi.LockName;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.stream.Collectors;

/** Locks by keys of 64 bits, which end with their transaction. All take them in one order, so that none waits in a circle. */
final class AdvisoryLocks {
    private AdvisoryLocks() {}

    /** A name as the 64 bits that an advisory lock has. Every version computes the same ones. */
    static long key(LockName name) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256")
                    .digest(("pipette " + name.text()).getBytes(StandardCharsets.UTF_8));
            return ByteBuffer.wrap(digest).getLong();
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("every Java has SHA-256", impossible);
        }
    }

    /**
     * Takes locks up to the first that another session holds, without waiting; whether it has all of them.
     *
     * @param before statements without rows that go with it on one way to the server
     */
    static boolean tryAll(Connection connection, String before, List<Long> keys) throws SQLException {
        String all = "true";
        for (long key : keys.reversed()) {
            all = "CASE WHEN pg_try_advisory_xact_lock(" + key + ") THEN " + all + " ELSE false END";
        }
        try (Statement statement = connection.createStatement()) {
            boolean hasRows = statement.execute(before + "SELECT " + all);
            while (!hasRows && statement.getUpdateCount() >= 0) {
                hasRows = statement.getMoreResults();
            }
            if (!hasRows) {
                return false; // half an answer: to wait for the locks finds out what is wrong
            }
            try (ResultSet row = statement.getResultSet()) {
                return row.next() && row.getBoolean(1);
            }
        }
    }

    /** Statements that take locks and wait for them, one after the other. */
    static String takeAll(List<Long> keys) {
        return keys.stream()
                .map(key -> "SELECT pg_advisory_xact_lock(" + key + ")")
                .collect(Collectors.joining("; "));
    }
}

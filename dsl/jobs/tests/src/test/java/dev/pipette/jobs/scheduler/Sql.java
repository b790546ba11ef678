package dev.pipette.jobs.scheduler;

import dev.pipette.jobs.store.JobStore;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;

/** What somebody does to a store by SQL. */
final class Sql {
    private Sql() {}

    /** Runs a statement, in which %s is a table. */
    static void execute(JobStore store, String sql, String table) {
        try (Connection connection = store.dataSource().getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute(sql.formatted(store.isShared() ? "pipette_jobs." + table : table));
        } catch (SQLException failed) {
            throw new IllegalStateException(sql, failed);
        }
    }

    /** Lets the store refuse rows in which a column has a word. */
    static void refuse(JobStore store, String table, String column, String word) {
        if (store.isShared()) {
            execute(store, "ALTER TABLE %s ADD CHECK (" + column + " NOT LIKE '%%" + word + "%%')", table);
        } else {
            for (String when : new String[] {"INSERT", "UPDATE"}) {
                execute(
                        store,
                        "CREATE TRIGGER refuse_" + when + "_" + word + " BEFORE " + when + " ON %s WHEN NEW." + column
                                + " LIKE '%%" + word + "%%' BEGIN SELECT RAISE(ABORT, 'refused'); END",
                        table);
            }
        }
    }
}

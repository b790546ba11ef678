package dev.pipette.engine.load.preview;

import dev.pipette.error.PipetteException;
import dev.pipette.plan.PlannedStatement;
import dev.pipette.plan.PlannedStatement.Purpose;
import dev.pipette.schema.SystemColumns;
import dev.pipette.spi.DestinationSession;
import java.sql.ResultSet;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jooq.Record;
import org.jooq.Result;
import org.jooq.exception.DataAccessException;

/** The statements that a load would run, and how many rows those take away that delete. */
public final class Recording {
    private static final String DELETE = "delete from ";
    private static final String TRUNCATE = "truncate table ";
    private static final String OWN = "_pipette_";

    /** The beginning of a statement, to the name of its table. */
    private static final Pattern NAMED = Pattern.compile(
            "(?:create table (?:if not exists )?|create index \"(?:[^\"]|\"\")*\" on |comment on table |alter table |drop table "
                    + "|update |delete from |truncate table |insert into )(?:\"(?:[^\"]|\"\")*\"\\.)*\"((?:[^\"]|\"\")*)\"");

    /** The same of a statement that names a column of the table behind it. */
    private static final Pattern NAMED_COLUMN = Pattern.compile(
            "comment on column (?:\"(?:[^\"]|\"\")*\"\\.)*?" + "\"((?:[^\"]|\"\")*)\"\\.\"(?:[^\"]|\"\")*\" ");

    /** An update fills a column that the load adds. */
    private static final Pattern CHANGES_SCHEMA = Pattern.compile("\\A(?:create|alter|drop|update|comment) ");

    private final DestinationSession session;
    private final ForeseenTables tables;
    private final List<PlannedStatement> statements = new ArrayList<>();

    Recording(DestinationSession session, ForeseenTables tables) {
        this.session = session;
        this.tables = tables;
    }

    /** The statements, in the order of a load. */
    public List<PlannedStatement> statements() {
        return List.copyOf(statements);
    }

    /** Whether a statement only reads. */
    static boolean reads(String sql) {
        String begin = sql.stripLeading().toLowerCase(Locale.ROOT);
        return begin.startsWith("select") || begin.startsWith("(select") || begin.startsWith("with");
    }

    /** A statement would be run. Returns how many rows it would take away. */
    long wrote(String sql) {
        PlannedStatement statement = statement(sql);
        statements.add(statement);
        if (sql.startsWith(TRUNCATE)) {
            tables.loses(tables.named(statement.table()), "1 = 1");
        }
        return sql.startsWith(DELETE) && statement.purpose() == Purpose.ROWS
                ? deleted(sql.substring(DELETE.length()), tables.named(statement.table()))
                : 0;
    }

    private long deleted(String rest, String named) {
        String where = rest.substring(named.length()).strip();
        long count = count("SELECT count(*) FROM " + rest);
        tables.loses(named, where.isEmpty() ? "1 = 1" : where.substring("where".length()));
        return count;
    }

    /** Rows would be put into a table. */
    void inserts(String sql) {
        statements.add(statement(sql));
    }

    /** A relation would be made for the load alone. */
    void makes(String sql) {
        statements.add(new PlannedStatement(Purpose.ROWS, "", sql));
    }

    /** Asks what is there. Not by a statement of jOOQ, which would look for placeholders in all rows of the sample. */
    Result<Record> ask(String sql) {
        try {
            return session.dsl().connectionResult(connection -> {
                try (Statement statement = connection.createStatement();
                        ResultSet found = statement.executeQuery(tables.asked(sql))) {
                    return session.dsl().fetch(found);
                }
            });
        } catch (DataAccessException failed) {
            PipetteException problem = session.failure("compare the sample with the destination", failed);
            throw switch (problem.code()) {
                case DESTINATION_UNAVAILABLE, DESTINATION_LOCKED, DESTINATION_AUTH, INTERRUPTED -> failed;
                default -> new Unanswered(problem);
            };
        }
    }

    /** Asks for a number. */
    long count(String sql) {
        return Objects.requireNonNull(ask(sql).getFirst().get(0, Long.class));
    }

    private PlannedStatement statement(String sql) {
        String table = table(sql);
        boolean own = table.startsWith(OWN) || (table.startsWith(SystemColumns.PREFIX));
        Purpose usual = CHANGES_SCHEMA.matcher(sql).find() ? Purpose.SCHEMA : Purpose.ROWS;
        return new PlannedStatement(own ? Purpose.BOOKKEEPING : usual, table, sql);
    }

    /** The table that a statement makes, changes or fills; empty for a schema. */
    private static String table(String sql) {
        Matcher named = (sql.startsWith("comment on column") ? NAMED_COLUMN : NAMED).matcher(sql);
        return named.lookingAt() ? named.group(1).replace("\"\"", "\"") : "";
    }
}

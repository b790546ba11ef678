package dev.pipette.postgres;

import static dev.pipette.Pipette.postgres;
import static dev.pipette.Pipette.resource;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.pipette.Destination;
import dev.pipette.Pipeline;
import dev.pipette.Pipette;
import dev.pipette.Resource;
import dev.pipette.admin.PipelineAdmin.PendingPackage;
import dev.pipette.error.ErrorCode;
import dev.pipette.error.PipetteException;
import dev.pipette.schema.Migration;
import dev.pipette.settings.Secret;
import dev.pipette.spi.LockName;
import dev.pipette.testing.postgres.PostgresDatabase;
import dev.pipette.testing.postgres.PostgresRole;
import dev.pipette.testing.postgres.PostgresServer;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** What a real server refuses, and what people are told. */
@Execution(ExecutionMode.CONCURRENT)
class ServerErrorTests {
    @TempDir
    Path home;

    private final PostgresDatabase database = PostgresServer.shared().newDatabase();

    @AfterEach
    void drop() {
        database.close();
    }

    private Destination destination() {
        return Logins.owner(database);
    }

    private Destination as(PostgresRole role) {
        return Logins.role(role, database.url());
    }

    private Pipeline pipeline(Destination destination) {
        return Pipette.pipeline("shop", destination).datasetName("shop").home(home);
    }

    @SafeVarargs
    private static Resource orders(Map<String, Object>... rows) {
        return resource("orders").rows(List.of(rows));
    }

    private PipetteException refusal(ErrorCode code, Destination destination, Resource... resources) {
        PipetteException refused = catchThrowableOfType(
                PipetteException.class, () -> pipeline(destination).run(resources));
        assertThat(refused).isNotNull();
        assertThat(refused.code()).as(refused.getMessage()).isEqualTo(code);
        return refused;
    }

    /**
     * The message, in which names that differ from run to run are replaced, and without the sentence that names the package
     * which was set aside.
     */
    private String text(PipetteException refused, String user) {
        String place = "postgres " + database.url().replace("jdbc:postgresql://", "") + ", user " + user;
        String message = String.valueOf(refused.getMessage());
        if (refused.code() == ErrorCode.LOAD_REFUSED) {
            PendingPackage aside =
                    pipeline(destination()).admin().failed().quarantined().getLast();
            String sentence = " Package " + aside.loadId() + " is set aside: after a fix, '" + aside.retryCommand()
                    + "' loads it, and '" + aside.discardCommand() + "' deletes it.";
            assertThat(message).endsWith(sentence);
            message = message.substring(0, message.length() - sentence.length());
        }
        return message.replace(place, "PLACE")
                .replaceAll("package \\d+\\.\\d+ into postgres [^ ]+", "package ID")
                .replace(user, "USER")
                .replace(database.name(), "DATABASE");
    }

    // Who is let in, and what he may do.

    @Test
    void a_column_of_a_foreign_key_is_not_given_another_type_alone() {
        pipeline(destination())
                .run(
                        orders(Map.of("id", 1, "customer_id", 7)),
                        resource("customers").rows(List.of(Map.of("id", 7))));
        database.execute("ALTER TABLE shop.customers ADD UNIQUE (id)");
        database.execute("ALTER TABLE shop.orders ADD CONSTRAINT of_customer FOREIGN KEY (customer_id) REFERENCES"
                + " shop.customers (id)");

        for (String column : List.of("orders.customer_id", "customers.id")) {
            PipetteException refused = catchThrowableOfType(
                    PipetteException.class,
                    () -> pipeline(destination()).admin().migrate(Migration.retype(column, Pipette.text())));

            assertThat(refused)
                    .hasMessage(
                            "[LOAD_REFUSED] migrate shop: column " + column + " cannot be given another type, because"
                                    + " constraint of_customer on table shop.orders uses it, and both of its columns have one type."
                                    + " Drop that first, change both columns, and make it again. Nothing was changed.");
        }
    }

    @Test
    void a_wrong_password() {
        PostgresRole role = database.newRole();

        PipetteException refused = refusal(
                ErrorCode.DESTINATION_AUTH, as(role).password(Secret.of("wrong@secret")), orders(Map.of("id", 1)));

        assertThat(text(refused, role.name()))
                .isEqualTo("[DESTINATION_AUTH] could not connect (PLACE): password authentication failed for user"
                        + " \"USER\" (28P01). Check that the user is right, that the password is right (in a URL, @ is"
                        + " written %40, / is %2F, ? is %3F). Not tried again: repeated failures block your address.");
    }

    @Test
    void no_password() {
        PostgresRole role = database.newRole();

        PipetteException refused = refusal(
                ErrorCode.DESTINATION_AUTH, postgres(database.url()).user(role.name()), orders(Map.of("id", 1)));

        assertThat(text(refused, role.name()))
                .isEqualTo("[DESTINATION_AUTH] could not connect (PLACE): The server requested SCRAM-based"
                        + " authentication, but no password was provided (08004). Check that the user is right, that a"
                        + " password is given. Not tried again: repeated failures block your address.");
    }

    @Test
    void no_such_database() {
        Destination elsewhere = Logins.owner(database, PostgresServer.shared().url("nowhere"));

        assertThat(refusal(ErrorCode.DESTINATION_FAILED, elsewhere, orders(Map.of("id", 1))))
                .message()
                .endsWith(
                        "): database \"nowhere\" does not exist (3D000). Correct its name, or let an administrator run:"
                                + " CREATE DATABASE \"nowhere\".");
    }

    @Test
    void no_tls() {
        Destination encrypted = Logins.owner(database, database.url() + "?sslmode=require");

        assertThat(text(refusal(ErrorCode.DESTINATION_FAILED, encrypted, orders(Map.of("id", 1))), database.user()))
                .isEqualTo(
                        "[DESTINATION_FAILED] could not connect (PLACE): The server does not support SSL (08004)."
                                + " Where the network is trusted, say sslmode=disable in the URL; else let the server offer TLS.");
    }

    @Test
    void no_right_to_make_a_dataset() {
        PostgresRole role = database.newRole();

        PipetteException refused = refusal(ErrorCode.LOAD_REFUSED, as(role), orders(Map.of("id", 1)));

        assertThat(text(refused, role.name()))
                .isEqualTo("[LOAD_REFUSED] could not load package ID (PLACE): permission denied for database"
                        + " DATABASE (42501). Let an administrator run: GRANT CONNECT, CREATE, TEMPORARY ON DATABASE"
                        + " \"DATABASE\" TO \"USER\"; Nothing was changed.");
        runAdvice(refused);
        pipeline(as(role)).run(orders(Map.of("id", 1)));

        assertThat(database.rows("SELECT id FROM shop.orders")).containsExactly("1");
    }

    /** Does as the administrator what an error says, to the letter. */
    private void runAdvice(PipetteException refused) {
        String message = String.valueOf(refused.getMessage());
        database.execute(message.substring(message.indexOf("run: ") + "run: ".length(), message.lastIndexOf(';') + 1));
    }

    @Test
    void no_right_to_a_table() {
        PostgresRole role = database.newRole();
        pipeline(destination()).run(orders(Map.of("id", 1)));
        database.execute("GRANT USAGE, CREATE ON SCHEMA shop TO " + role.name());
        database.execute("GRANT SELECT ON ALL TABLES IN SCHEMA shop TO " + role.name());

        PipetteException refused = refusal(ErrorCode.LOAD_REFUSED, as(role), orders(Map.of("id", 2)));

        assertThat(text(refused, role.name()))
                .isEqualTo("[LOAD_REFUSED] could not load rows into shop.orders (PLACE): permission denied for table"
                        + " orders (42501). Let an administrator run: GRANT USAGE, CREATE ON SCHEMA \"shop\" TO"
                        + " \"USER\"; GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA \"shop\" TO"
                        + " \"USER\"; GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA \"shop\" TO \"USER\"; Nothing was"
                        + " changed.");
        runAdvice(refused);
        pipeline(as(role)).run(orders(Map.of("id", 2)).merge("id"));

        assertThat(database.rows("SELECT id FROM shop.orders ORDER BY id")).containsExactly("1", "2");
    }

    @Test
    void no_right_to_read_a_dataset_is_about_no_package() {
        PostgresRole role = database.newRole();
        pipeline(destination()).run(orders(Map.of("id", 1)));

        PipetteException refused = refusal(ErrorCode.DESTINATION_FAILED, as(role), orders(Map.of("id", 2)));

        assertThat(refused)
                .message()
                .contains("permission denied for schema shop (42501). Let an administrator run: GRANT");
        runAdvice(refused);
        pipeline(as(role)).run(orders(Map.of("id", 2)));

        assertThat(database.rows("SELECT id FROM shop.orders ORDER BY id")).containsExactly("1", "2");
    }

    @Test
    void a_table_of_somebody_else_cannot_be_changed_and_is_named() {
        PostgresRole role = database.newRole();
        pipeline(destination()).run(orders(Map.of("id", 1)));
        database.execute("GRANT ALL ON SCHEMA shop TO " + role.name());
        database.execute("GRANT ALL ON ALL TABLES IN SCHEMA shop TO " + role.name());

        PipetteException refused = refusal(ErrorCode.LOAD_REFUSED, as(role), orders(Map.of("id", 2, "note", "new")));

        assertThat(text(refused, role.name()))
                .isEqualTo("[LOAD_REFUSED] could not change table shop.orders (PLACE): must be owner of table orders"
                        + " (42501). Only its owner may change it: let an administrator run: ALTER TABLE"
                        + " \"shop\".\"orders\" OWNER TO \"USER\"; Nothing was changed.");
        runAdvice(refused);
        pipeline(as(role)).run(orders(Map.of("id", 2, "note", "new")));

        assertThat(database.rows("SELECT id FROM shop.orders ORDER BY id")).containsExactly("1", "2");
    }

    @Test
    void a_database_that_may_only_be_read() {
        PostgresRole role = database.newRole();
        database.execute("GRANT ALL ON DATABASE " + database.name() + " TO " + role.name());
        database.execute("ALTER ROLE " + role.name() + " SET default_transaction_read_only = on");

        PipetteException refused = refusal(ErrorCode.DESTINATION_FAILED, as(role), orders(Map.of("id", 1)));

        assertThat(text(refused, role.name()))
                .isEqualTo("[DESTINATION_FAILED] could not load package ID (PLACE): cannot execute CREATE SCHEMA in a"
                        + " read-only transaction (25006). This is a standby, or a database that may only be read"
                        + " (Supabase makes a full one so): name the primary server, or make space. Nothing was"
                        + " changed.");
    }

    @Test
    void a_role_with_too_many_connections_is_tried_again() throws SQLException {
        PostgresRole role = database.newRole();
        database.execute("ALTER ROLE " + role.name() + " CONNECTION LIMIT 1");
        try (Connection only = database.connect(role)) {
            PipetteException refused = refusal(
                    ErrorCode.DESTINATION_UNAVAILABLE,
                    as(role).retryFor(Duration.ofMillis(50)),
                    orders(Map.of("id", 1)));

            assertThat(text(refused, role.name()))
                    .isEqualTo("[DESTINATION_UNAVAILABLE] could not connect (PLACE): too many connections for role"
                            + " \"USER\" (53300). Let fewer clients connect at once, or raise the limit of the pooler or"
                            + " of the server.");
        }
    }

    @Test
    void a_view_with_the_tables_name() {
        database.execute("CREATE SCHEMA shop");
        database.execute("CREATE VIEW shop.orders AS SELECT 1 AS id");

        PipetteException refused = refusal(ErrorCode.LOAD_REFUSED, destination(), orders(Map.of("id", 1)));

        assertThat(text(refused, database.user()))
                .isEqualTo(
                        "[LOAD_REFUSED] table shop.orders cannot be made: a view has this name. Rename or drop it, or"
                                + " load into a table of another name with .table(..) (--table). Nothing was changed.");
    }

    // What the owner of a table has against a load: it is set aside, and others continue.

    private void othersGoOn() {
        pipeline(destination()).run(resource("others").rows(List.of(Map.of("id", 1))));
        assertThat(database.rows("SELECT id FROM shop.others")).containsExactly("1");
    }

    @Test
    void a_table_that_is_published_without_a_replica_identity() {
        pipeline(destination()).run(orders(Map.of("id", 1)));
        database.execute("CREATE PUBLICATION changes FOR TABLE shop.orders");

        PipetteException refused = refusal(
                ErrorCode.LOAD_REFUSED,
                destination(),
                orders(Map.of("id", 1, "note", "new")).merge("id"));

        assertThat(text(refused, database.user()))
                .isEqualTo("[LOAD_REFUSED] could not delete rows from shop.orders (PLACE): cannot delete from table"
                        + " \"orders\" because it does not have a replica identity and publishes deletes (55000). Hint: To"
                        + " enable deleting from the table, set REPLICA IDENTITY using ALTER TABLE. The table is"
                        + " published, and has no key by which its subscribers find a row: let its owner run: ALTER TABLE"
                        + " \"shop\".\"orders\" REPLICA IDENTITY FULL; Nothing was changed.");
        othersGoOn();
        runAdvice(refused);
        pipeline(destination()).run(orders(Map.of("id", 1, "note", "new")).merge("id"));

        assertThat(database.rows("SELECT id, note FROM shop.orders")).containsExactly("1 | new");
    }

    @Test
    void a_policy_that_does_not_let_a_row_in() {
        PostgresRole role = database.newRole();
        pipeline(destination()).run(orders(Map.of("id", 1)));
        database.execute("GRANT ALL ON SCHEMA shop TO " + role.name());
        database.execute("GRANT ALL ON ALL TABLES IN SCHEMA shop TO " + role.name());
        database.execute("ALTER TABLE shop.orders ENABLE ROW LEVEL SECURITY");
        database.execute("CREATE POLICY small ON shop.orders USING (id < 10)");

        PipetteException refused = refusal(
                ErrorCode.LOAD_REFUSED,
                as(role),
                orders(Map.of("id", 2), Map.of("id", 20)).merge("id"));

        assertThat(text(refused, role.name()))
                .isEqualTo("[LOAD_REFUSED] could not insert row 2 into shop.orders (PLACE): new row violates row-level"
                        + " security policy for table \"orders\" (42501). A policy of the table forbids it: add a policy"
                        + " for \"USER\", or give it BYPASSRLS. Nothing was changed.");
        othersGoOn();
    }

    @Test
    void a_trigger_that_does_not_let_rows_be_deleted() {
        pipeline(destination()).run(orders(Map.of("id", 1)));
        database.execute("CREATE FUNCTION shop.keep() RETURNS trigger LANGUAGE plpgsql AS"
                + " 'BEGIN RAISE EXCEPTION ''orders are kept''; END'");
        database.execute("CREATE TRIGGER keep BEFORE DELETE ON shop.orders FOR EACH ROW EXECUTE FUNCTION shop.keep()");

        PipetteException refused = refusal(
                ErrorCode.LOAD_REFUSED, destination(), orders(Map.of("id", 2)).replace());

        assertThat(text(refused, database.user()))
                .isEqualTo(
                        "[LOAD_REFUSED] could not delete rows from shop.orders (PLACE): orders are kept (P0001). Raised"
                                + " by PL/pgSQL function shop.keep() line 1 at RAISE. A function of the"
                                + " table refuses it: change the rows, or the function. Nothing was changed.");
        othersGoOn();
    }

    @Test
    void a_table_with_too_many_columns() {
        Map<String, Object> wide =
                IntStream.range(0, 1_600).boxed().collect(Collectors.toMap(number -> "c" + number, number -> number));

        PipetteException refused = refusal(ErrorCode.LOAD_REFUSED, destination(), orders(wide));

        assertThat(text(refused, database.user()))
                .isEqualTo(
                        "[LOAD_REFUSED] could not make table shop.orders (PLACE): tables can have at most 1600 columns"
                                + " (54011). A table of PostgreSQL has at most 1,600 columns: load fewer, or nest less. Nothing"
                                + " was changed.");
        othersGoOn();
    }

    @Test
    void a_dataset_with_a_name_of_the_servers_own() {
        PipetteException refused = catchThrowableOfType(
                PipetteException.class,
                () -> pipeline(destination()).datasetName("pg_shop").run(orders(Map.of("id", 1))));

        assertThat(text(refused, database.user()))
                .isEqualTo(
                        "[LOAD_REFUSED] could not load package ID (PLACE): unacceptable schema name \"pg_shop\" (42939)."
                                + " Detail: The prefix \"pg_\" is reserved for system schemas. Choose another dataset: names that"
                                + " begin with pg_ are the server's own. Nothing was changed.");
    }

    @Test
    void a_row_that_others_refer_to() {
        pipeline(destination()).run(orders(Map.of("id", 1)));
        database.execute("CREATE UNIQUE INDEX by_id ON shop.orders (id)");
        database.execute("CREATE TABLE shop.lines (id bigint REFERENCES shop.orders (id))");
        database.execute("INSERT INTO shop.lines VALUES (1)");

        PipetteException refused = refusal(
                ErrorCode.LOAD_REFUSED, destination(), orders(Map.of("id", 2)).replace());

        assertThat(text(refused, database.user()))
                .isEqualTo("[LOAD_REFUSED] could not delete rows from shop.orders (PLACE): update or delete on table"
                        + " \"orders\" violates foreign key constraint \"lines_id_fkey\" on table \"lines\" (23503)."
                        + " Detail: Key (id)=(1) is still referenced from table \"lines\". Rows of the other table refer to"
                        + " rows that this load deletes: take those out first. Where the load brings them back, as a merge"
                        + " does, make the foreign key DEFERRABLE INITIALLY DEFERRED: it is checked when the load ends."
                        + " Nothing was changed.");
        othersGoOn();
        database.execute("ALTER TABLE shop.lines ALTER CONSTRAINT lines_id_fkey DEFERRABLE INITIALLY DEFERRED");
        pipeline(destination()).run(orders(Map.of("id", 1), Map.of("id", 2)).replace());
    }

    @Test
    void a_statement_that_takes_too_long() {
        pipeline(destination()).run(orders(Map.of("id", 1)));
        database.execute("CREATE FUNCTION shop.slow() RETURNS trigger LANGUAGE plpgsql AS"
                + " 'BEGIN PERFORM pg_sleep(60); RETURN NEW; END'");
        database.execute("CREATE TRIGGER slow BEFORE INSERT ON shop.orders FOR EACH ROW EXECUTE FUNCTION shop.slow()");

        PipetteException refused = refusal(
                ErrorCode.DESTINATION_FAILED,
                destination().statementTimeout(Duration.ofMillis(300)),
                orders(Map.of("id", 2)));

        assertThat(text(refused, database.user()))
                .isEqualTo(
                        "[DESTINATION_FAILED] could not load rows into shop.orders (PLACE): canceling statement due to statement"
                                + " timeout (57014). Allow statements more time with .statementTimeout(..), or statement_timeout"
                                + " in the settings. Nothing was changed.");
    }

    @Test
    void a_query_that_writes_is_refused_in_the_servers_words() {
        pipeline(destination()).run(orders(Map.of("id", 1)));

        assertThatThrownBy(() -> destination().query("DELETE FROM shop.orders RETURNING id", home))
                .hasMessage("[BAD_USAGE] postgres " + database.url().replace("jdbc:postgresql://", "")
                        + " refused the query: ERROR: cannot execute DELETE in a read-only transaction. A query only reads:"
                        + " run statements that write with .execute(..).");
    }

    // Who holds what.

    private static int pid(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery("SELECT pg_backend_pid()")) {
            result.next();
            return result.getInt(1);
        }
    }

    private static String sinceReplaced(String text) {
        return text.replaceAll("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\dZ", "TIME");
    }

    @Test
    void a_pipeline_that_another_process_loads_is_named_with_its_session() throws SQLException {
        try (Connection other = database.connect();
                Statement statement = other.createStatement()) {
            other.setAutoCommit(false);
            statement.execute("SET LOCAL application_name = 'pipette pipeline shop'");
            statement.execute("SELECT pg_advisory_xact_lock(" + AdvisoryLocks.key(LockName.pipeline("shop")) + ")");
            int pid = pid(other);

            PipetteException refused = refusal(
                    ErrorCode.DESTINATION_LOCKED,
                    destination().lockTimeout(Duration.ofMillis(200)),
                    orders(Map.of("id", 1)));

            assertThat(sinceReplaced(text(refused, database.user())).replaceAll("load shop\\.\\d+\\.\\d+", "load ID"))
                    .isEqualTo("[DESTINATION_LOCKED] could not lock load ID, pipeline shop, table shop.orders (PLACE):"
                            + " canceling statement due to lock timeout (55P03). Waited 200 ms for session " + pid
                            + " (pipette pipeline shop, user USER, in a transaction since TIME). Wait until it is done"
                            + " and run again, or end it: SELECT pg_terminate_backend(" + pid
                            + "). Nothing was changed.");
        }
    }

    @Test
    void a_reader_who_stands_in_the_way_of_a_change_is_named_with_the_table() throws SQLException {
        pipeline(destination()).run(orders(Map.of("id", 1)));
        try (Connection reader = database.connect();
                Statement statement = reader.createStatement()) {
            reader.setAutoCommit(false);
            statement.execute("SET application_name = 'report'");
            statement.execute("SELECT count(*) FROM shop.orders");
            int pid = pid(reader);

            PipetteException refused = refusal(
                    ErrorCode.DESTINATION_LOCKED,
                    destination().lockTimeout(Duration.ofMillis(200)),
                    orders(Map.of("id", 2, "note", "new")));

            assertThat(sinceReplaced(text(refused, database.user())))
                    .isEqualTo(
                            "[DESTINATION_LOCKED] could not change table shop.orders (PLACE): canceling statement due"
                                    + " to lock timeout (55P03). Waited 200 ms for session " + pid
                                    + " (report, user USER, in a transaction since TIME) with its AccessShareLock on"
                                    + " shop.orders. Wait until it is done and run again, or end it: SELECT"
                                    + " pg_terminate_backend(" + pid + "). Nothing was changed.");
        }
        pipeline(destination()).run(orders(Map.of("id", 2, "note", "new")));

        assertThat(database.rows("SELECT id, note FROM shop.orders ORDER BY id"))
                .containsExactly("1 | NULL", "2 | new");
    }
}

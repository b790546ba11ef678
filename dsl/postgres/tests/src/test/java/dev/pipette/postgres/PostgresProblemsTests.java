package dev.pipette.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pipette.error.ErrorCode;
import dev.pipette.error.PipetteException;
import dev.pipette.settings.Secret;
import java.io.EOFException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.security.cert.CertificateException;
import java.util.stream.Stream;
import javax.net.ssl.SSLHandshakeException;
import org.jooq.exception.DataAccessException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.postgresql.util.PSQLException;
import org.postgresql.util.PSQLState;
import org.postgresql.util.ServerErrorMessage;

/** What each error means, word for word. */
class PostgresProblemsTests {
    private static final Place PLAIN = place("//db.example.com/warehouse", "loader", false);
    private static final Place POOLER =
            place("//aws-0-eu-west-1.pooler.supabase.com:6543/postgres", "postgres.abcd", true);

    private static final String LOGIN = "Check that the user is right, that the password is right (in a URL, @ is"
            + " written %40, / is %2F, ? is %3F).";
    private static final String SUPABASE =
            " that the host was copied from the project's Connect dialog, that the" + " project is not paused.";
    private static final String POOLER_LOGIN = LOGIN.replace("%3F).", "%3F),") + SUPABASE;
    private static final String BLOCKED = " Not tried again: repeated failures block your address.";

    private static Place place(String location, String user, boolean pooled) {
        return new Place(PostgresAddress.of(location), user, Password.given(Secret.of("x")), pooled);
    }

    private static PSQLException said(String state, String sentence) {
        return new PSQLException(new ServerErrorMessage("SFATAL\0VFATAL\0C" + state + "\0M" + sentence + "\0"), false);
    }

    private static PSQLException driver(PSQLState state, String sentence, Exception cause) {
        return new PSQLException(sentence, state, cause);
    }

    private static PipetteException load(Place place, Exception thrown) {
        return new PostgresProblems(place).failure("load package 1.1", thrown);
    }

    private static void assertFailure(PipetteException failed, ErrorCode code, String message) {
        assertThat(failed.code()).isEqualTo(code);
        assertThat(failed).hasMessage("[" + code + "] could not " + message);
    }

    // What servers say: state | sentence | code | advice.

    private static final String SERVER = """
            08000 | broken | DESTINATION_UNAVAILABLE |
            08006 | (EAUTHTIMEOUT) authentication timed out | DESTINATION_UNAVAILABLE |
            08006 | (ESSLHANDSHAKE) TLS handshake failed | DESTINATION_UNAVAILABLE |
            08P01 | no more connections allowed (max_client_conn) | DESTINATION_UNAVAILABLE | Let fewer clients connect at once, or raise the limit of the pooler or of the server.
            08P01 | query_wait_timeout | DESTINATION_UNAVAILABLE | All connections of the pool are busy.
            08P01 | server login has been failing, try again later (server_login_retry) | DESTINATION_UNAVAILABLE |
            08P01 | unsupported startup parameter: search_path | DESTINATION_FAILED | Take the parameter out of the URL: a pooler cannot keep it.
            08P01 | no such database: warehouse | DESTINATION_FAILED | Correct its name, or let an administrator run: CREATE DATABASE "warehouse".
            08P01 | SSL required | DESTINATION_FAILED | Add sslmode=require to the URL.
            08P01 | invalid length of startup packet | DESTINATION_FAILED | What listens there may be no PostgreSQL: check host and port.
            0A000 | cached plan must not change result type | DESTINATION_UNAVAILABLE |
            0A000 | cannot alter type of a column used by a view or rule | LOAD_REFUSED |
            22001 | value too long for type character varying(3) | ROW_REFUSED | Make the column wider with ALTER TABLE .. ALTER COLUMN .. TYPE .., or cut the value with .map(..).
            22003 | integer out of range | ROW_REFUSED | Make the column wider with ALTER TABLE .. ALTER COLUMN .. TYPE .., or correct the value with .map(..).
            22008 | timestamp out of range | ROW_REFUSED | PostgreSQL's dates go from 4713 BC to 5874897, its timestamps to 294276: correct the value with .map(..).
            22021 | invalid byte sequence for encoding "UTF8": 0x00 | ROW_REFUSED | PostgreSQL's text cannot hold the character U+0000: take it out with .map(..).
            22021 | character with byte sequence 0xe2 0x82 0xac has no equivalent | ROW_REFUSED | The database's encoding has no such character: load into a database whose encoding is UTF8.
            22P05 | unsupported Unicode escape sequence | ROW_REFUSED | PostgreSQL's jsonb cannot hold \\u0000: take it out with .map(..).
            22023 | invalid value for parameter "lock_timeout": "x" | DESTINATION_FAILED |
            22P02 | invalid input syntax for type json | ROW_REFUSED | Correct the rows, or the constraint of the table.
            23502 | null value in column "note" of relation "orders" violates not-null constraint | ROW_REFUSED | Somebody said NOT NULL for the column: give it a value with .map(..), leave the row out with .filter(..), leave notNull() out, or run ALTER TABLE .. ALTER COLUMN .. DROP NOT NULL.
            23503 | insert or update on table "orders" violates foreign key constraint "f" | ROW_REFUSED | Load what the row refers to first, or drop the foreign key.
            23505 | duplicate key value violates unique constraint "by_id" | ROW_REFUSED | Replace the row that is there by .merge(KEY), correct the rows, or drop the constraint.
            23505 | duplicate key value violates unique constraint "pg_namespace_nspname_index" | DESTINATION_UNAVAILABLE | Another session made the same thing at the same moment.
            23514 | new row for relation "orders" violates check constraint "c" | ROW_REFUSED | Correct the rows, leave them out with .filter(..), or drop the check of the table.
            25006 | cannot execute CREATE SCHEMA in a read-only transaction | DESTINATION_FAILED | This is a standby, or a database that may only be read (Supabase makes a full one so): name the primary server, or make space.
            25P03 | terminating connection due to idle-in-transaction timeout | DESTINATION_FAILED | Raise idle_in_transaction_session_timeout for this user.
            26000 | prepared statement "S_1" does not exist | DESTINATION_FAILED | A pooler gave the transactions of one client several connections: say .transactionPooler(), or transaction_pooler = true in the settings.
            3D000 | database "warehouse" does not exist | DESTINATION_FAILED | Correct its name, or let an administrator run: CREATE DATABASE "warehouse".
            40001 | could not serialize access | DESTINATION_UNAVAILABLE |
            40P01 | deadlock detected | DESTINATION_UNAVAILABLE |
            42501 | permission denied for schema shop | LOAD_REFUSED | Let an administrator run: GRANT USAGE, CREATE ON SCHEMA "shop" TO "loader"; GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA "shop" TO "loader"; GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA "shop" TO "loader";
            42501 | permission denied for database warehouse | LOAD_REFUSED | Let an administrator run: GRANT CONNECT, CREATE, TEMPORARY ON DATABASE "warehouse" TO "loader";
            42501 | permission denied for table orders | LOAD_REFUSED | Let an administrator run: GRANT SELECT, INSERT, UPDATE, DELETE ON "orders" TO "loader";
            42501 | permission denied for sequence ids | LOAD_REFUSED | Let an administrator run: GRANT .. ON SEQUENCE "ids" TO "loader";
            42501 | permission denied to create temporary tables in database "warehouse" | LOAD_REFUSED | Let an administrator run: GRANT TEMPORARY ON DATABASE "warehouse" TO "loader";
            42501 | must be owner of table orders | LOAD_REFUSED | Only its owner may change it: let an administrator run: ALTER TABLE "orders" OWNER TO "loader";
            42501 | new row violates row-level security policy for table "orders" | LOAD_REFUSED | A policy of the table forbids it: add a policy for "loader", or give it BYPASSRLS.
            42601 | syntax error at or near "x" | LOAD_REFUSED |
            42701 | column name "ctid" conflicts with a system column name | LOAD_REFUSED | Rename the column in the input, or with .map(..).
            42809 | "orders" is not a table | LOAD_REFUSED | Something else has this name, such as a view: rename it, or load into another table.
            42939 | unacceptable schema name "pg_x" | LOAD_REFUSED | Choose another dataset: names that begin with pg_ are the server's own.
            42883 | function pg_temp.check(bigint) does not exist | LOAD_REFUSED |
            428C9 | cannot insert a non-DEFAULT value into column "id" | LOAD_REFUSED | Leave the column out of the rows, or let their values in with ALTER TABLE .. ALTER COLUMN .. SET GENERATED BY DEFAULT.
            54000 | index row size 2712 exceeds btree version 4 maximum 2704 for index "i" | ROW_REFUSED | Shorten the value with .map(..), or drop the index.
            54001 | stack depth limit exceeded | LOAD_REFUSED |
            55000 | cannot delete from table "orders" because it does not have a replica identity and publishes deletes | LOAD_REFUSED | The table is published, and has no key by which its subscribers find a row: let its owner run: ALTER TABLE "orders" REPLICA IDENTITY FULL;
            P0001 | no rows on Sundays | LOAD_REFUSED | A function of the table refuses it: change the rows, or the function.
            XY123 | a code of somebody's own | LOAD_REFUSED |
            42P05 | prepared statement "S_1" already exists | DESTINATION_FAILED | A pooler gave the transactions of one client several connections: say .transactionPooler(), or transaction_pooler = true in the settings.
            42P06 | schema "shop" already exists | DESTINATION_UNAVAILABLE | Another session made the same thing at the same moment.
            42P07 | relation "orders" already exists | LOAD_REFUSED | Something else has this name, such as a view: rename it, or load into another table.
            53100 | could not extend file "base/1": No space left on device | DESTINATION_FAILED | Free or add space on the server's disk.
            53200 | out of memory | DESTINATION_UNAVAILABLE |
            53300 | sorry, too many clients already | DESTINATION_UNAVAILABLE | Let fewer clients connect at once, or raise the limit of the pooler or of the server.
            53400 | temporary file size exceeds "temp_file_limit" (1000kB) | DESTINATION_FAILED | Let the administrator raise that limit, or load less at once.
            54011 | tables can have at most 1600 columns | LOAD_REFUSED | A table of PostgreSQL has at most 1,600 columns: load fewer, or nest less.
            55P03 | canceling statement due to lock timeout | DESTINATION_LOCKED |
            57014 | canceling statement due to statement timeout | DESTINATION_FAILED | Allow statements more time with .statementTimeout(..), or statement_timeout in the settings.
            57014 | canceling statement due to user request | DESTINATION_FAILED | Somebody cancelled it at the server: run again.
            57P01 | terminating connection due to administrator command | DESTINATION_UNAVAILABLE |
            57P02 | terminating connection because of crash of another server process | DESTINATION_UNAVAILABLE |
            57P03 | the database system is starting up | DESTINATION_UNAVAILABLE |
            57P04 | terminating connection due to conflict with recovery | DESTINATION_FAILED | The database was dropped meanwhile.
            57P05 | terminating connection due to idle-session timeout | DESTINATION_UNAVAILABLE |
            58P01 | could not open file "base/1": No such file or directory | DESTINATION_FAILED | Look into the server's log, and at its disk.
            XX000 | tuple concurrently updated | DESTINATION_UNAVAILABLE |
            XX000 | something nobody thought of | DESTINATION_FAILED |
            XX000 | (ESSLREQUIRED) SSL connection is required for user: x | DESTINATION_FAILED | Add sslmode=require to the URL.
            XX000 | (EMAXCONN) max client connections reached, limit: 200 | DESTINATION_UNAVAILABLE | Let fewer clients connect at once, or raise the limit of the pooler or of the server.
            XX000 | (EMAXCONNSESSION) max clients reached in session mode - max clients are limited to pool_size: 15 | DESTINATION_UNAVAILABLE | Let fewer clients connect at once, or raise the limit of the pooler or of the server.
            XX000 | Max client connections reached | DESTINATION_UNAVAILABLE | Let fewer clients connect at once, or raise the limit of the pooler or of the server.
            XX000 | (ECHECKOUTTIMEOUT) unable to check out connection from the pool after 60000ms in transaction mode | DESTINATION_UNAVAILABLE | All connections of the pool are busy.
            XX000 | (ECIRCUITBREAKER) failed to retrieve database credentials after multiple attempts, new connections are temporarily blocked | DESTINATION_UNAVAILABLE | The pooler does not reach its database.
            XX000 | (ECIRCUITBREAKER) too many failed attempts to connect to the database, new connections are temporarily blocked | DESTINATION_UNAVAILABLE | The pooler does not reach its database.
            42P05 | (EPREPAREDDUP) prepared statement "S_1" already exists | DESTINATION_FAILED | A pooler gave the transactions of one client several connections: say .transactionPooler(), or transaction_pooler = true in the settings.
            26000 | (EPREPAREDNOTFOUND) prepared statement "S_1" does not exist | DESTINATION_FAILED | A pooler gave the transactions of one client several connections: say .transactionPooler(), or transaction_pooler = true in the settings.
            XX000 | (EPSSIMPLEQUERY) transaction mode only supports prepared statements using the Extended Query Protocol | DESTINATION_FAILED | A pooler gave the transactions of one client several connections: say .transactionPooler(), or transaction_pooler = true in the settings.
            XX000 | (EADDRNOTALLOWED) address not in tenant allow_list: 192.0.2.1 | DESTINATION_AUTH | Let the owner of the database allow this address. Not tried again: repeated failures block your address.
            XX000 | (EBANNED) tenant is banned: unpaid | DESTINATION_AUTH | Let the owner of the database allow this address. Not tried again: repeated failures block your address.
            28000 | no pg_hba.conf entry for host "192.0.2.1", user "loader", database "warehouse", no encryption | DESTINATION_AUTH | The server refuses connections from here without TLS: add sslmode=require to the URL. Not tried again: repeated failures block your address.
            28000 | no pg_hba.conf entry for host "192.0.2.1", user "loader", database "warehouse", SSL encryption | DESTINATION_AUTH | Let the administrator add a line for this address to pg_hba.conf. Not tried again: repeated failures block your address.
            """;

    static Stream<String> server() {
        return SERVER.lines();
    }

    @ParameterizedTest
    @MethodSource("server")
    void an_error_of_the_server_is_classified(String line) {
        String[] cells = line.split(" \\|(?: |$)", -1);
        ErrorCode code = ErrorCode.valueOf(cells[2]);

        assertFailure(
                load(PLAIN, new DataAccessException("SQL [..]", said(cells[0], cells[1]))),
                code,
                "load package 1.1 (postgres db.example.com:5432/warehouse, user loader): " + cells[1] + " (" + cells[0]
                        + ")." + (cells[3].isEmpty() ? "" : " " + cells[3]) + " Nothing was changed.");
    }

    // Logins.

    private static final String REFUSED_LOGINS = """
            28P01 | password authentication failed for user "loader"
            28000 | role "loader" does not exist
            08P01 | password authentication failed
            08P01 | SASL authentication failed
            08P01 | no such user
            08P01 | server login has been failing, cached error: password authentication failed
            XX000 | (ENOTFOUND) tenant/user loader not found
            XX000 | (ENOIDENTIFIER) no tenant identifier provided (external_id or sni_hostname required)
            XX000 | Tenant or user not found
            """;

    static Stream<String> refusedLogins() {
        return REFUSED_LOGINS.lines();
    }

    @ParameterizedTest
    @MethodSource("refusedLogins")
    void a_refused_login_is_not_tried_again_and_has_a_checklist(String line) {
        String[] cells = line.split(" \\| ", -1);

        assertFailure(
                new PostgresProblems(PLAIN).unreachable(said(cells[0], cells[1])),
                ErrorCode.DESTINATION_AUTH,
                "connect (postgres db.example.com:5432/warehouse, user loader): " + cells[1] + " (" + cells[0] + "). "
                        + LOGIN + BLOCKED);
        assertFailure(
                new PostgresProblems(POOLER).unreachable(said(cells[0], cells[1])),
                ErrorCode.DESTINATION_AUTH,
                "connect (postgres aws-0-eu-west-1.pooler.supabase.com:6543/postgres, user postgres.abcd): " + cells[1]
                        + " (" + cells[0] + "). " + POOLER_LOGIN + BLOCKED);
    }

    @Test
    void the_checklist_names_what_is_wrong_with_the_user_the_port_and_the_password() {
        Place plainUser = new Place(
                PostgresAddress.of("//aws-0-eu-west-1.pooler.supabase.com/postgres"),
                "postgres",
                Password.none(),
                true);

        assertThat(plainUser.loginChecklist())
                .isEqualTo("Check that the user is written as Supabase's pooler needs it (postgres.PROJECT_REF), that a"
                        + " password is given, that the port is 6543, where transactions are pooled," + SUPABASE);
    }

    @ParameterizedTest
    @MethodSource("openBreakers")
    void after_too_many_failed_logins_one_waits_longer_than_two_minutes(String sentence) {
        assertFailure(
                new PostgresProblems(POOLER).unreachable(said("XX000", sentence)),
                ErrorCode.DESTINATION_AUTH,
                "connect (postgres aws-0-eu-west-1.pooler.supabase.com:6543/postgres, user postgres.abcd): " + sentence
                        + " (XX000). Too many logins failed, and the pooler refuses all logins for a while: wait more than"
                        + " two minutes without any try. " + POOLER_LOGIN + BLOCKED);
    }

    static Stream<String> openBreakers() {
        return Stream.of(
                "(ECIRCUITBREAKER) too many authentication failures, new connections are temporarily blocked",
                "Circuit breaker open");
    }

    @Test
    void rights_are_granted_to_the_role_and_not_to_the_poolers_user() {
        assertThat(load(POOLER, said("42501", "permission denied for schema shop")))
                .message()
                .contains("ON SCHEMA \"shop\" TO \"postgres\";");
    }

    @Test
    void a_refusal_while_connecting_or_reading_is_about_no_package() {
        PSQLException denied = said("42501", "permission denied for database \"warehouse\"");

        assertFailure(
                new PostgresProblems(PLAIN).unreachable(denied),
                ErrorCode.DESTINATION_FAILED,
                "connect (postgres db.example.com:5432/warehouse, user loader): permission denied for database"
                        + " \"warehouse\" (42501). Let an administrator run: GRANT CONNECT, CREATE, TEMPORARY ON DATABASE"
                        + " \"warehouse\" TO \"loader\";");
        assertThat(new PostgresProblems(PLAIN).failureOfReading("read", denied).code())
                .isEqualTo(ErrorCode.DESTINATION_FAILED);
    }

    @Test
    void a_right_that_is_missing_in_a_dataset_is_granted_for_all_of_its_tables() {
        assertThat(new PostgresProblems(PLAIN.in("shop"))
                        .failure("load", said("42501", "permission denied for table orders")))
                .message()
                .contains(
                        "run: GRANT USAGE, CREATE ON SCHEMA \"shop\" TO \"loader\"; GRANT SELECT, INSERT, UPDATE, DELETE"
                                + " ON ALL TABLES IN SCHEMA \"shop\" TO \"loader\"; GRANT USAGE, SELECT ON ALL SEQUENCES IN"
                                + " SCHEMA \"shop\" TO \"loader\";");
    }

    // What the driver says.

    @Test
    void a_password_that_is_missing_or_empty_is_a_refused_login() {
        for (String sentence : new String[] {
            "The server requested SCRAM-based authentication, but no password was provided.",
            "The server requested SCRAM-based authentication, but the password is an empty string."
        }) {
            assertThat(load(PLAIN, driver(PSQLState.CONNECTION_REJECTED, sentence, new EOFException()))
                            .code())
                    .isEqualTo(ErrorCode.DESTINATION_AUTH);
        }
    }

    @Test
    void an_answer_that_ends_within_the_login_may_pass() {
        assertThat(load(
                                PLAIN,
                                driver(
                                        PSQLState.CONNECTION_REJECTED,
                                        "Invalid SCRAM client initialization",
                                        new EOFException()))
                        .code())
                .isEqualTo(ErrorCode.DESTINATION_UNAVAILABLE);
    }

    @Test
    void a_refused_connection_may_pass_but_not_at_supabase() {
        PSQLException refused = driver(
                PSQLState.CONNECTION_UNABLE_TO_CONNECT,
                "Connection to db.example.com:5432 refused. Check that the hostname and port are correct and that the"
                        + " postmaster is accepting TCP/IP connections.",
                new ConnectException("Connection refused"));

        assertFailure(
                new PostgresProblems(PLAIN).unreachable(refused),
                ErrorCode.DESTINATION_UNAVAILABLE,
                "connect (postgres db.example.com:5432/warehouse, user loader): Connection to db.example.com:5432"
                        + " refused (08001). Check that the server runs, and that host and port are right.");
        assertFailure(
                new PostgresProblems(POOLER).unreachable(refused),
                ErrorCode.DESTINATION_FAILED,
                "connect (postgres aws-0-eu-west-1.pooler.supabase.com:6543/postgres, user postgres.abcd): Connection to"
                        + " db.example.com:5432 refused (08001). At Supabase that means that this address is blocked"
                        + " after failed logins (see Database settings, Network bans), that the project is paused, or"
                        + " that the port is wrong: 6543 for the transaction pooler, else 5432. Not tried again: that"
                        + " makes a block longer.");
    }

    @Test
    void an_address_without_a_way_to_it_may_pass_but_not_at_supabase() {
        PSQLException unreachable = driver(
                PSQLState.CONNECTION_UNABLE_TO_CONNECT,
                "The connection attempt failed.",
                new NoRouteToHostException("No route to host"));

        assertFailure(
                new PostgresProblems(PLAIN).unreachable(unreachable),
                ErrorCode.DESTINATION_UNAVAILABLE,
                "connect (postgres db.example.com:5432/warehouse, user loader): The connection attempt failed: No route"
                        + " to host (08001).");
        assertThat(load(POOLER, unreachable).code()).isEqualTo(ErrorCode.DESTINATION_FAILED);
    }

    @Test
    void an_unknown_host_is_a_slip_of_the_pen() {
        PSQLException unknown = driver(
                PSQLState.CONNECTION_UNABLE_TO_CONNECT,
                "The connection attempt failed.",
                new UnknownHostException("db.example.com"));

        assertFailure(
                new PostgresProblems(PLAIN).unreachable(unknown),
                ErrorCode.DESTINATION_FAILED,
                "connect (postgres db.example.com:5432/warehouse, user loader): there is no host \"db.example.com\""
                        + " (08001). Correct the name, or look after this machine's name server.");
        assertThat(load(POOLER, unknown))
                .message()
                .contains("Copy the host from the project's Connect dialog; a paused project has none.");
    }

    @Test
    void a_connection_that_is_not_answered_may_pass() {
        assertFailure(
                new PostgresProblems(PLAIN)
                        .unreachable(driver(
                                PSQLState.CONNECTION_UNABLE_TO_CONNECT,
                                "The connection attempt failed.",
                                new SocketTimeoutException("Connect timed out"))),
                ErrorCode.DESTINATION_UNAVAILABLE,
                "connect (postgres db.example.com:5432/warehouse, user loader): The connection attempt failed: Connect"
                        + " timed out (08001). A firewall may drop what is sent there.");
    }

    @Test
    void a_connection_that_breaks_changed_nothing() {
        assertFailure(
                load(
                        PLAIN,
                        driver(
                                PSQLState.CONNECTION_FAILURE,
                                "An I/O error occurred while sending to the backend.",
                                new SocketException("Connection reset"))),
                ErrorCode.DESTINATION_UNAVAILABLE,
                "load package 1.1 (postgres db.example.com:5432/warehouse, user loader): An I/O error occurred while"
                        + " sending to the backend: Connection reset (08006). Nothing was changed.");
        assertFailure(
                load(
                        PLAIN,
                        driver(
                                PSQLState.CONNECTION_FAILURE,
                                "Database connection failed when reading from copy",
                                new EOFException())),
                ErrorCode.DESTINATION_UNAVAILABLE,
                "load package 1.1 (postgres db.example.com:5432/warehouse, user loader): Database connection failed when"
                        + " reading from copy: it ended (08006). Nothing was changed.");
    }

    @Test
    void half_an_answer_is_a_connection_that_broke() {
        assertFailure(
                new PostgresProblems(PLAIN)
                        .failure(
                                "begin a transaction",
                                new PSQLException(
                                        "Expected command status BEGIN, got BE\0\0\0.", PSQLState.PROTOCOL_VIOLATION)),
                ErrorCode.DESTINATION_UNAVAILABLE,
                "begin a transaction (postgres db.example.com:5432/warehouse, user loader): Expected command status BEGIN,"
                        + " got BE??? (08P01). The connection ended in the middle of an answer. Nothing was changed.");
        assertFailure(
                load(PLAIN, new PSQLException("Unexpected command status: C.", PSQLState.PROTOCOL_VIOLATION)),
                ErrorCode.DESTINATION_UNAVAILABLE,
                "load package 1.1 (postgres db.example.com:5432/warehouse, user loader): Unexpected command status: C"
                        + " (08P01). The connection ended in the middle of an answer. Nothing was changed.");
        assertFailure(
                load(PLAIN, new PSQLException(new ServerErrorMessage("SERROR\0VERROR\0C23E\0"), false)),
                ErrorCode.DESTINATION_UNAVAILABLE,
                "load package 1.1 (postgres db.example.com:5432/warehouse, user loader): an error without a message (23E). The"
                        + " connection ended in the middle of an answer. Nothing was changed.");
    }

    @Test
    void half_an_answer_to_a_commit_may_be_one_that_says_done() {
        assertFailure(
                new PostgresProblems(PLAIN)
                        .failure(
                                PostgresProblems.COMMIT,
                                new PSQLException(new ServerErrorMessage("SERROR\0VER\0"), false)),
                ErrorCode.DESTINATION_UNAVAILABLE,
                "commit (postgres db.example.com:5432/warehouse, user loader): an error without a message. The connection ended in the middle of an"
                        + " answer. It may have been committed all the same: the next try, or the next run, looks.");
    }

    @Test
    void what_is_no_answer_of_a_server_while_connecting_is_somebody_else() {
        assertFailure(
                new PostgresProblems(PLAIN)
                        .unreachable(new PSQLException("Unexpected command status: C.", PSQLState.PROTOCOL_VIOLATION)),
                ErrorCode.DESTINATION_FAILED,
                "connect (postgres db.example.com:5432/warehouse, user loader): Unexpected command status: C (08P01). What"
                        + " listens there may be no PostgreSQL: check host and port.");
    }

    @Test
    void tls_that_is_not_there_or_not_trusted_does_not_come_by_waiting() {
        assertFailure(
                new PostgresProblems(PLAIN)
                        .unreachable(
                                new PSQLException("The server does not support SSL.", PSQLState.CONNECTION_REJECTED)),
                ErrorCode.DESTINATION_FAILED,
                "connect (postgres db.example.com:5432/warehouse, user loader): The server does not support SSL (08004)."
                        + " Where the network is trusted, say sslmode=disable in the URL; else let the server offer TLS.");
        SSLHandshakeException handshake = new SSLHandshakeException("PKIX path building failed");
        handshake.initCause(new CertificateException("unable to find valid certification path"));
        assertFailure(
                new PostgresProblems(PLAIN)
                        .unreachable(driver(
                                PSQLState.CONNECTION_FAILURE, "SSL error: PKIX path building failed", handshake)),
                ErrorCode.DESTINATION_FAILED,
                "connect (postgres db.example.com:5432/warehouse, user loader): SSL error: PKIX path building failed:"
                        + " unable to find valid certification path (08006). Say sslrootcert=FILE in the URL with the"
                        + " certificate of the server's authority, and the host as the certificate names it.");
    }

    // Commits.

    @Test
    void a_commit_without_an_answer_may_have_been_done() {
        assertFailure(
                new PostgresProblems(PLAIN)
                        .failure(
                                PostgresProblems.COMMIT,
                                said("57P01", "terminating connection due to administrator command")),
                ErrorCode.DESTINATION_UNAVAILABLE,
                "commit (postgres db.example.com:5432/warehouse, user loader): terminating connection due to"
                        + " administrator command (57P01). It may have been committed all the same: the next try, or the"
                        + " next run, looks.");
    }

    @Test
    void a_commit_that_was_refused_changed_nothing() {
        assertFailure(
                new PostgresProblems(PLAIN)
                        .failure(PostgresProblems.COMMIT, said("40001", "could not serialize access")),
                ErrorCode.DESTINATION_UNAVAILABLE,
                "commit (postgres db.example.com:5432/warehouse, user loader): could not serialize access (40001)."
                        + " Nothing was changed.");
    }

    @Test
    void secrets_in_what_was_said_are_hidden() {
        assertThat(load(PLAIN, said("XX000", "cannot reach postgres://me:hunter2@db.example.com, password=hunter2")))
                .message()
                .doesNotContain("hunter2");
    }
}

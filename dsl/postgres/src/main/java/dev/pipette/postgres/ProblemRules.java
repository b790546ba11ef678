package dev.pipette.postgres;

import static dev.pipette.error.ErrorCode.DESTINATION_AUTH;
import static dev.pipette.error.ErrorCode.DESTINATION_FAILED;
import static dev.pipette.error.ErrorCode.DESTINATION_LOCKED;
import static dev.pipette.error.ErrorCode.DESTINATION_UNAVAILABLE;
import static dev.pipette.error.ErrorCode.LOAD_REFUSED;
import static dev.pipette.error.ErrorCode.ROW_REFUSED;
import static dev.pipette.postgres.ProblemRule.on;

import dev.pipette.postgres.ProblemRule.Advice;
import dev.pipette.postgres.Symptoms.Network;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What each failure means and what to do about it: the first line that matches. Codes are those of PostgreSQL's manual,
 * appendix A, of Supavisor's {@code lib/supavisor/errors}, and of PgBouncer, which says most things with 08P01.
 *
 * <p>A refused connection may pass: a server that restarts refuses for seconds, and a pooler of one's own does so too. Not
 * so at Supabase, where it means that the address is blocked, the project paused or the port wrong, and where each further
 * try makes the first of these longer. A host name that leads nowhere is a slip of the pen far more often than an outage.
 */
final class ProblemRules {
    private static final String BLOCKED = "Not tried again: repeated failures block your address.";
    private static final Advice LOGIN = (place, seen) -> place.loginChecklist() + " " + BLOCKED;
    private static final Advice NONE = (place, seen) -> "";
    private static final String TRY_TLS = "Add sslmode=require to the URL.";
    private static final String USE_FLAG =
            "A pooler gave the transactions of one client several connections: say .transactionPooler(), or"
                    + " transaction_pooler = true in the settings.";
    private static final String CROWDED =
            "Let fewer clients connect at once, or raise the limit of the pooler or of the server.";
    private static final String DISK = "Look into the server's log, and at its disk.";
    private static final String CORRECT = "Correct the rows, or the constraint of the table.";

    private static final Pattern TABLE = Pattern.compile("table \"(.+?)\"");

    private static final List<ProblemRule> POOLERS = List.of(
            on(
                            DESTINATION_AUTH,
                            (place, seen) ->
                                    "Too many logins failed, and the pooler refuses all logins for a while: wait"
                                            + " more than two minutes without any try. " + LOGIN.about(place, seen),
                            "ECIRCUITBREAKER")
                    .saying("authentication failures"),
            on(
                            DESTINATION_AUTH,
                            (place, seen) ->
                                    "Too many logins failed, and the pooler refuses all logins for a while: wait"
                                            + " more than two minutes without any try. " + LOGIN.about(place, seen))
                    .saying("circuit breaker open"),
            on(DESTINATION_UNAVAILABLE, "The pooler does not reach its database.", "ECIRCUITBREAKER"),
            on(DESTINATION_AUTH, LOGIN, "ENOTFOUND", "ENOIDENTIFIER"),
            on(DESTINATION_AUTH, LOGIN).saying("tenant or user not found"),
            on(DESTINATION_FAILED, TRY_TLS, "ESSLREQUIRED"),
            on(DESTINATION_FAILED, TRY_TLS, "08P01").saying("SSL required"),
            on(DESTINATION_UNAVAILABLE, CROWDED, "EMAXCONN", "EMAXCONNSESSION"),
            on(DESTINATION_UNAVAILABLE, CROWDED).saying("max client connections reached"),
            on(DESTINATION_UNAVAILABLE, "All connections of the pool are busy.", "ECHECKOUTTIMEOUT"),
            on(DESTINATION_UNAVAILABLE, NONE, "EAUTHTIMEOUT", "ESSLHANDSHAKE"),
            on(DESTINATION_FAILED, USE_FLAG, "EPREPAREDDUP", "EPREPAREDNOTFOUND", "EPSSIMPLEQUERY", "42P05", "26000"),
            on(
                    DESTINATION_AUTH,
                    "Let the owner of the database allow this address. " + BLOCKED,
                    "EADDRNOTALLOWED",
                    "EBANNED"),
            on(DESTINATION_AUTH, LOGIN, "08P01").saying("authentication failed", "no such user", "login rejected"),
            on(DESTINATION_FAILED, "Take the parameter out of the URL: a pooler cannot keep it.", "08P01")
                    .saying("unsupported startup parameter"),
            on(DESTINATION_FAILED, ProblemRules::noDatabase, "08P01").saying("no such database"),
            on(DESTINATION_UNAVAILABLE, CROWDED, "08P01").saying("no more connections allowed"),
            on(DESTINATION_UNAVAILABLE, "All connections of the pool are busy.", "08P01")
                    .saying("query_wait_timeout"),
            on(DESTINATION_UNAVAILABLE, NONE, "08P01")
                    .saying(
                            "server login",
                            "server conn",
                            "client_login_timeout",
                            "shut down",
                            "the database system is"));

    private static final List<ProblemRule> CONNECTIONS = List.of(
            on(DESTINATION_UNAVAILABLE, "The connection ended in the middle of an answer.", Network.TORN.name()),
            on(DESTINATION_UNAVAILABLE, "The connection ended in the middle of an answer.", "08004")
                    .saying("invalid scram client initialization"),
            on(DESTINATION_AUTH, LOGIN, "08004").saying("no password was provided", "the password is an empty string"),
            on(
                            DESTINATION_FAILED,
                            "Where the network is trusted, say sslmode=disable in the URL; else let the server offer TLS.",
                            "08004")
                    .saying("does not support SSL"),
            on(
                            DESTINATION_AUTH,
                            "The server asks for another login than require_auth allows; over a connection that may be"
                                    + " unencrypted, the password itself is not sent. Say sslmode=require in the URL, or,"
                                    + " where the network is trusted, require_auth=password.",
                            "08004")
                    .saying("not allowed by requireAuth"),
            on(
                    DESTINATION_FAILED,
                    "Say sslrootcert=FILE in the URL with the certificate of the server's authority, and the host as"
                            + " the certificate names it.",
                    Network.CERTIFICATE.name()),
            on(DESTINATION_FAILED, "Correct sslrootcert in the URL.").saying("root certificate", "hostnameverifier"),
            on(DESTINATION_FAILED, "Correct the URL.", "08001").saying("invalid sslmode"),
            on(DESTINATION_FAILED, ProblemRules::unknownHost, Network.UNKNOWN_HOST.name()),
            on(DESTINATION_FAILED, "Check that the port is right.", "08P01")
                    .saying("protocol error", "session setup failed"));

    /** Refusals of a host of Supabase. */
    static final List<ProblemRule> SUPABASE = List.of(
            on(
                    DESTINATION_FAILED,
                    "At Supabase that means that this address is blocked after failed logins (see Database settings,"
                            + " Network bans), that the project is paused, or that the port is wrong: 6543 for the"
                            + " transaction pooler, else 5432. Not tried again: that makes a block longer.",
                    Network.REFUSED.name()),
            on(
                    DESTINATION_FAILED,
                    "db.PROJECT_REF.supabase.co has an IPv6 address only: use the pooler's host from the project's"
                            + " Connect dialog, or the IPv4 add-on.",
                    Network.UNREACHABLE.name()));

    private static final List<ProblemRule> SERVER = List.of(
            on(
                            DESTINATION_AUTH,
                            "The server refuses connections from here without TLS: add sslmode=require to the URL. "
                                    + BLOCKED,
                            "28000")
                    .saying("no encryption", "SSL off"),
            on(
                            DESTINATION_AUTH,
                            "Let the administrator add a line for this address to pg_hba.conf. " + BLOCKED,
                            "28000")
                    .saying("pg_hba.conf"),
            on(DESTINATION_AUTH, LOGIN, "28"),
            on(DESTINATION_FAILED, ProblemRules::noDatabase, "3D000"),
            on(LOAD_REFUSED, MissingRights::advice, "42501"),
            on(
                    LOAD_REFUSED,
                    "Something else has this name, such as a view: rename it, or load into another table.",
                    "42P07",
                    "42809"),
            on(DESTINATION_FAILED, "Free or add space on the server's disk.", "53100"),
            on(DESTINATION_FAILED, "Let the administrator raise that limit, or load less at once.", "53400"),
            on(DESTINATION_UNAVAILABLE, CROWDED, "53300"),
            on(DESTINATION_UNAVAILABLE, NONE, "53"),
            on(LOAD_REFUSED, "A table of PostgreSQL has at most 1,600 columns: load fewer, or nest less.", "54011"),
            on(DESTINATION_LOCKED, NONE, "55P03"),
            on(DESTINATION_FAILED, "Somebody cancelled it at the server: run again.", "57014")
                    .saying("user request"),
            on(
                    DESTINATION_FAILED,
                    "Allow statements more time with .statementTimeout(..), or statement_timeout in the settings.",
                    "57014"),
            on(DESTINATION_FAILED, "The database was dropped meanwhile.", "57P04"),
            on(DESTINATION_UNAVAILABLE, NONE, "57"),
            on(DESTINATION_FAILED, "Raise idle_in_transaction_session_timeout for this user.", "25P03"),
            on(DESTINATION_FAILED, "Raise transaction_timeout for this user.", "25P04"),
            on(
                    DESTINATION_FAILED,
                    "This is a standby, or a database that may only be read (Supabase makes a full one so): name the"
                            + " primary server, or make space.",
                    "25006"),
            on(DESTINATION_UNAVAILABLE, NONE, "0A000").saying("cached plan must not change"),
            on(DESTINATION_UNAVAILABLE, "Another session made the same thing at the same moment.", "42P06"),
            on(DESTINATION_UNAVAILABLE, "Another session made the same thing at the same moment.", "23505")
                    .saying("\"pg_"),
            on(DESTINATION_UNAVAILABLE, NONE, "XX000").saying("tuple concurrently updated"),
            on(DESTINATION_UNAVAILABLE, NONE, "40"),
            on(DESTINATION_FAILED, DISK, "58", "XX001", "XX002"),
            on(DESTINATION_FAILED, NONE, "25", "26", "XX"),
            on(DESTINATION_FAILED, "What listens there may be no PostgreSQL: check host and port.", "08P01"),
            on(DESTINATION_FAILED, NONE, "08004"),
            on(DESTINATION_UNAVAILABLE, "A firewall may drop what is sent there.", Network.TIMEOUT.name()),
            on(
                    DESTINATION_UNAVAILABLE,
                    "Check that the server runs, and that host and port are right.",
                    Network.REFUSED.name()),
            on(DESTINATION_UNAVAILABLE, NONE, Network.UNREACHABLE.name(), Network.BROKEN.name()),
            on(DESTINATION_UNAVAILABLE, NONE, "08"));

    private static final List<ProblemRule> ROWS = List.of(
            on(DESTINATION_FAILED, NONE, "22023"),
            on(ROW_REFUSED, "PostgreSQL's text cannot hold the character U+0000: take it out with .map(..).", "22021")
                    .saying("0x00"),
            on(ROW_REFUSED, "PostgreSQL's jsonb cannot hold \\u0000: take it out with .map(..).", "22P05")
                    .saying("unicode escape"),
            on(
                    ROW_REFUSED,
                    "The database's encoding has no such character: load into a database whose encoding is UTF8.",
                    "22021",
                    "22P05"),
            on(
                    ROW_REFUSED,
                    "Make the column wider with ALTER TABLE .. ALTER COLUMN .. TYPE .., or cut the value with .map(..).",
                    "22001"),
            on(
                    ROW_REFUSED,
                    "Make the column wider with ALTER TABLE .. ALTER COLUMN .. TYPE .., or correct the value with .map(..).",
                    "22003"),
            on(
                    ROW_REFUSED,
                    "PostgreSQL's dates go from 4713 BC to 5874897, its timestamps to 294276: correct the value with"
                            + " .map(..).",
                    "22008"),
            on(
                    ROW_REFUSED,
                    "Somebody said NOT NULL for the column: give it a value with .map(..), leave the row out with"
                            + " .filter(..), leave notNull() out, or run ALTER TABLE .. ALTER COLUMN .. DROP NOT NULL.",
                    "23502"),
            on(
                            LOAD_REFUSED,
                            "Rows of the other table refer to rows that this load deletes: take those out first. Where the"
                                    + " load brings them back, as a merge does, make the foreign key DEFERRABLE INITIALLY"
                                    + " DEFERRED: it is checked when the load ends.",
                            "23503")
                    .saying("update or delete on table"),
            on(ROW_REFUSED, "Load what the row refers to first, or drop the foreign key.", "23503"),
            on(
                    ROW_REFUSED,
                    "Replace the row that is there by .merge(KEY), correct the rows, or drop the constraint.",
                    "23505"),
            on(
                    ROW_REFUSED,
                    "Correct the rows, leave them out with .filter(..), or drop the check of the table.",
                    "23514"),
            on(ROW_REFUSED, CORRECT, "22", "23"));

    /** What does not pass by itself, and is about what a package does to a table: it is set aside. */
    private static final List<ProblemRule> REFUSALS = List.of(
            on(LOAD_REFUSED, "Choose another dataset: names that begin with pg_ are the server's own.", "42939"),
            on(LOAD_REFUSED, "Rename the column in the input, or with .map(..).", "42701"),
            on(
                    LOAD_REFUSED,
                    "Leave the column out of the rows, or let their values in with ALTER TABLE .. ALTER COLUMN .. SET"
                            + " GENERATED BY DEFAULT.",
                    "428C9"),
            on(ROW_REFUSED, "Shorten the value with .map(..), or drop the index.", "54000")
                    .saying("index row"),
            on(LOAD_REFUSED, ProblemRules::replicaIdentity, "55000").saying("replica identity"),
            on(LOAD_REFUSED, "A function of the table refuses it: change the rows, or the function.", "P0"),
            on(LOAD_REFUSED, NONE, Symptoms.SERVER));

    private ProblemRules() {}

    /** What it is; what no line knows is a failure that waiting does not fix. */
    static ProblemRule of(Place place, Symptoms seen) {
        return java.util.stream.Stream.of(
                        POOLERS,
                        CONNECTIONS,
                        place.isSupabase() ? SUPABASE : List.<ProblemRule>of(),
                        SERVER,
                        ROWS,
                        REFUSALS)
                .flatMap(List::stream)
                .filter(rule -> rule.matches(seen))
                .findFirst()
                .orElseGet(() -> on(DESTINATION_FAILED, NONE));
    }

    /** Without one, the subscribers of a publication cannot find the rows that are deleted. */
    private static String replicaIdentity(Place place, Symptoms seen) {
        Matcher table = TABLE.matcher(seen.sentence());
        return "The table is published, and has no key by which its subscribers find a row: let its owner run: ALTER TABLE "
                + (table.find() ? place.table(table.group(1)) : "..") + " REPLICA IDENTITY FULL;";
    }

    private static String noDatabase(Place place, Symptoms seen) {
        return "Correct its name, or let an administrator run: CREATE DATABASE "
                + BinaryCopy.quoted(place.address().database()) + ".";
    }

    private static String unknownHost(Place place, Symptoms seen) {
        return place.isSupabase()
                ? "Copy the host from the project's Connect dialog; a paused project has none."
                : "Correct the name, or look after this machine's name server.";
    }
}

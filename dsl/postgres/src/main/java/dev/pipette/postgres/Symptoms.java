package dev.pipette.postgres;

import dev.pipette.text.Secrets;
import java.io.EOFException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.security.cert.CertPathBuilderException;
import java.security.cert.CertificateException;
import java.sql.SQLException;
import java.util.HashSet;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLPeerUnverifiedException;
import org.jspecify.annotations.Nullable;
import org.postgresql.util.PSQLException;
import org.postgresql.util.PSQLState;
import org.postgresql.util.ServerErrorMessage;

/**
 * What can be seen of a failure: the server's SQLSTATE, the code that Supabase's pooler writes before its text, as in
 * {@code (EMAXCONN) max client connections reached}, or what became of the connection, where the server reported
 * nothing.
 *
 * @param state the SQLSTATE; empty where there is none
 * @param sentence what was reported, without secrets and without a full stop
 * @param more what the server added: detail, hint, and the function that raised it; empty where it added nothing
 * @param keys all of it by which a failure is recognised: the state, its class, the pooler's code, the {@link Network}
 */
record Symptoms(String state, String sentence, String more, Set<String> keys) {
    private static final int CLASS = 2;
    private static final Pattern STATE = Pattern.compile("[0-9A-Z]{5}");
    private static final Pattern CONTROL = Pattern.compile("\\p{Cntrl}");
    private static final Pattern POOLER_CODE = Pattern.compile("\\((E[A-Z]+)\\).*", Pattern.DOTALL);

    /** The key of everything that a server, or a pooler in its place, says. */
    static final String SERVER = "SERVER";

    private static final String ROW_TEXT = "Failing row contains";
    private static final int LONGEST = 300;

    /** What becomes of connections. */
    enum Network {
        /** The name of the host leads nowhere. */
        UNKNOWN_HOST,
        /** No server listens, or a firewall says so. */
        REFUSED,
        /** There is no way to the address. */
        UNREACHABLE,
        /** There is no answer. */
        TIMEOUT,
        /** The other side does not prove that it is who it should be. */
        CERTIFICATE,
        /** The connection ended in the middle. */
        BROKEN,
        /** The connection ended in the middle of an answer, and the driver took the half for a whole one. */
        TORN
    }

    Symptoms {
        keys = Set.copyOf(keys);
    }

    static Symptoms of(Throwable thrown) {
        SQLException failed = sqlException(thrown);
        Set<String> keys = new HashSet<>();
        String state = failed == null || failed.getSQLState() == null ? "" : failed.getSQLState();
        if (!state.isEmpty()) {
            keys.add(state);
            keys.add(state.substring(0, Math.min(CLASS, state.length())));
        }
        ServerErrorMessage reported = serverMessage(failed);
        Optional<Network> network = reported == null ? network(thrown) : Optional.empty();
        network.ifPresent(what -> keys.add(what.name()));
        if (reported != null) {
            keys.add(SERVER);
        }
        String sentence =
                reported == null ? clientSentence(failed == null ? thrown : failed, network) : firstLine(reported);
        Matcher code = POOLER_CODE.matcher(sentence);
        if (code.matches()) {
            keys.add(code.group(1));
        }
        return new Symptoms(
                state,
                Secrets.masked(withoutStop(sentence)),
                reported == null ? "" : Secrets.masked(more(reported)),
                keys);
    }

    /**
     * The same, on a connection that was open. A pooler that loses its server sends its own error after the half of an
     * answer, so that the driver reads a status that is none, as in {@code Expected command status BEGIN, got BE}, or
     * an error of the server without the SQLSTATE that each has. Before a connection is open, the same says that
     * another program listens there.
     */
    static Symptoms ofOpenConnection(Throwable thrown) {
        Symptoms seen = of(thrown);
        SQLException failed = sqlException(thrown);
        ServerErrorMessage reported = serverMessage(failed);
        boolean torn = reported == null
                ? failed instanceof PSQLException && seen.state.equals(PSQLState.PROTOCOL_VIOLATION.getState())
                : !STATE.matcher(seen.state).matches();
        if (!torn) {
            return seen;
        }
        Set<String> keys = new HashSet<>(seen.keys);
        keys.add(Network.TORN.name());
        return new Symptoms(seen.state, seen.sentence, seen.more, keys);
    }

    /** The driver's exception behind others: the one with the server's words, where there is one. */
    static @Nullable SQLException sqlException(Throwable thrown) {
        @Nullable SQLException first = null;
        for (@Nullable Throwable at = thrown; at != null; at = at.getCause()) {
            if (at instanceof SQLException failed) {
                first = first == null ? failed : first;
                if (serverMessage(failed) != null) {
                    return failed;
                }
            }
        }
        return first;
    }

    static @Nullable ServerErrorMessage serverMessage(@Nullable SQLException failed) {
        return failed instanceof PSQLException known ? known.getServerErrorMessage() : null;
    }

    private static Optional<Network> network(Throwable thrown) {
        Optional<Network> found = Optional.empty();
        for (@Nullable Throwable at = thrown; at != null; at = at.getCause()) {
            Optional<Network> here = network(String.valueOf(at.getMessage()), at);
            found = here.isPresent() ? here : found; // the innermost knows best
        }
        return found;
    }

    private static Optional<Network> network(String message, Throwable cause) {
        return switch (cause) {
            case UnknownHostException unknown -> Optional.of(Network.UNKNOWN_HOST);
            case NoRouteToHostException noRoute -> Optional.of(Network.UNREACHABLE);
            case SocketTimeoutException late -> Optional.of(Network.TIMEOUT);
            case CertificateException bad -> Optional.of(Network.CERTIFICATE);
            case CertPathBuilderException bad -> Optional.of(Network.CERTIFICATE);
            case SSLPeerUnverifiedException bad -> Optional.of(Network.CERTIFICATE);
            case ConnectException failed when message.contains("refused") -> Optional.of(Network.REFUSED);
            case SocketException failed when message.contains("unreachable") -> Optional.of(Network.UNREACHABLE);
            case SocketException failed -> Optional.of(Network.BROKEN);
            case SSLException failed -> Optional.of(Network.BROKEN);
            case EOFException ended -> Optional.of(Network.BROKEN);
            default -> Optional.empty();
        };
    }

    /** The driver's words end in a reason that only its cause knows. */
    private static String clientSentence(Throwable failed, Optional<Network> network) {
        Throwable root = failed;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        String reason = line(root.getMessage());
        if (network.filter(Network.UNKNOWN_HOST::equals).isPresent()) {
            return "there is no host \"" + reason.replaceFirst(":.*", "") + "\"";
        }
        String sentence = withoutStop(line(failed.getMessage()));
        if (reason.isEmpty()) {
            reason = root == failed ? "" : root instanceof EOFException ? "it ended" : name(root);
        }
        return reason.isEmpty() || sentence.contains(withoutStop(reason)) || network.isEmpty()
                ? sentence.isEmpty() ? name(failed) : sentence
                : network.filter(Network.REFUSED::equals).isPresent()
                        ? sentence.lines().findFirst().orElse("").replaceFirst("\\. Check .*", "")
                        : sentence + ": " + reason;
    }

    private static String name(Throwable failed) {
        return failed.getClass().getSimpleName();
    }

    private static String firstLine(ServerErrorMessage reported) {
        String line = line(reported.getMessage());
        return line.isEmpty() ? "an error without a message" : line;
    }

    /** The detail of a check is the whole row; which row it is, others find out. */
    private static String more(ServerErrorMessage reported) {
        String detail = line(reported.getDetail());
        String raisedIn = Stream.of(reported.getWhere() == null ? "" : reported.getWhere())
                .flatMap(String::lines)
                .filter(line -> line.startsWith("PL/") || line.startsWith("SQL function"))
                .findFirst()
                .orElse("");
        return Stream.of(
                        detail.startsWith(ROW_TEXT) ? "" : labelled("Detail: ", detail),
                        labelled("Hint: ", line(reported.getHint())),
                        labelled("Raised by ", line(raisedIn)))
                .filter(text -> !text.isEmpty())
                .collect(Collectors.joining(" "));
    }

    private static String labelled(String label, String text) {
        String whole = withoutStop(text);
        return whole.isEmpty()
                ? ""
                : label + (whole.length() <= LONGEST ? whole : whole.substring(0, LONGEST) + "…") + ".";
    }

    private static String line(@Nullable String text) {
        return text == null
                ? ""
                : CONTROL.matcher(text.lines().findFirst().orElse("").strip()).replaceAll("?");
    }

    private static String withoutStop(String text) {
        return text.replaceFirst("[.!\\s]+$", "");
    }

    /** Whether the text says so, in small or capital letters. */
    boolean says(String words) {
        return sentence.toLowerCase(Locale.ROOT).contains(words.toLowerCase(Locale.ROOT));
    }
}

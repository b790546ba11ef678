package dev.pipette.testing.postgres;

import java.io.DataInputStream;
import java.io.IOException;
import java.net.Socket;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * Takes connections as a PostgreSQL does and refuses each of them in the same way, to show what a client makes of it and
 * how often it tries.
 *
 * <pre>{@code
 * try (RefusingServer server = RefusingServer.withError("FATAL", "28P01", "password authentication failed")) {
 *   assertThatThrownBy(() -> DriverManager.getConnection(server.url("postgres"), "postgres", "wrong"));
 *   assertThat(server.logins()).hasSize(1);
 * }
 * }</pre>
 *
 * <p>It speaks no TLS, and says so to those who ask.
 */
public final class RefusingServer implements AutoCloseable {
    private final SocketServer sockets;
    private final Answer answer;
    private final List<Map<String, String>> logins = new CopyOnWriteArrayList<>();
    private final List<String> statements = new CopyOnWriteArrayList<>();
    private final List<String> passwords = new CopyOnWriteArrayList<>();

    /** What somebody hears who has told who he is. */
    private sealed interface Answer {
        record Refusal(WireError error) implements Answer {}

        record RefusalOfStatements(WireError error) implements Answer {}

        record PasswordRequest(WireError error) implements Answer {}

        record Silence() implements Answer {}

        record End() implements Answer {}

        record Garbage() implements Answer {}
    }

    private RefusingServer(Answer answer) {
        this.answer = answer;
        this.sockets = new SocketServer(this::serve);
    }

    /**
     * A server that answers each login with an error.
     *
     * @param severity {@code FATAL} or {@code ERROR}
     * @param state the SQLSTATE, five characters
     * @param message the text
     */
    public static RefusingServer withError(String severity, String state, String message) {
        return new RefusingServer(new Answer.Refusal(new WireError(severity, state, message)));
    }

    /**
     * A server that lets everybody in without a password and answers every statement with an error, but for those that
     * begin with {@code SET}: drivers send such ones while they connect. After {@code FATAL} the connection is closed.
     *
     * @param severity {@code FATAL} or {@code ERROR}
     * @param state the SQLSTATE, five characters
     * @param message the text
     */
    public static RefusingServer withErrorAfterLogin(String severity, String state, String message) {
        return new RefusingServer(new Answer.RefusalOfStatements(new WireError(severity, state, message)));
    }

    /**
     * A server that asks each client for its password in clear text, as an impostor would, and refuses it.
     *
     * @see #passwords()
     */
    public static RefusingServer askingForPasswords() {
        return new RefusingServer(
                new Answer.PasswordRequest(new WireError("FATAL", "28P01", "password authentication failed")));
    }

    /** A server that takes connections and never says a word. */
    public static RefusingServer withSilence() {
        return new RefusingServer(new Answer.Silence());
    }

    /** A server that closes the connection as its answer to a login. */
    public static RefusingServer withEnd() {
        return new RefusingServer(new Answer.End());
    }

    /** A server that speaks another protocol. */
    public static RefusingServer withGarbage() {
        return new RefusingServer(new Answer.Garbage());
    }

    private void serve(Socket socket) throws IOException {
        DataInputStream input = new DataInputStream(socket.getInputStream());
        if (answer instanceof Answer.Silence) {
            input.transferTo(java.io.OutputStream.nullOutputStream());
            return;
        }
        WireSession session = new WireSession(input, socket.getOutputStream());
        Map<String, String> login = session.login();
        if (login.isEmpty()) {
            return;
        }
        logins.add(login);
        switch (answer) {
            case Answer.Refusal refusal -> session.send(refusal.error());
            case Answer.RefusalOfStatements refusal -> session.refuseStatements(refusal.error(), statements::add);
            case Answer.PasswordRequest request -> session.askForPassword(request.error(), passwords::add);
            case Answer.Garbage garbage -> session.garbage();
            case Answer.Silence silence -> {}
            case Answer.End end -> {}
        }
    }

    /** The number or name of the machine. */
    public String host() {
        return "127.0.0.1";
    }

    /** The port. */
    public int port() {
        return sockets.port();
    }

    /** The JDBC URL of a database, without user and password. */
    public String url(String database) {
        return Address.SCHEME + host() + ":" + port() + "/" + database;
    }

    /** How many connections were opened so far; a driver opens another one when it may do without TLS. */
    public int connections() {
        return sockets.connections();
    }

    /** What each client told at its login, in order: {@code user}, {@code database}, {@code options} and others. */
    public List<Map<String, String>> logins() {
        return List.copyOf(logins);
    }

    /** The statements that clients sent after their logins, in order, those with {@code SET} too. */
    public List<String> statements() {
        return List.copyOf(statements);
    }

    /** The passwords that clients sent in clear text, in order. */
    public List<String> passwords() {
        return List.copyOf(passwords);
    }

    /** Ends all connections and listens no longer. */
    @Override
    public void close() {
        sockets.close();
    }
}

package dev.pipette.testing.postgres;

import java.io.IOException;
import java.net.Socket;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Stands between a client and a server and breaks their connections at a chosen byte, or keeps an answer back.
 *
 * <pre>{@code
 * try (CuttingProxy proxy = CuttingProxy.before(PostgresServer.shared())) {
 *   proxy.holdAnswersAfter("COMMIT\0");
 *   Future<?> load = executor.submit(() -> pipeline(proxy.url(database)).run(items));
 *   proxy.awaitHeldAnswer(); // the server has committed, and the client does not know
 *   proxy.cut(CuttingProxy.End.RESET);
 * }
 * }</pre>
 *
 * <p>Rules hold for all connections, and until they have struck once or {@link #clearRules()}.
 */
public final class CuttingProxy implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofMinutes(5);

    /** How a connection ends. */
    public enum End {
        /** As when a machine is gone: TCP's RST. */
        RESET,
        /** As when a program closes the connection: TCP's FIN. */
        CLOSE
    }

    private final String targetHost;
    private final int targetPort;
    private final ProxyRules rules = new ProxyRules();
    private final Set<ProxyConnection> open = ConcurrentHashMap.newKeySet();
    private final SocketServer sockets;

    private CuttingProxy(String targetHost, int targetPort) {
        this.targetHost = targetHost;
        this.targetPort = targetPort;
        this.sockets = new SocketServer(this::serve);
    }

    /** A proxy in front of any port. */
    public static CuttingProxy before(String host, int port) {
        return new CuttingProxy(host, port);
    }

    /** A proxy in front of a PostgreSQL. */
    public static CuttingProxy before(PostgresServer server) {
        return new CuttingProxy(server.host(), server.port());
    }

    /** A proxy in front of a pooler. */
    public static CuttingProxy before(PgBouncer pooler) {
        return new CuttingProxy(pooler.host(), pooler.port());
    }

    private void serve(Socket client) throws IOException {
        try (Socket server = new Socket(targetHost, targetPort)) {
            ProxyConnection connection = new ProxyConnection(client, server, rules);
            open.add(connection);
            try {
                connection.run();
            } finally {
                open.remove(connection);
            }
        }
    }

    /** The number or name of the machine. */
    public String host() {
        return "127.0.0.1";
    }

    /** The port, which stays the same after {@link #refuse()}. */
    public int port() {
        return sockets.port();
    }

    /** The JDBC URL of a database by way of the proxy, without user and password, which are those of the database. */
    public String url(PostgresDatabase database) {
        return Address.SCHEME + host() + ":" + port() + "/" + database.name();
    }

    /** Cuts the connection that sends the given number of bytes, from now on, to the server; those still arrive. */
    public void cutAfterSent(long bytes, End end) {
        rules.cut(ProxyRules.Direction.TO_SERVER, bytes, end);
    }

    /** Cuts the connection that gets the given number of bytes, from now on, from the server; those still arrive. */
    public void cutAfterReceived(long bytes, End end) {
        rules.cut(ProxyRules.Direction.TO_CLIENT, bytes, end);
    }

    /** Cuts all connections. */
    public void cut(End end) {
        open.forEach(connection -> connection.cut(end));
    }

    /**
     * Keeps back what the server answers to a connection from when that has sent a text, which reaches the server. Drivers
     * send {@code COMMIT} as this text, except after many in one session (pgJDBC: with {@code prepareThreshold=0} always).
     */
    public void holdAnswersAfter(String text) {
        rules.holdAfter(text);
    }

    /** Waits until the server has answered and the answer is kept back; fails when there is none within 5 minutes. */
    public void awaitHeldAnswer() {
        if (!Poll.until(PATIENCE, () -> rules.heldBytes() > 0)) {
            throw new IllegalStateException("no answer had to be kept back within " + PATIENCE);
        }
    }

    /** Forwards each piece, in both directions, only after a while. */
    public void delay(Duration each) {
        rules.delay(each);
    }

    /** Forgets all rules; answers that were kept back are forwarded. */
    public void clearRules() {
        rules.clear();
    }

    /** Lets the operating system refuse new connections, until {@link #acceptAgain()}; those that are open stay. */
    public void refuse() {
        sockets.refuse();
    }

    /** Takes new connections again. */
    public void acceptAgain() {
        sockets.acceptAgain();
    }

    /** How many connections were opened so far. */
    public int connections() {
        return sockets.connections();
    }

    /** How many bytes went to the server so far. */
    public long sent() {
        return rules.forwarded(ProxyRules.Direction.TO_SERVER);
    }

    /** How many bytes went to clients so far. */
    public long received() {
        return rules.forwarded(ProxyRules.Direction.TO_CLIENT);
    }

    /** Ends all connections and listens no longer. */
    @Override
    public void close() {
        sockets.close();
        cut(End.CLOSE);
    }
}

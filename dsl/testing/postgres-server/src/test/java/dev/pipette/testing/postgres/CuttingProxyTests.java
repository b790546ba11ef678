package dev.pipette.testing.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Connections break where the test wants it. */
class CuttingProxyTests {
    /** Sends back what it gets. */
    private final SocketServer echo =
            new SocketServer(socket -> socket.getInputStream().transferTo(socket.getOutputStream()));

    private final CuttingProxy proxy = CuttingProxy.before("127.0.0.1", echo.port());

    @AfterEach
    void close() {
        proxy.close();
        echo.close();
    }

    @Test
    void without_rules_all_passes_and_is_counted() throws IOException {
        try (Socket socket = connect()) {
            assertThat(ask(socket, "hello")).isEqualTo("hello");

            assertThat(proxy.sent()).isEqualTo(5);
            assertThat(proxy.received()).isEqualTo(5);
            assertThat(proxy.connections()).isEqualTo(1);
        }
    }

    @Test
    void a_connection_is_closed_after_the_byte_that_was_received() throws IOException {
        try (Socket socket = connect()) {
            ask(socket, "before the rule");
            proxy.cutAfterReceived(3, CuttingProxy.End.CLOSE);
            send(socket, "hello");

            assertThat(new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8))
                    .isEqualTo("hel");
        }
    }

    @Test
    void a_connection_is_reset_after_the_byte_that_was_sent() throws IOException {
        try (Socket socket = connect()) {
            proxy.cutAfterSent(7, CuttingProxy.End.RESET);
            assertThat(ask(socket, "hello")).isEqualTo("hello");
            send(socket, "hello");

            assertThatThrownBy(() -> socket.getInputStream().readAllBytes())
                    .isInstanceOf(SocketException.class)
                    .hasMessage("Connection reset");
            assertThat(proxy.sent()).isEqualTo(7);
        }
    }

    @Test
    void a_rule_strikes_once() throws IOException {
        proxy.cutAfterSent(0, CuttingProxy.End.CLOSE);
        try (Socket first = connect()) {
            send(first, "hello");
            assertThat(first.getInputStream().read()).isEqualTo(-1);
        }
        try (Socket second = connect()) {
            assertThat(ask(second, "hello")).isEqualTo("hello");
        }
    }

    @Test
    void all_connections_are_cut_at_once() throws IOException {
        try (Socket one = connect();
                Socket other = connect()) {
            ask(one, "hello");
            ask(other, "hello");

            proxy.cut(CuttingProxy.End.CLOSE);

            assertThat(one.getInputStream().read()).isEqualTo(-1);
            assertThat(other.getInputStream().read()).isEqualTo(-1);
        }
    }

    @Test
    void new_connections_are_refused_and_taken_again() throws IOException {
        try (Socket open = connect()) {
            ask(open, "hello");
            proxy.refuse();

            assertThatThrownBy(this::connect).isInstanceOf(ConnectException.class);
            assertThat(ask(open, "still here")).isEqualTo("still here");
        }
        proxy.acceptAgain();
        try (Socket again = connect()) {
            assertThat(ask(again, "hello")).isEqualTo("hello");
        }
    }

    @Test
    void pieces_are_delayed() throws IOException {
        try (Socket socket = connect()) {
            proxy.delay(Duration.ofMillis(50));
            long start = System.nanoTime();
            ask(socket, "hello");

            assertThat(Duration.ofNanos(System.nanoTime() - start)).isGreaterThanOrEqualTo(Duration.ofMillis(100));
        }
    }

    @Test
    void answers_are_held_only_after_a_text_that_comes_after_the_rule() throws IOException {
        try (Socket socket = connect()) {
            ask(socket, "COMMIT");
            proxy.holdAnswersAfter("COMMIT");
            assertThat(ask(socket, "COM")).isEqualTo("COM");
            send(socket, "MIT");
            proxy.awaitHeldAnswer();
            assertThat(socket.getInputStream().available()).isZero();

            proxy.clearRules();
            assertThat(new String(socket.getInputStream().readNBytes(3), StandardCharsets.UTF_8))
                    .isEqualTo("MIT");
        }
    }

    @Test
    void the_server_commits_and_the_client_does_not_hear_of_it() throws Exception {
        try (PostgresDatabase database = PostgresServer.shared().newDatabase();
                CuttingProxy before = CuttingProxy.before(PostgresServer.shared());
                ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor()) {
            database.execute("CREATE TABLE items (id bigint)");
            before.holdAnswersAfter("COMMIT");

            Future<?> commit = executor.submit(() -> {
                insert(before.url(database), database);
                return "told";
            });
            before.awaitHeldAnswer();

            assertThat(database.rows("SELECT * FROM items")).containsExactly("1");
            assertThat(commit).isNotDone();
            before.cut(CuttingProxy.End.RESET);
            assertThatThrownBy(commit::get)
                    .isInstanceOf(ExecutionException.class)
                    .cause()
                    .isInstanceOfSatisfying(
                            SQLException.class,
                            broken -> assertThat(broken.getSQLState()).isEqualTo("08006"));
        }
    }

    private static void insert(String url, PostgresDatabase database) throws SQLException {
        try (Connection connection = DriverManager.getConnection(url, database.user(), database.password());
                Statement statement = connection.createStatement()) {
            connection.setAutoCommit(false);
            statement.execute("INSERT INTO items VALUES (1)");
            connection.commit();
        }
    }

    private Socket connect() throws IOException {
        return new Socket(InetAddress.getLoopbackAddress(), proxy.port());
    }

    private static void send(Socket socket, String text) throws IOException {
        socket.getOutputStream().write(text.getBytes(StandardCharsets.UTF_8));
    }

    private static String ask(Socket socket, String text) throws IOException {
        send(socket, text);
        return new String(socket.getInputStream().readNBytes(text.length()), StandardCharsets.UTF_8);
    }
}

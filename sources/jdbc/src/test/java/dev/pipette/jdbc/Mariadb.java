package dev.pipette.jdbc;

import static org.assertj.core.api.Assertions.fail;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Assumptions;

/**
 * A MariaDB server on this machine's loopback, of the installed {@code mariadbd}; one for all tests, ended with the JVM. Where it is
 * not installed the tests are skipped with the name of Debian's package; with {@code CI=true} they fail.
 */
final class Mariadb {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final AtomicInteger DATABASES = new AtomicInteger();
    private static @Nullable Mariadb shared;

    private final int port;

    private Mariadb(int port) {
        this.port = port;
    }

    static synchronized Mariadb shared() throws IOException, InterruptedException {
        Mariadb known = shared;
        if (known == null) {
            known = start();
            shared = known;
        }
        return known;
    }

    private static Optional<Path> program(String name) {
        return Stream.concat(Stream.of(System.getenv().getOrDefault("PATH", "").split(":", -1)), Stream.of("/usr/sbin"))
                .filter(folder -> !folder.isEmpty())
                .map(folder -> Path.of(folder, name))
                .filter(Files::isExecutable)
                .findFirst();
    }

    private static Mariadb start() throws IOException, InterruptedException {
        Optional<Path> server = program("mariadbd");
        Optional<Path> installer = program("mariadb-install-db");
        if (server.isEmpty() || installer.isEmpty()) {
            String why = "No MariaDB server: mariadbd is neither on the path nor in /usr/sbin. Install Debian's package"
                    + " mariadb-server.";
            if ("true".equals(System.getenv("CI"))) {
                fail(why);
            }
            Assumptions.abort(why);
        }
        Path folder = Files.createTempDirectory("pipette-mariadb-");
        Path data = folder.resolve("data");
        List<String> common = new ArrayList<>(List.of("--no-defaults", "--datadir=" + data));
        if (System.getProperty("user.name").equals("root")) {
            common.add("--user=root");
        }
        run(folder, installer.orElseThrow(), common, "--auth-root-authentication-method=normal", "--skip-test-db");
        int port;
        try (ServerSocket free = new ServerSocket(0)) {
            port = free.getLocalPort();
        }
        List<String> words = new ArrayList<>(List.of(server.orElseThrow().toString()));
        words.addAll(common);
        words.addAll(List.of(
                "--bind-address=127.0.0.1",
                "--port=" + port,
                "--socket=" + folder.resolve("socket"),
                "--pid-file=" + folder.resolve("pid"),
                "--innodb-flush-log-at-trx-commit=0",
                "--innodb-buffer-pool-size=32M",
                "--character-set-server=utf8mb4",
                "--skip-log-bin"));
        Process process = new ProcessBuilder(words)
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("log").toFile())
                .start();
        Runtime.getRuntime().addShutdownHook(new Thread(() -> end(process, folder)));
        Mariadb started = new Mariadb(port);
        started.await(process, folder.resolve("log"));
        return started;
    }

    private static void run(Path folder, Path program, List<String> common, String... more)
            throws IOException, InterruptedException {
        List<String> words = new ArrayList<>(List.of(program.toString()));
        words.addAll(common);
        words.addAll(List.of(more));
        Path log = folder.resolve("install.log");
        Process process = new ProcessBuilder(words)
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        if (process.waitFor() != 0) {
            throw new IOException(program + " failed: " + Files.readString(log));
        }
    }

    private static void end(Process process, Path folder) {
        process.destroy();
        try {
            process.waitFor(20, TimeUnit.SECONDS);
            try (Stream<Path> files = Files.walk(folder)) {
                for (Path file :
                        files.sorted(java.util.Comparator.reverseOrder()).toList()) {
                    Files.deleteIfExists(file);
                }
            }
        } catch (IOException | InterruptedException leftBehind) {
            process.destroyForcibly();
        }
    }

    private void await(Process process, Path log) throws IOException, InterruptedException {
        Instant last = Instant.now().plus(PATIENCE);
        while (true) {
            try (Connection connection = DriverManager.getConnection(url(""), login())) {
                return;
            } catch (SQLException notYet) {
                if (!process.isAlive() || Instant.now().isAfter(last)) {
                    throw new IOException("MariaDB did not start: " + Files.readString(log), notYet);
                }
                process.waitFor(50, TimeUnit.MILLISECONDS);
            }
        }
    }

    int port() {
        return port;
    }

    String url(String database) {
        return "jdbc:mariadb://127.0.0.1:" + port + "/" + database;
    }

    static Properties login() {
        Properties login = new Properties();
        login.setProperty("user", "root");
        return login;
    }

    /** An empty database. */
    SourceDatabase database() {
        String name = "shop" + DATABASES.incrementAndGet();
        execute("CREATE DATABASE " + name);
        return new SourceDatabase() {
            @Override
            public String address() {
                return "mariadb://root@127.0.0.1:" + port + "/" + name;
            }

            @Override
            public String url() {
                return Mariadb.this.url(name);
            }

            @Override
            public Properties login() {
                return Mariadb.login();
            }

            @Override
            public String schema() {
                return name;
            }

            @Override
            public String type(String standard) {
                return standard.replace("TIMESTAMP(6)", "DATETIME(6)");
            }

            @Override
            public String quoted(String text) {
                return '`' + text + '`';
            }

            @Override
            public String[] comments(String table, String comment, String column, String ofColumn) {
                return new String[] {
                    "ALTER TABLE " + table + " COMMENT = '" + comment + "'",
                    "ALTER TABLE " + table + " MODIFY " + column + " DECIMAL(12,2) COMMENT '" + ofColumn + "'"
                };
            }

            @Override
            public void close() {
                Mariadb.this.execute("DROP DATABASE " + name);
            }
        };
    }

    void execute(String sql) {
        try (Connection connection = DriverManager.getConnection(url(""), login());
                java.sql.Statement statement = connection.createStatement()) {
            statement.execute(sql);
        } catch (SQLException failed) {
            throw new UncheckedIOException(new IOException(failed));
        }
    }
}

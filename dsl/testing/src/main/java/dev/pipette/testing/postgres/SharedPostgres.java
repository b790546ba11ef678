package dev.pipette.testing.postgres;

import java.io.IOException;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.Properties;

/** The server of the build: its address stands in a file that the JVM writes which starts it. */
final class SharedPostgres {
    /** Not even the operating system hears of a commit at once: nobody kills this server. */
    private static final List<String> SETTINGS = List.of("synchronous_commit=off");

    private SharedPostgres() {}

    /** The address of the server, which is started when there is none or when it has died. */
    static Address address(Build build) {
        Path programs = PostgresBinaries.folder(build);
        return build.alone(folder -> read(folder.resolve("postgres.properties"))
                .filter(SharedPostgres::answers)
                .orElseGet(() -> start(folder, programs)));
    }

    private static Optional<Address> read(Path file) {
        Properties properties = new Properties();
        try (Reader reader = Files.newBufferedReader(file)) {
            properties.load(reader);
        } catch (NoSuchFileException none) {
            return Optional.empty();
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
        int port = Integer.parseInt(properties.getProperty("port"));
        return Optional.of(Address.local(port, PostgresCluster.USER, properties.getProperty("password")));
    }

    private static boolean answers(Address address) {
        try (Connection connection = address.connect()) {
            return connection.isValid(10);
        } catch (SQLException gone) {
            return false;
        }
    }

    private static Address start(Path build, Path programs) {
        try {
            Path folder = Folders.passable(Files.createTempDirectory(build, "server-"));
            Address address = new PostgresCluster(folder, programs, SETTINGS).address();
            Properties properties = new Properties();
            properties.setProperty("port", String.valueOf(address.port()));
            properties.setProperty("password", address.password());
            Path part = Files.createTempFile(build, "postgres-", ".part");
            try (Writer writer = Files.newBufferedWriter(part)) {
                properties.store(writer, null);
            }
            Files.move(part, build.resolve("postgres.properties"), StandardCopyOption.ATOMIC_MOVE);
            return address;
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }
}

package dev.pipette.testing.postgres;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Properties;

/** The server of the build: its port and password are noted by the JVM that starts it. */
final class SharedPostgres {
    /** Not even the operating system hears of a commit at once: nobody kills this server. */
    private static final List<String> SETTINGS = List.of("synchronous_commit=off");

    private SharedPostgres() {}

    /** The address of the server, which is started when there is none or when it has died. */
    static Address address(Build build) {
        Path programs = PostgresBinaries.folder(build);
        return address(build.note(
                "server",
                noted -> answers(address(noted)),
                folder -> start(new PostgresCluster(folder, programs, SETTINGS, 0))));
    }

    private static Properties start(PostgresCluster cluster) {
        Properties properties = new Properties();
        properties.setProperty("port", String.valueOf(cluster.address().port()));
        properties.setProperty("password", cluster.address().password());
        return properties;
    }

    private static Address address(Properties noted) {
        int port = Integer.parseInt(noted.getProperty("port"));
        return Address.local(port, PostgresCluster.USER, noted.getProperty("password"));
    }

    private static boolean answers(Address address) {
        try (Connection connection = address.connect()) {
            return connection.isValid(10);
        } catch (SQLException gone) {
            return false;
        }
    }
}

package dev.pipette.postgres;

import static dev.pipette.Pipette.pipeline;
import static dev.pipette.Pipette.resource;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pipette.LoadInfo;
import dev.pipette.Pipeline;
import dev.pipette.Resource;
import dev.pipette.spi.LoadStep;
import dev.pipette.testing.Crash;
import dev.pipette.testing.CrashAt;
import dev.pipette.testing.postgres.CuttingProxy;
import dev.pipette.testing.postgres.PostgresDatabase;
import dev.pipette.testing.postgres.PostgresRole;
import dev.pipette.testing.postgres.PostgresServer;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A database is the one that the server says it is: not a copy of it, nor another one behind the same port. */
final class DatabaseIdentityTests {
    @TempDir
    private Path folder;

    private final PostgresDatabase database = PostgresServer.shared().newDatabase();

    @AfterEach
    void drop() {
        database.close();
    }

    private Pipeline into(PostgresDatabase into, String url) {
        return pipeline("identity", Logins.owner(into, url)).datasetName("data").home(folder);
    }

    private Pipeline into(PostgresDatabase into) {
        return into(into, into.url());
    }

    private static Resource row(int id) {
        return resource("items").json("[{\"id\": " + id + "}]");
    }

    private static void die(LoadStep step, Pipeline pipeline, Resource resource) {
        Pipeline dying = pipeline.listener(CrashAt.step(step));
        assertThatThrownBy(() -> dying.run(resource)).isInstanceOf(Crash.class);
    }

    @Test
    void a_copy_of_the_database_does_not_take_the_package_that_waits() {
        into(database).run(row(1));
        die(LoadStep.SEALED, into(database), row(2));
        try (PostgresDatabase copy = PostgresServer.shared().newDatabase()) {
            String name = copy.name();
            recreate(name);

            LoadInfo info = into(copy).run(row(3));

            assertThat(copy.rows("SELECT id FROM data.items ORDER BY id")).containsExactly("1", "3");
            assertThat(info.notes()).singleElement().asString().contains(" waits for postgres://");
        }
        into(database).run(row(2));
        assertThat(database.rows("SELECT id FROM data.items ORDER BY id")).containsExactly("1", "2");
    }

    @Test
    void a_package_is_not_loaded_by_retry_into_another_database_of_the_same_name() {
        into(database).run(row(1));
        die(LoadStep.SEALED, into(database), row(2));
        String loadId = into(database).admin().pending().getFirst().loadId();
        try (PostgresDatabase other = PostgresServer.shared().newDatabase()) {
            other.execute("DROP DATABASE " + database.name());
            other.execute("CREATE DATABASE " + database.name());
        }

        assertThatThrownBy(() -> into(database).admin().retry(loadId))
                .hasMessageStartingWith("[BAD_USAGE] package " + loadId
                        + " of pipeline identity was extracted for another database that had this name: postgres://")
                .hasMessageContaining(", dataset data. Put that database back, or delete the package with 'pipette"
                        + " pipeline identity discard " + loadId);

        assertThat(into(database).admin().pending()).hasSize(1);
    }

    /** Makes a database of this name again as a copy of the test's. */
    private void recreate(String name) {
        try (PostgresDatabase other = PostgresServer.shared().newDatabase()) {
            other.execute("DROP DATABASE " + name);
            other.execute("CREATE DATABASE " + name + " TEMPLATE " + database.name());
        }
    }

    @Test
    void a_user_who_may_not_ask_for_the_cluster_is_served_by_the_identity_of_the_dataset() {
        PostgresRole role = database.newRole();
        database.execute("REVOKE EXECUTE ON FUNCTION pg_control_system() FROM PUBLIC");
        database.execute("GRANT CREATE ON DATABASE " + database.name() + " TO " + role.name());
        Pipeline direct = pipeline("identity", Logins.role(role, database.url()))
                .datasetName("data")
                .home(folder);
        try (CuttingProxy proxy = CuttingProxy.before(PostgresServer.shared())) {
            Pipeline otherPort = direct.destination(Logins.role(role, proxy.url(database)));

            die(LoadStep.COMMITTED, direct, row(1));
            otherPort.run(row(1));

            assertThat(database.rows("SELECT id FROM data.items")).containsExactly("1");
        }
    }
}

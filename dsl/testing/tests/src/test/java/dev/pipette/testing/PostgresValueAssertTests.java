package dev.pipette.testing;

import dev.pipette.Pipeline;
import dev.pipette.Pipette;
import dev.pipette.settings.Secret;
import dev.pipette.testing.postgres.PostgresDatabase;
import dev.pipette.testing.postgres.PostgresServer;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;

class PostgresValueAssertTests implements ValueComparisons {
    @TempDir
    Path folder;

    private final PostgresDatabase database = PostgresServer.shared().newDatabase();

    @AfterEach
    void drop() {
        database.close();
    }

    @Override
    public Pipeline pipeline() {
        return Pipette.pipeline(
                        "t",
                        Pipette.postgres(database.url()).user(database.user()).password(Secret.of(database.password())))
                .home(folder);
    }
}

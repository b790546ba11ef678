package dev.pipette.testing.postgres;

import dev.pipette.Destination;
import dev.pipette.Pipette;
import dev.pipette.settings.Secret;
import dev.pipette.testing.TestPlace;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.jooq.JSONFormat;

/** A database of the pool. The server ends with the build, so of a test that failed the rows are written to its folder. */
final class PostgresPlace implements TestPlace {
    private static final int ROWS_KEPT = 10_000;
    private static final JSONFormat ONE_ROW_IN_A_LINE =
            new JSONFormat().header(false).recordFormat(JSONFormat.RecordFormat.OBJECT);

    private final PostgresPool pool;
    private final PostgresDatabase database;

    PostgresPlace(PostgresPool pool) {
        this.pool = pool;
        this.database = pool.take();
    }

    @Override
    public Destination destination() {
        return Pipette.postgres(database.url()).user(database.user()).password(Secret.of(database.password()));
    }

    @Override
    public void release() {
        pool.giveBack(database);
    }

    @Override
    public void keep(Path folder, Path home) {
        try {
            for (Map.Entry<String, List<String>> dataset :
                    destination().tables(home).entrySet()) {
                Path rows = Files.createDirectories(folder.resolve("postgres").resolve(dataset.getKey()));
                for (String table : dataset.getValue()) {
                    write(rows.resolve(table + ".json"), dataset.getKey(), table, home);
                }
            }
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    private void write(Path file, String dataset, String table, Path home) throws IOException {
        Files.writeString(
                file,
                destination().table(dataset, table, ROWS_KEPT, home).result().formatJSON(ONE_ROW_IN_A_LINE));
    }
}

package dev.pipette.testing;

import dev.pipette.Destination;
import dev.pipette.Pipeline;
import dev.pipette.testing.folders.MemoryFolders;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.sql.Statement;
import org.jooq.CloseableDSLContext;

/**
 * The folder of a test, and the pipelines that it makes. Deleted after a test that passed.
 *
 * <pre>{@code
 * @Test
 * void two_pipelines_fill_one_destination(Workspace workspace) {
 *   Path orders = workspace.file("orders.json", "[{\"id\": 1}]");
 *
 *   workspace.pipeline("shop").run(json("orders", orders));
 *   workspace.pipeline("crm").run(json("people", workspace.file("people.json", "[{\"id\": 7}]")));
 * }
 * }</pre>
 */
public final class Workspace {
    private final TestEnvironment environment;

    Workspace(TestEnvironment environment) {
        this.environment = environment;
    }

    /**
     * A workspace for a test without {@link LoadTest}. Its pipelines need not run, and the folder is not deleted.
     *
     * <pre>{@code
     * Workspace workspace = Workspace.in(folder, duckdb(folder.resolve("shop.duckdb")));
     * }</pre>
     *
     * @param folder exists
     */
    public static Workspace in(Path folder, Destination destination) {
        return new Workspace(new TestEnvironment(folder, destination));
    }

    /** The folder, which exists. */
    public Path folder() {
        return environment.folder();
    }

    /**
     * Writes a file, and the folders that it is in.
     *
     * @param name relative to the folder, like {@code in/orders.json}
     * @param text in UTF-8
     * @return where it is
     */
    public Path file(String name, String text) {
        return file(name, text.getBytes(java.nio.charset.StandardCharsets.UTF_8));
    }

    /** Writes a file of bytes, as {@link #file(String, String)}. */
    public Path file(String name, byte[] bytes) {
        Path file = folder().resolve(name);
        try {
            Path parent = file.getParent();
            if (parent != null) {
                Files.createDirectories(parent);
            }
            return Files.write(file, bytes);
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    /** Pipette's working folder of the pipelines of this test; made by the first run. */
    public Path home() {
        return environment.home();
    }

    /** Loses Pipette's working folder, as a machine does whose disk is not kept. */
    public void loseHome() {
        MemoryFolders.delete(home());
    }

    /** The destination of the test. */
    public Destination destination() {
        return environment.destination();
    }

    /**
     * Changes what is at the destination, as another program does: a constraint, a view, a row of
     * theirs. Names without a dataset are those of the pipeline {@code test}; it must have run.
     *
     * <pre>{@code
     * workspace.execute("CREATE UNIQUE INDEX by_id ON orders (id)");
     * assertThatRun(() -> pipeline.run(orders)).failsWith(ErrorCode.ROW_REFUSED);
     * }</pre>
     *
     * @param sql in the destination's own language
     * @throws IllegalStateException when the destination refuses it, with its own words
     */
    public void execute(String sql) {
        try (CloseableDSLContext dsl = environment.unobserved("test").dataset().dsl()) {
            // not by jOOQ, which would look for placeholders
            dsl.connection(connection -> {
                try (Statement statement = connection.createStatement()) {
                    statement.execute(sql);
                } catch (SQLException refused) {
                    throw new IllegalStateException(sql + ": " + refused.getMessage(), refused);
                }
            });
        }
    }

    /** A pipeline into the destination, with the clock and the working folder of the test. It must be run. */
    public Pipeline pipeline(String name) {
        return environment.pipeline(name);
    }

    /**
     * The same pipeline as another machine has it: with a working folder of its own.
     *
     * <pre>{@code
     * Pipeline elsewhere = workspace.onAnotherMachine(pipeline);
     * }</pre>
     */
    public Pipeline onAnotherMachine(Pipeline pipeline) {
        return pipeline.home(environment.newHome());
    }

    @Override
    public String toString() {
        return folder().toString();
    }
}

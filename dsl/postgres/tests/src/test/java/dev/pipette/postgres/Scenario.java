package dev.pipette.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pipette.Destination;
import dev.pipette.LoadInfo;
import dev.pipette.LoadListener;
import dev.pipette.Pipeline;
import dev.pipette.Pipette;
import dev.pipette.Resource;
import dev.pipette.error.ErrorCode;
import dev.pipette.error.PipetteException;
import dev.pipette.testing.Workspace;
import dev.pipette.testing.postgres.PostgresDatabase;
import dev.pipette.testing.postgres.PostgresServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * A pipeline that has loaded before and loads once more, in one run: rows that are merged, replaced, followed by a cursor
 * and appended, all but the last with nested rows. Whatever happens to that run, the dataset must end as the same
 * loads leave it where nothing happens.
 */
final class Scenario {
    static final String DATASET = "faults";

    /** The rows of the large table: too many for what the sockets between here and the server hold. */
    static final int MANY = 6_000;

    private static final Map<Second, DatasetImage> UNDISTURBED = new EnumMap<>(Second.class);

    private final PostgresDatabase database;
    private final Path folder;
    private final Destination destination;

    /** What the second run loads. */
    enum Second {
        /** All four; the append has no identity, so it is loaded once only where the working folder is kept. */
        PLAIN,
        /** Those with an identity of their own: not the append. */
        IDENTIFIED,
        /** All four, by a run with a run key. */
        KEYED,
        /** All four, and many more rows. */
        LARGE
    }

    /** A scenario by way of a URL, which may lead through a proxy or a pooler. */
    Scenario(PostgresDatabase database, Path folder, String url) {
        this(database, folder, to(database, url));
    }

    Scenario(PostgresDatabase database, Path folder, Destination destination) {
        this.database = database;
        this.folder = folder;
        this.destination = destination;
    }

    /** A destination that is tried once. */
    static Destination to(PostgresDatabase database, String url) {
        return Logins.owner(database, url).retryFor(Duration.ZERO);
    }

    /** The same by way of another URL; for its working folder that is another destination. */
    Scenario by(String url) {
        return with(to(database, url));
    }

    /** The same with another destination, which must be the same place. */
    Scenario with(Destination other) {
        return new Scenario(database, folder, other);
    }

    /** The same, tried again for a while. */
    Scenario retryingFor(Duration limit) {
        return with(destination.retryFor(limit));
    }

    Destination destination() {
        return destination;
    }

    Pipeline pipeline() {
        return workspace().pipeline("faults").datasetName(DATASET);
    }

    private Workspace workspace() {
        return Workspace.in(folder, destination);
    }

    /** The first load, which makes all tables but the large one. */
    Scenario base() {
        pipeline().run(rows(0, 40, false));
        return this;
    }

    LoadInfo second(Second second) {
        return second(second, LoadListener.NONE);
    }

    /** The second load: half of its merged and followed rows were there before, and it brings a column and a table. */
    LoadInfo second(Second second, LoadListener listener) {
        List<Resource> resources = new ArrayList<>(rows(20, 70, true));
        if (second == Second.IDENTIFIED) {
            resources.removeIf(resource -> resource.name().equals("appended"));
        }
        if (second == Second.LARGE) {
            resources.add(Pipette.resource("large").stream(() ->
                    IntStream.range(0, MANY).mapToObj(id -> Map.of("id", id, "text", "x".repeat(300)))));
        }
        Pipeline pipeline = pipeline().listener(listener);
        return (second == Second.KEYED ? pipeline.runKey("second") : pipeline).run(resources);
    }

    /** The second load fails, and says that the destination is at fault and may come back. */
    void assertUnavailable(Second second, LoadListener listener) {
        assertFails(second, listener, ErrorCode.DESTINATION_UNAVAILABLE);
    }

    /** The second load fails with a code. */
    void assertFails(Second second, LoadListener listener, ErrorCode code) {
        assertThatThrownBy(() -> second(second, listener))
                .isInstanceOfSatisfying(
                        PipetteException.class,
                        failed -> assertThat(failed.code())
                                .as(failed.getMessage())
                                .isEqualTo(code));
    }

    private static List<Resource> rows(int from, int to, boolean later) {
        List<Map<String, Object>> rows = IntStream.range(from, to)
                .<Map<String, Object>>mapToObj(id -> row(id, later))
                .toList();
        return List.of(
                Pipette.resource("merged").rows(rows).merge("id"),
                Pipette.resource("replaced").rows(rows).replace(),
                // one value of the cursor for ten rows: those at the boundary are told apart by their content
                Pipette.resource("followed")
                        .rows(IntStream.range(from, to)
                                .mapToObj(id -> Map.of("id", id, "at", id / 30 * 30, "tags", List.of("f" + id)))
                                .toList())
                        .incremental(Pipette.cursor("at", Long.class)),
                Pipette.resource("appended")
                        .rows(IntStream.range(from, to)
                                .mapToObj(id -> Map.of("id", id, "load", later ? "second" : "first"))
                                .toList()));
    }

    private static Map<String, Object> row(int id, boolean later) {
        Map<String, Object> row = new LinkedHashMap<>();
        row.put("id", id);
        row.put("name", (later ? "second " : "first ") + id);
        row.put("lines", List.of(Map.of("sku", "a" + id, "parts", List.of(id, id + 1)), Map.of("sku", "b" + id)));
        if (later) {
            row.put("note", "note " + id);
            row.put("labels", List.of("label " + id));
        }
        return row;
    }

    void loseFolder() {
        workspace().loseHome();
    }

    DatasetImage image() {
        return DatasetImage.of(database);
    }

    /** Nothing waits any more, and the dataset is as if nothing had happened: for a run that healed. */
    void assertAsUndisturbed(Second second) {
        image().assertSame(undisturbed(second));
        assertThat(pipeline().admin().pending()).isEmpty();
    }

    /**
     * Nothing waits any more, and all rows are as if nothing had happened: for a run that another one finished. It may
     * have loaded once more what is the same after that: rows of Java that are merged or replaced.
     */
    void assertRecovered(Second second) {
        DatasetImage image = image();
        image.assertSameRows(undisturbed(second));
        assertThat(image.loads()).isBetween(2L, 3L);
        assertThat(pipeline().admin().pending()).isEmpty();
    }

    /** The dataset after both loads where nothing happens: on another database, once for all tests. */
    static DatasetImage undisturbed(Second second) {
        synchronized (UNDISTURBED) {
            return UNDISTURBED.computeIfAbsent(second, Scenario::loadUndisturbed);
        }
    }

    private static DatasetImage loadUndisturbed(Second second) {
        Path folder = temporary();
        try (PostgresDatabase database = PostgresServer.shared().newDatabase()) {
            Scenario scenario = new Scenario(database, folder, database.url()).base();
            scenario.second(second);
            scenario.loseFolder();
            return scenario.image();
        }
    }

    private static Path temporary() {
        try {
            Path folder = Files.createTempDirectory("pipette-undisturbed-");
            folder.toFile().deleteOnExit();
            return folder;
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }
}

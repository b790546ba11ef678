package dev.pipette.testing.campaign;

import dev.pipette.Pipeline;
import dev.pipette.Pipette;
import dev.pipette.error.PipetteException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Stream;
import org.jooq.CloseableDSLContext;

/** What the child processes run. Says {@value #READY} when it begins. */
public final class ChildMain {
    /** The line that a child prints when its work, not its JVM, begins. */
    public static final String READY = "READY";

    private ChildMain() {}

    /**
     * {@code load PLACES PLACE HOME SCENARIO ROUND INPUT}, {@code load-file PLACES PLACE HOME FILE}, {@code hold-pipeline},
     * {@code hold-dataset} or {@code hold-query PLACES PLACE HOME}, where PLACES is a class that implements {@link Places}.
     */
    public static void main(String[] arguments) {
        Pipeline pipeline = pipeline(Places.named(arguments[1]), arguments[2], Path.of(arguments[3]));
        switch (arguments[0]) {
            case "load" -> {
                ready();
                Scenario.valueOf(arguments[4]).load(pipeline, Integer.parseInt(arguments[5]), Path.of(arguments[6]));
            }
            case "hold-pipeline" ->
                pipeline.run(Pipette.resource("held").stream(() -> {
                    ready();
                    waitForInput();
                    return Stream.of(Map.of("id", 1));
                }));
            case "hold-dataset" -> {
                try (CloseableDSLContext dsl = pipeline.dataset().dsl()) {
                    ready();
                    waitForInput();
                }
            }
            case "hold-query" ->
                pipeline.dataset().query("SELECT 1", rows -> {
                    ready();
                    waitForInput();
                    return rows.next(1).size();
                });
            case "load-file" -> {
                ready();
                try {
                    pipeline.run(Pipette.resource("notes").files(arguments[4]));
                } catch (PipetteException refused) {
                    System.out.println(refused.getMessage());
                }
            }
            default -> throw new IllegalArgumentException(arguments[0]);
        }
    }

    /** The pipeline of all children. */
    public static Pipeline pipeline(Places places, String place, Path home) {
        return Pipette.pipeline("campaign", places.destination(place)).home(home);
    }

    private static void ready() {
        System.out.println(READY);
        System.out.flush();
    }

    private static void waitForInput() {
        try {
            System.in.read();
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }
}

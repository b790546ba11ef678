package dev.pipette.duckdb.campaign;

import dev.pipette.Pipeline;
import dev.pipette.Pipette;
import dev.pipette.PipetteException;
import dev.pipette.testing.CrashAt;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Stream;
import org.jooq.CloseableDSLContext;

/** What the child processes run. Says {@value #READY} when it begins. */
final class ChildMain {
    /** The line that a child prints when its work, not its JVM, begins. */
    static final String READY = "READY";

    private ChildMain() {}

    /** {@code load SCENARIO ROUND DATABASE HOME INPUT}, {@code load-file DATABASE HOME FILE}, {@code hold-pipeline} or {@code hold-file DATABASE HOME}. */
    public static void main(String[] arguments) {
        switch (arguments[0]) {
            case "load" -> {
                Pipeline pipeline =
                        pipeline(Path.of(arguments[3]), Path.of(arguments[4])).listener(CrashAt.fromSystemProperties());
                ready();
                Scenario.valueOf(arguments[1]).load(pipeline, Integer.parseInt(arguments[2]), Path.of(arguments[5]));
            }
            case "hold-pipeline" ->
                pipeline(Path.of(arguments[1]), Path.of(arguments[2])).run(Pipette.resource("held").stream(() -> {
                    ready();
                    waitForInput();
                    return Stream.of(Map.of("id", 1));
                }));
            case "hold-file" -> {
                try (CloseableDSLContext dsl = pipeline(Path.of(arguments[1]), Path.of(arguments[2]))
                        .dataset()
                        .dsl()) {
                    ready();
                    waitForInput();
                }
            }
            case "load-file" -> {
                ready();
                try {
                    pipeline(Path.of(arguments[1]), Path.of(arguments[2]))
                            .run(Pipette.resource("notes").files(arguments[3]));
                } catch (PipetteException refused) {
                    System.out.println(refused.getMessage());
                }
            }
            default -> throw new IllegalArgumentException(arguments[0]);
        }
    }

    /** The pipeline of all children. */
    static Pipeline pipeline(Path database, Path home) {
        return Pipette.pipeline("campaign", Pipette.duckdb(database)).home(home);
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

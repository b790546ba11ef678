package dev.pipette.benchmark;

import java.nio.file.Path;

/** The same work by hand: statements over a DuckDB file, from opening it to closing it. */
final class Floor {
    static final String FILE = "file";

    /** A load id as Pipette's. */
    static final String LOAD_ID = "'1766588400.123456' AS _dlt_load_id";

    private Floor() {}

    /** What a child that works by hand is told. */
    static Values settings(Path file, String memory) {
        return new Values().with(FILE, file).with(PipetteLoad.MEMORY, memory);
    }

    /** Measures the statements. */
    static void time(Values settings, Meter meter, String... statements) throws Exception {
        meter.time(() -> run(settings, statements));
    }

    /** Runs the statements unmeasured. */
    static void run(Values settings, String... statements) throws Exception {
        try (Duck duck = Duck.open(settings.path(FILE), settings.text(PipetteLoad.MEMORY))) {
            for (String statement : statements) {
                duck.execute(statement);
            }
        }
    }
}

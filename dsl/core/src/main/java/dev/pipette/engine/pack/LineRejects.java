package dev.pipette.engine.pack;

import dev.pipette.engine.columnar.DuckEngine;
import dev.pipette.engine.manifest.RejectedLines;
import dev.pipette.schema.ValueType;
import dev.pipette.spi.BadLines;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Writes the lines of files that cannot be read into the package, some at a time; for one thread. */
public final class LineRejects {
    private static final int MOST_BYTES = 4 << 20;

    private static final List<String> COLUMNS =
            List.of("f0 AS line", "CAST(to_json(f1) AS VARCHAR) AS content", "f2 AS message", "f3 AS place");

    private final DuckEngine engine;
    private final Path folder;
    private final String name;
    private final LineLimit limit;
    private final List<String> files = new ArrayList<>();
    private final ValueBuffer lines = new ValueBuffer(ValueType.BIGINT);
    private final ValueBuffer texts = new ValueBuffer(ValueType.TEXT);
    private final ValueBuffer problems = new ValueBuffer(ValueType.TEXT);
    private final ValueBuffer places = new ValueBuffer(ValueType.TEXT);
    private long bytes;
    private int waiting;
    private long count;

    /** @param name begins the names of the files that it writes */
    LineRejects(DuckEngine engine, Path folder, String name, LineLimit limit) {
        this.engine = engine;
        this.folder = folder;
        this.name = name;
        this.limit = limit;
    }

    /** What the names of its files begin with, and those of others do not. */
    String name() {
        return name;
    }

    /**
     * Takes the lines of a file.
     *
     * @param file as the table of rejects names it
     */
    public BadLines of(String file) {
        return (line, text, problem) -> add(file, line, text, problem);
    }

    private void add(String file, long line, String text, String problem) {
        String place = file + ", line " + line;
        limit.count(place, problem);
        bytes += lines.setLong(waiting, line);
        bytes += texts.setText(waiting, text);
        bytes += problems.setText(waiting, problem);
        bytes += places.setText(waiting, place);
        waiting++;
        count++;
        if (bytes >= MOST_BYTES) {
            write();
        }
    }

    private void write() {
        if (waiting == 0) {
            return;
        }
        String file = name + "." + files.size() + ".lines";
        files.add(file);
        new SegmentWrite(engine, folder.resolve(file), COLUMNS, List.of(lines, texts, problems, places), waiting).run();
        waiting = 0;
        bytes = 0;
    }

    /** Whether there is any. */
    boolean isAny() {
        return count > 0;
    }

    /** Writes what waits, and returns what there is. */
    public RejectedLines written() {
        write();
        return new RejectedLines(files, count);
    }

    /** Deletes what it wrote. */
    void delete() throws IOException {
        for (String file : files) {
            Files.deleteIfExists(folder.resolve(file));
        }
    }
}

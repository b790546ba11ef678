package dev.pipette.cli;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.stream.Stream;

/** What JShell begins with: the imports of the language. */
final class StartScript {
    private static final String NAME = "start.jsh";

    private StartScript() {}

    /** The lines of it that import. */
    static Stream<String> imports() throws IOException {
        return text().lines().filter(line -> line.startsWith("import "));
    }

    static String text() throws IOException {
        try (InputStream start = StartScript.class.getResourceAsStream(NAME)) {
            if (start == null) {
                throw new IOException("the class path has no " + NAME + ": build Pipette again");
            }
            return new String(start.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}

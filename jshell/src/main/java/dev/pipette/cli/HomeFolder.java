package dev.pipette.cli;

import dev.pipette.Pipette;
import java.nio.file.Path;

/** The working folder by default. */
final class HomeFolder {
    /** What {@code --home} is, in the help texts. */
    static final String HELP = "The working folder. Default: $PIPETTE_HOME, or ~/.pipette";

    private HomeFolder() {}

    /** The language knows it; any pipeline has it. */
    static Path usual() {
        return Pipette.pipeline("any", Pipette.duckdb("any")).home();
    }
}

package dev.pipette.cli;

import dev.pipette.Pipette;
import java.nio.file.Path;

/**
 * The working folder by default.
 *
 * <pre>{@code
 * HomeFolder.usual();   // $PIPETTE_HOME, or ~/.pipette
 * }</pre>
 */
public final class HomeFolder {
    /** What {@code --home} is, in the help texts. */
    public static final String HELP = "The working folder. Default: $PIPETTE_HOME, or ~/.pipette";

    private HomeFolder() {}

    /** The language knows it; any pipeline has it. */
    public static Path usual() {
        return Pipette.pipeline("any", Pipette.duckdb("any")).home();
    }
}

package dev.pipette.testing;

import dev.pipette.Destination;
import dev.pipette.Pipeline;
import java.nio.file.Path;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * How the next process finds a destination after the process that loaded into it was killed.
 *
 * <pre>{@code
 * AfterKill files = new AfterKill.Files(folder -> Pipette.duckdb(folder.resolve("scratch.duckdb")));
 * AfterKill server = new AfterKill.Server(pipeline -> endConnectionsOf(pipeline));
 * }</pre>
 */
public sealed interface AfterKill {
    /**
     * The destination is files in a folder. The next process finds them as they are on the disk at that instant: the kit
     * copies the folder.
     *
     * @param in makes a destination in a folder, always by the same file names
     */
    record Files(Function<Path, Destination> in) implements AfterKill {}

    /**
     * The destination is a server, which sees the connections of the killed process end.
     *
     * @param endConnections ends the connections of a pipeline, which runs in this process
     */
    record Server(Consumer<Pipeline> endConnections) implements AfterKill {}
}

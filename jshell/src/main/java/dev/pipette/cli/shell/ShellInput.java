package dev.pipette.cli.shell;

import java.io.IOException;
import java.util.List;
import java.util.Optional;

/** What a person types or pastes, one whole input after the other. */
interface ShellInput {
    /** Waits for the next input; empty at the end. */
    Optional<String> next() throws IOException;

    /** Inputs of this shell and of those before it, the oldest first. */
    List<String> history();
}

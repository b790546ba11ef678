package dev.pipette.cli;

import dev.pipette.RunContext;
import dev.pipette.Source;
import dev.pipette.error.PipetteException;
import dev.pipette.replicate.Replication;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** A replication file that runs as a program does, so that it can be planned and become a job. */
final class ReplicationProgram {
    private ReplicationProgram() {}

    /** Loads its streams, or those that the arguments name; returns the exit code. */
    static int run(Path file, ProgramRun run) throws IOException {
        return run.here(() -> {
            Replication read = read(file);
            String into = run.overrides().into();
            Replication placed = into == null ? read : read.into(Destinations.of(into));
            List<String> streams = run.arguments();
            Replication chosen = streams.isEmpty() ? placed : placed.only(streams.toArray(String[]::new));
            Source source =
                    SourceInterval.ofReplication(chosen.source(), run.interval(), String.valueOf(file.getFileName()));
            chosen.pipeline().run(source);
            return ExitCodes.SUCCESS;
        });
    }

    /** The file of a job is in a folder of the store; what is relative in it is so to the working directory of the job. */
    private static Replication read(Path file) throws IOException {
        Path name = file.getFileName();
        return RunContext.current().job().isEmpty() || name == null
                ? Replication.read(file)
                : Replication.parse(name, ScriptFile.read(file).text());
    }

    /** What is wrong with a file, without asking its source; empty where nothing is. */
    static Optional<String> problem(Path file) {
        try {
            return Replication.read(file).streams().isEmpty()
                    ? Optional.of(file + " has no streams.")
                    : Optional.empty();
        } catch (PipetteException refused) {
            return Optional.ofNullable(refused.getMessage());
        }
    }
}

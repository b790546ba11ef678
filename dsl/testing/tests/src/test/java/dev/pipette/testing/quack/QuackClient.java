package dev.pipette.testing.quack;

import dev.pipette.error.ErrorCode;
import dev.pipette.error.PipetteException;
import dev.pipette.spi.DestinationClient;
import dev.pipette.spi.DestinationConfig;
import dev.pipette.spi.DestinationSession;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;

/** One database file. It is open only while a session is. */
final class QuackClient implements DestinationClient {
    private final DestinationConfig config;
    private final Path file;

    QuackClient(DestinationConfig config) {
        this.config = config;
        this.file = real(Path.of(config.location()).toAbsolutePath());
    }

    /** Whatever symbolic links lead to the folder: two names of one file are one destination. */
    private static Path real(Path file) {
        Path folder = file.getParent();
        try {
            return folder == null || !Files.exists(folder)
                    ? file
                    : folder.toRealPath().resolve(file.getFileName());
        } catch (IOException unreadable) {
            return file;
        }
    }

    @Override
    public String describe() {
        return "quack " + config.location();
    }

    @Override
    public String identity() {
        return "quack:" + file;
    }

    @Override
    public String dltType() {
        return "dlt.destinations.quack";
    }

    @Override
    public int maxIdentifierLength() {
        return 255;
    }

    @Override
    public boolean exists() {
        return Files.exists(file);
    }

    @Override
    public boolean isMadeByLoads() {
        return true;
    }

    @Override
    public DestinationSession open(Access access) {
        try {
            Path folder = file.getParent();
            if (access == Access.WRITE && folder != null) {
                Files.createDirectories(folder);
            }
            return new QuackSession(this, DriverManager.getConnection("jdbc:duckdb:" + file), config.lockTimeout());
        } catch (IOException | SQLException failed) {
            throw failure("open it", failed);
        }
    }

    PipetteException failure(String doing, Exception failed) {
        return new PipetteException(
                ErrorCode.DESTINATION_FAILED,
                "could not " + doing + " (" + describe() + "): " + QuackSession.message(failed)
                        + ". Nothing was changed.",
                failed);
    }

    PipetteException locked(String name) {
        return new PipetteException(
                ErrorCode.DESTINATION_LOCKED,
                describe() + ": another load holds " + name + "; waited "
                        + config.lockTimeout().toMillis() + " ms. Wait for it, and run again.");
    }
}

package dev.pipette.duckdb;

import dev.pipette.Destination;
import dev.pipette.Pipette;
import dev.pipette.testing.contract.DestinationContract;
import dev.pipette.testing.folders.KeptOpen;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** DuckDB does what every destination must do. */
@Execution(ExecutionMode.CONCURRENT)
final class DuckDbContractTests implements DestinationContract {
    @Override
    public Destination destination(Path folder) {
        Path file = folder.resolve("contract.duckdb");
        KeptOpen.keep(file);
        return Pipette.duckdb(file);
    }

    /** Through a link to the folder, which need not exist yet. */
    @Override
    public Destination otherName(Destination destination, Path folder) {
        Path real = Path.of(destination.location());
        Path link = folder.resolve("link");
        try {
            Files.createDirectories(real.getParent());
            if (!Files.exists(link)) {
                Files.createSymbolicLink(link, real.getParent());
            }
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
        return Pipette.duckdb(link.resolve(real.getFileName()));
    }

    /** One transaction at a time writes to a file. */
    @Override
    public boolean loadsSideBySide() {
        return false;
    }

    @Override
    public boolean pinsKeys() {
        return true;
    }

    @Override
    public String holder() {
        return "another thread of this process";
    }
}

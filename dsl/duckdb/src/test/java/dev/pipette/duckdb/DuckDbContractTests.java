package dev.pipette.duckdb;

import dev.pipette.Destination;
import dev.pipette.Pipette;
import dev.pipette.testing.contract.DestinationContract;
import java.nio.file.Path;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** DuckDB does what every destination must do. */
@Execution(ExecutionMode.CONCURRENT)
final class DuckDbContractTests implements DestinationContract {
    @Override
    public Destination destination(Path folder) {
        return Pipette.duckdb(folder.resolve("contract.duckdb"));
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

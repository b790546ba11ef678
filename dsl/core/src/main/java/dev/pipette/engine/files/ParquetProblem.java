package dev.pipette.engine.files;

import dev.pipette.engine.sql.Sql;
import dev.pipette.error.ErrorCode;
import dev.pipette.error.PipetteException;
import dev.pipette.spi.FirstBytes;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.Optional;

/** Says in one sentence why DuckDB does not read a Parquet file. */
public final class ParquetProblem {
    private ParquetProblem() {}

    /** @param file as the user named it */
    public static PipetteException of(Path file, SQLException failed) {
        String message = Sql.message(failed);
        if (message.contains("No files found that match the pattern")) {
            return SourceProblem.gone(file, failed);
        }
        Optional<FirstBytes> other = FirstBytes.of(file).filter(found -> found != FirstBytes.PARQUET);
        if (other.isPresent()) {
            return new PipetteException(
                    ErrorCode.SOURCE_UNREADABLE, other.get().problem(file.toString(), "a Parquet file"), failed);
        }
        String reason = message.contains("too small to be a Parquet file") || message.contains("No magic bytes")
                ? "it does not end like one"
                : message.replaceFirst("^[A-Za-z ]+ Error: ", "").replaceFirst("^Failed to read file \"[^\"]*\": ", "");
        return new PipetteException(
                ErrorCode.SOURCE_UNREADABLE,
                file + " cannot be read as Parquet: " + reason
                        + ". Nothing of it was loaded. Fetch the file again; it may be cut short, or be something else.",
                failed);
    }
}

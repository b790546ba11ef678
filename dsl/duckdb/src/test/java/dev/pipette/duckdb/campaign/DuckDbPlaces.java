package dev.pipette.duckdb.campaign;

import dev.pipette.Destination;
import dev.pipette.Pipette;
import dev.pipette.testing.campaign.Places;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Database files. */
final class DuckDbPlaces implements Places {
    @Override
    public String make(Path folder) {
        return folder.resolve("campaign.duckdb").toString();
    }

    @Override
    public String copy(String place, Path folder) {
        try {
            if (Files.exists(Path.of(place))) {
                Files.copy(Path.of(place), Path.of(make(folder)));
            }
            return make(folder);
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    @Override
    public void drop(String place) {
        try {
            Files.deleteIfExists(Path.of(place));
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    @Override
    public Destination destination(String place) {
        return Pipette.duckdb(Path.of(place));
    }
}

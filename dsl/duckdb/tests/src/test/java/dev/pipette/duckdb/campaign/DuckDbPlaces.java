package dev.pipette.duckdb.campaign;

import dev.pipette.Destination;
import dev.pipette.Pipette;
import dev.pipette.testing.history.HistoryPlaces;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Database files. */
final class DuckDbPlaces implements HistoryPlaces {
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

    /** The file, the file through a link to its folder, and by a relative path. */
    @Override
    public List<String> names(String place) {
        Path file = Path.of(place).toAbsolutePath();
        Path folder = java.util.Objects.requireNonNull(file.getParent());
        Path link = folder.resolve("link");
        try {
            if (!Files.isSymbolicLink(link)) {
                Files.createSymbolicLink(link, folder);
            }
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
        return List.of(
                place,
                link.resolve(file.getFileName()).toString(),
                Path.of("").toAbsolutePath().relativize(file).toString());
    }
}

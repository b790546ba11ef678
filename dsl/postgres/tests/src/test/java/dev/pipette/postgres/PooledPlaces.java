package dev.pipette.postgres;

import java.nio.file.Path;
import java.util.List;

/** Databases behind the pooler of the build; by another of their names, without it. */
final class PooledPlaces extends PostgresPlaces {
    @Override
    public String make(Path folder) {
        return pooled(super.make(folder));
    }

    @Override
    public List<String> names(String place) {
        return List.of(place, place.replace("//127.0.0.1:", "//localhost:"), direct(own(place)));
    }
}

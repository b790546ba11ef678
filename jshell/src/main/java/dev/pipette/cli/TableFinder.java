package dev.pipette.cli;

import dev.pipette.Destination;
import dev.pipette.Pipeline;
import dev.pipette.admin.PipelineAdmin;
import dev.pipette.error.ErrorCode;
import dev.pipette.error.PipetteException;
import dev.pipette.text.Secrets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Finds the table that a person means by {@code orders} or {@code shop_dataset.orders}. */
final class TableFinder {
    private static final Duration SHORT_WAIT = Duration.ofSeconds(1);

    private final Path home;

    /** @param home the working folder, whose pipelines say where to look when no destination is given */
    TableFinder(Path home) {
        this.home = home;
    }

    /** A table and where it is. */
    record Found(Destination destination, String dataset, String table) {}

    /** A dataset to look in. */
    private record Place(Destination destination, String dataset) {
        @Override
        public String toString() {
            return dataset + " (" + Secrets.masked(destination.toString()) + ")";
        }
    }

    /**
     * Finds the table.
     *
     * @param destination where to look; empty for where the working folder's pipelines loaded to last
     * @param name TABLE or DATASET.TABLE
     * @throws PipetteException BAD_USAGE when there is none, or more than one; it lists what there is
     */
    Found find(Optional<Destination> destination, String name) {
        int dot = name.indexOf('.');
        Optional<String> dataset = dot < 0 ? Optional.empty() : Optional.of(name.substring(0, dot));
        String table = name.substring(dot + 1);
        if (table.isBlank() || name.indexOf(':') >= 0) {
            throw new PipetteException(
                    ErrorCode.BAD_USAGE,
                    "'" + name + "' names no table. Write it like pipette show orders, pipette show"
                            + " shop_dataset.orders, or pipette show duckdb:shop.duckdb orders.");
        }
        return destination.isPresent() ? at(destination.get(), dataset, table) : among(remembered(), dataset, table);
    }

    private Found at(Destination destination, Optional<String> dataset, String table) {
        Map<String, List<String>> tables = destination.tables(home);
        if (dataset.isPresent() && !tables.containsKey(dataset.get())) {
            throw new PipetteException(
                    ErrorCode.BAD_USAGE,
                    destination + " has no tables in a dataset '" + dataset.get() + "'."
                            + ofPipeline(dataset.get(), table) + " It has: " + all(tables) + ".");
        }
        List<String> having = tables.keySet().stream()
                .filter(name -> dataset.isEmpty() || name.equals(dataset.get()))
                .filter(name -> tables.getOrDefault(name, List.of()).contains(table) || isBookkeeping(table))
                .toList();
        if (having.isEmpty()) {
            throw new PipetteException(
                    ErrorCode.BAD_USAGE, destination + " has no table '" + table + "'. It has: " + all(tables) + ".");
        }
        if (having.size() > 1) {
            throw new PipetteException(
                    ErrorCode.BAD_USAGE,
                    destination + " has a table '" + table + "' in more than one dataset: " + String.join(", ", having)
                            + ". Say which: " + having.getFirst() + "." + table + ".");
        }
        return new Found(destination, having.getFirst(), table);
    }

    private static String all(Map<String, List<String>> tables) {
        String all = tables.entrySet().stream()
                .flatMap(entry -> entry.getValue().stream().map(table -> entry.getKey() + "." + table))
                .collect(Collectors.joining(", "));
        return all.isEmpty() ? "none" : all;
    }

    private Set<Place> remembered() {
        Set<Place> places = new LinkedHashSet<>();
        PipelineAdmin.remembered(home).stream()
                .map(Destinations::completed)
                .forEach(pipeline -> places.add(place(pipeline)));
        return places;
    }

    /** A sentence with the right name, where the name of a pipeline was given for that of its dataset; otherwise empty. */
    private String ofPipeline(String name, String table) {
        return PipelineAdmin.remembered(home).stream()
                .filter(pipeline -> pipeline.name().equals(name))
                .map(Pipeline::datasetName)
                .findFirst()
                .map(dataset -> " " + name + " is a pipeline, which loads into the dataset " + dataset + ": name "
                        + dataset + "." + table + " instead.")
                .orElse("");
    }

    private static Place place(Pipeline pipeline) {
        return new Place(pipeline.destination(), pipeline.datasetName());
    }

    private Found among(Set<Place> known, Optional<String> dataset, String table) {
        List<Place> places = known.stream()
                .filter(place -> dataset.isEmpty() || place.dataset().equals(dataset.get()))
                .toList();
        String named = dataset.map(name -> name + ".").orElse("") + table;
        if (places.isEmpty()) {
            throw new PipetteException(
                    ErrorCode.BAD_USAGE,
                    "the pipelines of the working folder " + home + " know no dataset"
                            + dataset.map(name -> " '" + name + "'").orElse("") + "."
                            + dataset.map(name -> ofPipeline(name, table)).orElse("") + " They know: "
                            + (known.isEmpty() ? "none" : listed(known)) + ". Correct the name, or say where it is:"
                            + " pipette show duckdb:FILE " + named + ".");
        }
        if (places.size() == 1) {
            return at(
                    places.getFirst().destination(),
                    Optional.of(places.getFirst().dataset()),
                    table);
        }
        List<Place> having = new ArrayList<>();
        List<String> others = new ArrayList<>();
        List<Place> closed = new ArrayList<>();
        for (Place place : places) {
            Optional<List<String>> tables = tables(place);
            if (tables.isEmpty()) {
                closed.add(place);
            } else if (tables.get().contains(table)) {
                having.add(place);
            }
            tables.orElse(List.of()).forEach(other -> others.add(place.dataset() + "." + other));
        }
        if (having.isEmpty()) {
            throw new PipetteException(
                    ErrorCode.BAD_USAGE,
                    "the pipelines of the working folder " + home + " loaded no table '" + named + "'. They loaded: "
                            + (others.isEmpty() ? "none" : String.join(", ", others))
                            + (closed.isEmpty()
                                    ? "."
                                    : ". These are gone or cannot be opened: " + listed(closed) + "."));
        }
        if (having.size() > 1) {
            throw new PipetteException(
                    ErrorCode.BAD_USAGE,
                    "'" + named + "' is in more than one place: " + listed(having) + ". Say which: pipette show "
                            + having.getFirst().destination() + " "
                            + having.getFirst().dataset() + "." + table + ".");
        }
        return new Found(having.getFirst().destination(), having.getFirst().dataset(), table);
    }

    /**
     * What is in a place; empty where its destination is gone, cannot be opened, or lets nobody in without a password: it may
     * be another pipeline's. Asked once and not waited for.
     */
    private Optional<List<String>> tables(Place place) {
        try {
            Destination once = place.destination().retryFor(Duration.ZERO).lockTimeout(SHORT_WAIT);
            return Optional.of(once.tables(home).getOrDefault(place.dataset(), List.of()));
        } catch (PipetteException failed) {
            if (failed.code().kind() == ErrorCode.Kind.DESTINATION || failed.code() == ErrorCode.NOT_INSTALLED) {
                return Optional.empty();
            }
            throw failed;
        }
    }

    private static String listed(Iterable<Place> places) {
        List<String> texts = new ArrayList<>();
        places.forEach(place -> texts.add(place.toString()));
        return String.join(", ", texts);
    }

    private static boolean isBookkeeping(String table) {
        return table.startsWith("_dlt_") || table.startsWith("_pipette_");
    }
}

package dev.pipette.testing.campaign;

import dev.pipette.testing.content.DatasetContent;
import dev.pipette.testing.folders.MemoryFolders;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Where a loader runs: a working folder and a destination. It starts children until a run has happened.
 *
 * <p>A run has happened when its child ends normally, or when the child was killed after {@code acknowledged.json}
 * named the packages of that run: this atomic rename is the end of a run, and the same call after it is another run,
 * which a plain append rightly loads again. What is left to do then, cleaning, the next run does. So after a kill the
 * working folder decides, as it does for the loader itself: where the file is another one than before the first child
 * of the run, nothing is started again.
 */
final class Machine {
    private final Places places;
    private final Path folder;
    private final String place;
    private final Path home;
    private int kills;
    private int children;

    /** A machine without a working folder, in a folder that exists. */
    Machine(Places places, Path folder, String place) {
        this.places = places;
        this.folder = folder;
        this.place = place;
        this.home = folder.resolve("home");
    }

    /** The same as another machine is now, in another folder. */
    Machine copy(Path copied) {
        try {
            Files.createDirectories(copied);
            Machine copy = new Machine(places, copied, places.copy(place, copied));
            copy(this, copy);
            return copy;
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    private static void copy(Machine from, Machine to) throws IOException {
        String own = from.places.own(from.place);
        String others = to.places.own(to.place);
        if (Files.exists(from.home)) {
            try (Stream<Path> paths = Files.walk(from.home)) {
                for (Path path : paths.toList()) {
                    Path target = to.home.resolve(from.home.relativize(path));
                    if (Files.isDirectory(path)) {
                        Files.createDirectories(target);
                    } else {
                        // what the folder knows of a destination, it knows by its name
                        Files.writeString(target, Files.readString(path).replace(own, others));
                    }
                }
            }
        }
    }

    /** How many children were killed. */
    int kills() {
        return kills;
    }

    /** How many children were started. */
    int children() {
        return children;
    }

    /** Where it keeps what is its own. */
    Path folder() {
        return folder;
    }

    /** Where it loads to. */
    String place() {
        return place;
    }

    /** What the destination holds. */
    DatasetContent content() {
        return DatasetContent.of(ChildMain.pipeline(places, place, home));
    }

    /** Deletes the machine and what it loaded. */
    void drop() {
        places.drop(place);
        MemoryFolders.delete(folder);
    }

    /** Loads a round in this process. */
    void load(Scenario scenario, int round, Path input) {
        scenario.load(ChildMain.pipeline(places, place, home), round, input);
    }

    /**
     * Loads a round in children, of which the first ones are killed.
     *
     * @param keepsFolder whether the working folder is still there after a kill
     */
    void load(Scenario scenario, int round, Path input, List<Kill> plannedKills, boolean keepsFolder)
            throws InterruptedException {
        String before = acknowledged();
        boolean happened = false;
        for (int attempt = 0; !happened; attempt++) {
            Optional<Kill> kill =
                    attempt < plannedKills.size() ? Optional.of(plannedKills.get(attempt)) : Optional.empty();
            boolean ended = child(kill, scenario, round, input);
            if (!ended && !keepsFolder) {
                MemoryFolders.delete(home);
            }
            happened = ended || (keepsFolder && !acknowledged().equals(before));
        }
    }

    private boolean child(Optional<Kill> kill, Scenario scenario, int round, Path input) throws InterruptedException {
        String[] arguments = arguments(scenario, round, input).toArray(String[]::new);
        children++;
        boolean ended;
        try (ChildProcess child = kill.filter(Kill.At.class::isInstance).isPresent()
                ? ChildProcess.startUntil(((Kill.At) kill.get()).step(), places, folder, "load", arguments)
                : ChildProcess.start(places, folder, "load", arguments)) {
            if (kill.isPresent() && kill.get() instanceof Kill.After after) {
                child.ready().killAfter(after.delay());
            }
            if (kill.isPresent() && kill.get() instanceof Kill.Connections connections) {
                if (!child.ready().endsWithin(connections.delay())) {
                    places.endConnections(place);
                }
                ended = child.endedOrFailed();
            } else {
                ended = child.ended();
            }
        }
        if (!ended) {
            kills++;
        }
        return ended;
    }

    /** What a child is told that loads a round. */
    List<String> arguments(Scenario scenario, int round, Path input) {
        return List.of(place, home.toString(), scenario.name(), String.valueOf(round), input.toString());
    }

    /** Which run the working folder holds for the last one that has happened. */
    String acknowledged() {
        Path file = home.resolve("pipelines").resolve("campaign").resolve("acknowledged.json");
        try {
            return Files.exists(file) ? Files.readString(file) : "";
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }
}

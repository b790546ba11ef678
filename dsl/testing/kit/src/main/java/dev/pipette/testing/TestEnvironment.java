package dev.pipette.testing;

import dev.pipette.Destination;
import dev.pipette.LoadListener;
import dev.pipette.Pipeline;
import dev.pipette.Pipette;
import dev.pipette.spi.LoadStep;
import dev.pipette.testing.folders.MemoryFolders;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;

/** What one test works with, each part made when it is first asked for, and what becomes of it when the test is over. */
final class TestEnvironment implements AutoCloseable {
    private final String owner;
    private final TestClock clock;
    private final Function<Path, TestPlace> places;
    private final Set<String> asked = ConcurrentHashMap.newKeySet();
    private final Set<String> ran = ConcurrentHashMap.newKeySet();
    private final AtomicInteger homes = new AtomicInteger();
    private Optional<Path> folder = Optional.empty();
    private Optional<TestPlace> place = Optional.empty();
    private boolean failed;
    private boolean closed;

    /**
     * Prepares one.
     *
     * @param owner the unique id of the test, or of the class, that it belongs to
     * @param places makes the destination, given the folder
     */
    TestEnvironment(String owner, TestClock clock, Function<Path, TestPlace> places) {
        this.owner = owner;
        this.clock = clock;
        this.places = places;
    }

    /** One without a test: its folder and its destination are there, and {@link #close()} is not called. */
    TestEnvironment(Path folder, Destination destination) {
        this("", TestClock.going(), made -> TestPlace.of(destination));
        this.folder = Optional.of(folder);
    }

    String owner() {
        return owner;
    }

    TestClock clock() {
        return clock;
    }

    synchronized Path folder() {
        if (folder.isEmpty()) {
            folder = Optional.of(MemoryFolders.create("pipette-test-"));
        }
        return folder.get();
    }

    Path home() {
        return folder().resolve("home");
    }

    Path newHome() {
        return folder().resolve("home-" + homes.incrementAndGet());
    }

    synchronized Destination destination() {
        if (place.isEmpty()) {
            place = Optional.of(places.apply(folder()));
        }
        return place.get().destination();
    }

    /** A pipeline that should run. */
    Pipeline pipeline(String name) {
        if (owner.isEmpty()) {
            return Pipette.pipeline(name, destination()).home(home());
        }
        Pipeline pipeline = unobserved(name).listener(new LoadListener() {
            @Override
            public void started(String started) {
                ran.add(name);
            }

            @Override
            public void reached(LoadStep step, String loadId) {}
        });
        asked.add(name);
        return pipeline;
    }

    /** A pipeline that need not run. */
    Pipeline unobserved(String name) {
        return Pipette.pipeline(name, destination()).home(home()).clock(clock);
    }

    /** The names of the pipelines that were asked for and did not run. */
    List<String> unused() {
        return asked.stream().filter(name -> !ran.contains(name)).sorted().toList();
    }

    synchronized boolean failed() {
        return failed;
    }

    /**
     * Notes that a test failed that worked with this; what is there now stays.
     *
     * @return what stays, in a sentence; empty where nothing was made, or it was reported before
     */
    synchronized Optional<String> keep() {
        if (failed || folder.isEmpty()) {
            failed = true;
            return Optional.empty();
        }
        failed = true;
        String destination =
                place.map(made -> "; destination " + made.destination()).orElse("");
        return Optional.of(folder.get() + destination + place.map(this::kept).orElse(""));
    }

    private String kept(TestPlace made) {
        try {
            made.keep(folder(), home());
            return "";
        } catch (RuntimeException problem) {
            return "; the rows could not be written there: " + problem.getMessage();
        }
    }

    /**
     * Deletes what the test made, unless it failed.
     *
     * @throws IllegalStateException when something that the test left open keeps it
     */
    @Override
    public synchronized void close() {
        if (!failed && !closed) {
            closed = true;
            try {
                place.ifPresent(TestPlace::release);
            } finally {
                folder.ifPresent(MemoryFolders::delete);
            }
        }
    }
}

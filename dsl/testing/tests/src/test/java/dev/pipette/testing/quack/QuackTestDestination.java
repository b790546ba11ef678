package dev.pipette.testing.quack;

import dev.pipette.Destination;
import dev.pipette.testing.AfterKill;
import dev.pipette.testing.TestDestination;
import dev.pipette.testing.TestPlace;
import java.nio.file.Path;
import java.util.Optional;

/** {@code @LoadTest(destinations = QuackTestDestination.QUACK)}. */
public final class QuackTestDestination implements TestDestination {
    /** Its name. */
    public static final String QUACK = "quack";

    @Override
    public String name() {
        return QUACK;
    }

    @Override
    public TestPlace newPlace(Path folder) {
        return TestPlace.of(in(folder));
    }

    @Override
    public Optional<AfterKill> afterKill() {
        return Optional.of(new AfterKill.Files(QuackTestDestination::in));
    }

    private static Destination in(Path folder) {
        return Destination.parse("quack:" + folder.resolve("test.quack"));
    }
}

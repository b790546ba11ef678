package dev.pipette.testing.campaign;

import dev.pipette.spi.LoadStep;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;

/** What happens to a child. All but the last are a SIGKILL. */
sealed interface Kill {
    /** By itself, when it reaches a step. */
    record At(LoadStep step) implements Kill {}

    /** By its parent, some time after its work began. */
    record After(Duration delay) implements Kill {}

    /** The destination ends its connections, some time after its work began; it may get over that or fail. */
    record Connections(Duration delay) implements Kill {}

    /**
     * One or more kills, of which each is for the child that is started after the one before it was killed.
     *
     * @param longest the longest time that a child works
     * @param connections whether the destination can end connections
     */
    static List<Kill> atRandom(RandomGenerator random, Duration longest, boolean connections) {
        List<Kill> kills = new ArrayList<>();
        do {
            Duration delay = Duration.ofNanos(random.nextLong(longest.toNanos()));
            kills.add(
                    switch (random.nextInt(connections ? 3 : 2)) {
                        case 0 -> new At(LoadStep.values()[random.nextInt(LoadStep.values().length)]);
                        case 1 -> new After(delay);
                        default -> new Connections(delay);
                    });
        } while (random.nextInt(4) == 0);
        return kills;
    }
}

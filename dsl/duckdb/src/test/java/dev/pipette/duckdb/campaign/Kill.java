package dev.pipette.duckdb.campaign;

import dev.pipette.spi.LoadStep;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;

/** When a child is killed, always by SIGKILL. */
sealed interface Kill {
    /** By itself, when it reaches a step. */
    record At(LoadStep step) implements Kill {}

    /** By its parent, some time after its work began. */
    record After(Duration delay) implements Kill {}

    /**
     * One or more kills, of which each is for the child that is started after the one before it was killed.
     *
     * @param longest the longest time that a child works
     */
    static List<Kill> atRandom(RandomGenerator random, Duration longest) {
        List<Kill> kills = new ArrayList<>();
        do {
            kills.add(
                    random.nextBoolean()
                            ? new At(LoadStep.values()[random.nextInt(LoadStep.values().length)])
                            : new After(Duration.ofNanos(random.nextLong(longest.toNanos()))));
        } while (random.nextInt(4) == 0);
        return kills;
    }
}

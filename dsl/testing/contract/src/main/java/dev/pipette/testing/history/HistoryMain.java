package dev.pipette.testing.history;

import dev.pipette.testing.campaign.Places;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

/** One run of a history, as a process that can be killed: {@code PLACES PLACE HOME DATASET INPUT GIVE..}. */
public final class HistoryMain {
    private HistoryMain() {}

    /** Runs it; the input is prepared. */
    public static void main(String[] arguments) {
        Path input = Path.of(arguments[4]);
        List<Give> gives = Arrays.stream(arguments).skip(5).map(Give::parse).toList();
        World.keyed(
                        World.pipeline(
                                Places.named(arguments[0]).destination(arguments[1]),
                                arguments[3],
                                Path.of(arguments[2])),
                        gives)
                .run(World.resources(gives, input));
    }
}

package dev.pipette.duckdb.fuzz;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import dev.pipette.error.PipetteException;
import java.time.Duration;
import java.util.List;
import java.util.Random;

/** Runs a property over many generated cases, each of which must end in time. */
final class Fuzz {
    private static final long SEED = Long.getLong("pipette.fuzz.seed", 20_251_224);
    private static final Duration TOO_LONG = Duration.ofSeconds(60);

    private Fuzz() {}

    /** One case. */
    @FunctionalInterface
    interface Case {
        void run(Random random) throws Exception;
    }

    /**
     * Runs all cases.
     *
     * @param usual how many, unless the system property says otherwise
     * @param share how many cases of the system property's count stand for one of this property, which is slower
     */
    static void each(int usual, int share, Case property) {
        Integer asked = Integer.getInteger("pipette.fuzz.iterations");
        int count = asked == null ? usual : Math.max(1, asked / share);
        for (int number = 0; number < count; number++) {
            Random random = new Random(SEED + 1_000_003L * number);
            try {
                assertTimeoutPreemptively(TOO_LONG, () -> property.run(random));
            } catch (Throwable failed) {
                throw new AssertionError("case " + number + " of -Dpipette.fuzz.seed=" + SEED, failed);
            }
        }
    }

    /** What a person is told must be a sentence, and not the inside of a program. */
    static void judge(PipetteException refused) {
        String message = String.valueOf(refused.getMessage());
        assertThat(message)
                .startsWith("[" + refused.code() + "] ")
                .hasSizeBetween(30, 3_000)
                .doesNotContain("\tat ", "Exception", "INTERNAL Error", "(null)", ": null", " null.");
    }

    static <T> T pick(Random random, List<T> values) {
        return values.get(random.nextInt(values.size()));
    }
}

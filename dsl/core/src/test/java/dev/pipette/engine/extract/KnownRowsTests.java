package dev.pipette.engine.extract;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class KnownRowsTests {
    private static LoadedKeys keys(long told, List<UUID> keys) {
        return (count, key) -> {
            count.accept(told);
            keys.forEach(key);
        };
    }

    private static List<UUID> random(long seed, int size) {
        Random random = new Random(seed);
        return Stream.generate(() -> new UUID(random.nextLong(), random.nextLong()))
                .limit(size)
                .toList();
    }

    private static boolean has(KnownRows rows, UUID key) {
        return rows.contains(key.getMostSignificantBits(), key.getLeastSignificantBits());
    }

    @Test
    void each_key_is_known_and_no_other() {
        List<UUID> keys = random(1, 10_000);

        try (KnownRows rows = new KnownRows(keys(keys.size(), keys))) {
            assertThat(keys).allMatch(key -> has(rows, key));
            assertThat(random(2, 10_000)).noneMatch(key -> has(rows, key));
        }
    }

    @Test
    void keys_that_share_a_place_or_a_half_are_told_apart() {
        List<UUID> keys = List.of(new UUID(1, 8), new UUID(2, 8), new UUID(1, 16), new UUID(0, 8), new UUID(8, 0));

        try (KnownRows rows = new KnownRows(keys(keys.size(), keys))) {
            assertThat(keys).allMatch(key -> has(rows, key));
            assertThat(List.of(new UUID(3, 8), new UUID(2, 16), new UUID(0, 16), new UUID(0, 0)))
                    .noneMatch(key -> has(rows, key));
        }
    }

    @Test
    void the_key_of_zeros_is_a_key() {
        try (KnownRows without = new KnownRows(keys(1, random(1, 1)));
                KnownRows with = new KnownRows(keys(1, List.of(new UUID(0, 0))))) {
            assertThat(without.contains(0, 0)).isFalse();
            assertThat(with.contains(0, 0)).isTrue();
        }
    }

    @Test
    void keys_are_asked_for_once_and_there_may_be_none() {
        AtomicInteger asked = new AtomicInteger();

        try (KnownRows rows = new KnownRows((count, key) -> asked.incrementAndGet())) {
            assertThat(rows.contains(1, 1)).isFalse();
            assertThat(rows.contains(1, 2)).isFalse();
        }

        assertThat(asked).hasValue(1);
    }

    @Test
    void keys_beyond_the_number_that_was_told_may_stay_unknown_and_looking_ends() {
        List<UUID> keys = random(3, 1_000);

        try (KnownRows rows = new KnownRows(keys(2, keys))) {
            assertThat(keys.subList(0, 2)).allMatch(key -> has(rows, key));
            assertThat(random(4, 1_000)).noneMatch(key -> has(rows, key));
        }
    }

    @Test
    void keys_that_are_handed_over_anew_are_taken_once_more() {
        List<UUID> keys = random(5, 100);

        try (KnownRows rows = new KnownRows((count, key) -> {
            keys(1, keys.subList(0, 1)).into(count, key);
            keys(100, keys).into(count, key);
        })) {
            assertThat(keys).allMatch(key -> has(rows, key));
        }
    }
}

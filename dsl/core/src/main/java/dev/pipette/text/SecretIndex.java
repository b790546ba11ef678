package dev.pipette.text;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLongArray;

/** Finds any of many texts in one walk through a text, whose cost does not grow with their number. */
final class SecretIndex {
    static final String MASK = "***";

    /** Each needle is found by its first characters, which are one number. */
    private static final int KEY = 4;

    private static final int FILTER_BITS = 1 << 16;

    private final Map<Long, List<SecretNeedle>> needles = new ConcurrentHashMap<>();
    private final AtomicLongArray filter = new AtomicLongArray(FILTER_BITS / Long.SIZE);

    void add(SecretNeedle needle) {
        long key = 0;
        for (int at = 0; at < KEY; at++) {
            key = next(key, needle.text().charAt(at));
        }
        needles.merge(key, List.of(needle), SecretIndex::both);
        int bit = bit(key);
        filter.accumulateAndGet(bit / Long.SIZE, 1L << bit, (word, more) -> word | more);
    }

    private static List<SecretNeedle> both(List<SecretNeedle> known, List<SecretNeedle> more) {
        List<SecretNeedle> both = new ArrayList<>(known);
        both.addAll(more);
        return List.copyOf(both);
    }

    void remove(SecretNeedle needle) {
        needles.replaceAll((key, known) -> known.contains(needle)
                ? known.stream().filter(one -> !one.equals(needle)).toList()
                : known);
    }

    private static long next(long key, char character) {
        return key << Character.SIZE | SecretNeedle.folded(character);
    }

    private static int bit(long key) {
        return (int) (key * 0x9E3779B97F4A7C15L >>> (Long.SIZE - Character.SIZE));
    }

    /** The text with three stars in the place of each needle, escaped or not. */
    String masked(String text) {
        if (needles.isEmpty() || text.length() < KEY) {
            return text;
        }
        BitSet hidden = new BitSet();
        for (DecodedText reading : DecodedText.of(text)) {
            find(reading, hidden);
        }
        return hidden.isEmpty() ? text : masked(text, hidden);
    }

    private void find(DecodedText reading, BitSet hidden) {
        String text = reading.text();
        long key = 0;
        for (int at = 0; at < text.length(); at++) {
            key = next(key, text.charAt(at));
            int bit = bit(key);
            if ((filter.get(bit / Long.SIZE) & 1L << bit) != 0) {
                int begin = at - KEY + 1;
                for (SecretNeedle needle : needles.getOrDefault(key, List.of())) {
                    if (begin >= 0 && needle.isAt(text, begin)) {
                        hidden.set(reading.begin(needle.begin(text, begin)), reading.begin(needle.end(text, begin)));
                    }
                }
            }
        }
    }

    private static String masked(String text, BitSet hidden) {
        StringBuilder masked = new StringBuilder(text.length());
        int at = 0;
        for (int begin = hidden.nextSetBit(0); begin >= 0; begin = hidden.nextSetBit(at)) {
            masked.append(text, at, begin).append(MASK);
            at = hidden.nextClearBit(begin);
        }
        return masked.append(text, at, text.length()).toString();
    }
}

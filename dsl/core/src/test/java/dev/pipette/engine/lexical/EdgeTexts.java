package dev.pipette.engine.lexical;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/** Texts at the edge of a form: those that have it, and those that nearly have it. */
public final class EdgeTexts {
    public static final List<String> ALL = List.of(
            "",
            " ",
            "0",
            "-0",
            "1",
            "-1",
            "007",
            "+5",
            "1_000",
            "0x1F",
            "1e3",
            "1.0",
            " 1",
            "1 ",
            "1.",
            ".5",
            "-.5",
            "-1.50",
            "9223372036854775807",
            "9223372036854775808",
            "-9223372036854775808",
            "-9223372036854775809",
            "12345678901234567890123456789012345678",
            "0.000000001",
            "true",
            "TRUE",
            "False",
            "t",
            "yes",
            "fal\u017fe",
            "2025-01-31",
            "2024-02-29",
            "2025-02-29",
            "2025-02-30",
            "2025-00-10",
            "2025-13-01",
            "2025-1-1",
            "0000-01-01",
            "0001-01-01",
            "9999-12-31",
            "10000-01-01",
            "010000-01-01",
            "+10000-01-01",
            "-2025-01-01",
            "0044-03-15 (BC)",
            "0000-01-01 (BC)",
            "5881580-07-10",
            "5881580-07-11",
            "5877642-06-25 (BC)",
            "5877642-06-24 (BC)",
            "epoch",
            "today",
            "infinity",
            "-infinity",
            "Infinity",
            "06:00:00",
            "06:00",
            "6:00:00",
            "23:59:59.999999",
            "23:59:59.9999990",
            "23:59:59.9999999",
            "24:00:00",
            "06:60:00",
            "06:00:60",
            "06:00:00Z",
            "06:00:00.",
            "2025-01-31T06:00:00Z",
            "2025-01-31 06:00:00Z",
            "2025-01-31t06:00:00Z",
            "2025-01-31T06:00:00z",
            "2025-01-31T06:00Z",
            "2025-01-31T06:00",
            "2025-01-31T06Z",
            "2025-01-31T06:00:00",
            "2025-01-31 06:00:00.1",
            "2025-01-31T06:00:00.123456Z",
            "2025-01-31T06:00:00.1234560000Z",
            "2025-01-31T06:00:00.1234567Z",
            "2025-01-31T06:00:00.123456789Z",
            "2025-01-31T06:00:00.1234567891Z",
            "2025-01-31T06:00:00.Z",
            "2025-01-31T06:00:00+01",
            "2025-01-31T06:00:00+0130",
            "2025-01-31T06:00:00-01:30",
            "2025-01-31T06:00:00+1:30",
            "2025-01-31T06:00:00+17:59",
            "2025-01-31T06:00:00+18:00",
            "2025-01-31T06:00:00-99:99",
            "2025-01-31T06:00:00+01:60",
            "2025-01-31T06:00:00+01:30:00",
            "2025-01-31T06:00:00 +01",
            "2025-01-31T24:00:00Z",
            "2025-01-31T23:60:00Z",
            "2025-01-31T23:59:60Z",
            "2025-02-30T06:00:00Z",
            "0000-01-01T00:00:00Z",
            "0044-03-15 (BC) 00:00:00",
            "10000-01-01 00:00:00",
            "2025-01-31T06:00:00Z ",
            "2025-01-31T06:00:00Europe/Berlin",
            "2025-01-31T06:00:00\u0661Z",
            "\u0661",
            "2025-01-31T06:00+01",
            "2025-01-31 06:00:00.1-01",
            "294246-12-31",
            "294247-01-10",
            "294247-01-11",
            "290309-12-22 (BC)",
            "290309-12-21 (BC)");

    private EdgeTexts() {}

    /** Such texts with some of their characters changed. */
    public static List<String> byChance(int count, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        List<String> texts = new ArrayList<>();
        for (int number = 0; number < count; number++) {
            texts.add(changed(ALL.get(random.nextInt(ALL.size())), random));
        }
        return texts;
    }

    private static String changed(String text, SplittableRandom random) {
        String alphabet = "0123456789012345678901234567890123456789-+.:TZ ()eBC";
        StringBuilder changed = new StringBuilder(text);
        for (int change = random.nextInt(3); change >= 0; change--) {
            char other = alphabet.charAt(random.nextInt(alphabet.length()));
            int at = random.nextInt(changed.length() + 1);
            switch (random.nextInt(4)) {
                case 0 -> changed.insert(at, other);
                case 1 -> changed.delete(at, Math.min(at + 1, changed.length()));
                default -> changed.replace(at, Math.min(at + 1, changed.length()), String.valueOf(other));
            }
        }
        return changed.toString();
    }
}

package dev.pipette.duckdb.fuzz;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/** Text that programs have stumbled over, and bytes that are broken. */
final class Texts {
    static final List<String> NASTY = List.of(
            "",
            " ",
            "a",
            "text",
            "it's",
            "\"",
            "\"\"",
            "a,b",
            "a;b",
            "\n",
            "a\r\nb",
            "\r",
            "\t",
            "a\0b",
            "\\",
            "\\\"",
            "\\u0041",
            "NULL",
            "null",
            "NaN",
            "Infinity",
            "-inf",
            "true",
            "False",
            "0",
            "-0",
            "00012",
            "+5",
            "1e5",
            "1e400",
            "-1.50",
            "1.",
            ".5",
            "9007199254740993",
            "9223372036854775808",
            "0.1",
            "12345678901234567890.123",
            "1_000",
            "0x1F",
            "2025-01-02",
            "2025-02-30",
            "0000-00-00",
            "0000-01-01",
            "10000-01-01",
            "294277-01-01",
            "2025-01-02T03:04:05Z",
            "2025-01-02T24:00:00Z",
            "2025-01-02 03:04:05.123456+02:00",
            "2025-01-02T03:04:05.1234567Z",
            "2025-01-02T03:04:05",
            "10:11:12",
            "24:00:00",
            "é",
            "zażółć",
            "東京",
            "🙂",
            "a\u0301",
            "\u200b",
            "\ufeff",
            "\u2028",
            "_dlt_id",
            "x__v_text",
            "a__b",
            "'; DROP TABLE items; --",
            "=1+1",
            "{}",
            "[]",
            "x".repeat(300));

    private static final List<byte[]> PIECES = List.of(
            new byte[] {0},
            new byte[] {(byte) 0xff, (byte) 0xfe},
            new byte[] {(byte) 0xed, (byte) 0xa0, (byte) 0x80},
            new byte[] {(byte) 0xc0, (byte) 0x80},
            new byte[] {(byte) 0xf0, (byte) 0x9f},
            new byte[] {(byte) 0xef, (byte) 0xbb, (byte) 0xbf},
            utf8("\""),
            utf8("\"\""),
            utf8(","),
            utf8("\n"),
            utf8("\r"),
            utf8("\r\n"),
            utf8("\\"),
            utf8("\\ud83d"),
            utf8("{"),
            utf8("}"),
            utf8("["),
            utf8("]"),
            utf8(":"),
            utf8("null"),
            utf8("NaN"),
            utf8("1e999999999"),
            utf8("-"),
            utf8("7".repeat(1_200)),
            utf8("[".repeat(1_100)),
            utf8("{\"a\":".repeat(1_100)),
            utf8(",".repeat(50)));

    private Texts() {}

    static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    /** A text of a few nasty pieces. */
    static String nasty(Random random) {
        String text = Fuzz.pick(random, NASTY);
        return random.nextInt(4) == 0 ? text + Fuzz.pick(random, NASTY) : text;
    }

    /** The bytes with one to three changes: some bytes flipped, left out, doubled, cut off, or put in. */
    static byte[] broken(Random random, byte[] whole) {
        byte[] bytes = whole;
        for (int change = random.nextInt(3); change >= 0; change--) {
            int at = bytes.length == 0 ? 0 : random.nextInt(bytes.length);
            int end = Math.min(bytes.length, at + 1 + random.nextInt(12));
            bytes = switch (random.nextInt(6)) {
                case 0 -> flipped(random, bytes, at);
                case 1 -> joined(Arrays.copyOf(bytes, at), Arrays.copyOfRange(bytes, end, bytes.length));
                case 2 -> joined(Arrays.copyOf(bytes, end), Arrays.copyOfRange(bytes, at, bytes.length));
                case 3 -> Arrays.copyOf(bytes, at);
                default ->
                    joined(
                            joined(Arrays.copyOf(bytes, at), Fuzz.pick(random, PIECES)),
                            Arrays.copyOfRange(bytes, at, bytes.length));
            };
        }
        return bytes;
    }

    private static byte[] flipped(Random random, byte[] bytes, int at) {
        byte[] flipped = bytes.clone();
        if (flipped.length > 0) {
            flipped[at] = (byte) random.nextInt(256);
        }
        return flipped;
    }

    private static byte[] joined(byte[] one, byte[] other) {
        byte[] both = Arrays.copyOf(one, one.length + other.length);
        System.arraycopy(other, 0, both, one.length, other.length);
        return both;
    }
}

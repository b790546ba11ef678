package dev.pipette.text;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;

/**
 * A text as it reads with its escapes undone, which knows where in the original each of its characters comes from.
 *
 * @param text decoded
 * @param begins where each character begins in the original, and at the end the length of the original
 * @param depth how many times something was decoded
 */
record DecodedText(String text, int[] begins, int depth) {
    /** JSON in JSON in a query, and no further. */
    private static final int DEEPEST = 3;

    private static final String LETTERS = "nrtbf";
    private static final String CONTROLS = "\n\r\t\b\f";
    private static final Map<String, String> ENTITIES =
            Map.of("amp", "&", "lt", "<", "gt", ">", "quot", "\"", "apos", "'");
    private static final int LONGEST_ENTITY = 10;

    /** One way in which texts are escaped. */
    private interface Escapes {
        /** Decodes what begins here; returns where it ends, or the same place where nothing is escaped. */
        int decode(String text, int at, StringBuilder decoded);
    }

    private static final List<Escapes> WAYS = List.of(
            (text, at, decoded) -> bytes(text, at, "%", decoded),
            DecodedText::backslash,
            DecodedText::entity,
            DecodedText::quotes);

    /** The text itself, and all that it reads as when some of its escapes are undone. */
    static List<DecodedText> of(String text) {
        List<DecodedText> all = new ArrayList<>();
        Deque<DecodedText> open = new ArrayDeque<>();
        open.add(new DecodedText(text, new int[0], 0));
        while (!open.isEmpty()) {
            DecodedText next = open.remove();
            all.add(next);
            if (next.depth < DEEPEST && next.mayBeEscaped()) {
                for (Escapes way : WAYS) {
                    DecodedText decoded = next.decoded(way);
                    if (decoded != next && all.stream().noneMatch(known -> known.text.equals(decoded.text))) {
                        open.add(decoded);
                    }
                }
            }
        }
        return all;
    }

    private boolean mayBeEscaped() {
        return text.indexOf('%') >= 0
                || text.indexOf('\\') >= 0
                || text.indexOf('&') >= 0
                || text.contains("''")
                || text.contains("\"\"");
    }

    /** Where a character of this text begins in the original; of the end, where the original ends. */
    int begin(int at) {
        return depth == 0 ? at : begins[at];
    }

    private DecodedText decoded(Escapes way) {
        StringBuilder decoded = new StringBuilder(text.length());
        int[] from = new int[text.length() + 1];
        boolean changed = false;
        int at = 0;
        while (at < text.length()) {
            int before = decoded.length();
            int end = way.decode(text, at, decoded);
            if (end == at) {
                decoded.append(text.charAt(at));
                end = at + 1;
            } else {
                changed = true;
            }
            for (int character = before; character < decoded.length(); character++) {
                from[character] = begin(at);
            }
            at = end;
        }
        from[decoded.length()] = begin(at);
        return changed ? new DecodedText(decoded.toString(), from, depth + 1) : this;
    }

    /** {@code %C3%A9} or {@code \xC3\xA9}: the bytes of one character in UTF-8. */
    private static int bytes(String text, int at, String prefix, StringBuilder decoded) {
        if (!text.startsWith(prefix, at)) {
            return at;
        }
        int step = prefix.length() + 2;
        int first = hex(text, at + prefix.length(), 2);
        int count = first < 0 ? 0 : first < 0x80 ? 1 : first < 0xE0 ? 2 : first < 0xF0 ? 3 : 4;
        byte[] bytes = new byte[count];
        for (int octet = 0; octet < count; octet++) {
            int begin = at + octet * step;
            int value = text.startsWith(prefix, begin) ? hex(text, begin + prefix.length(), 2) : -1;
            if (value < 0) {
                return at;
            }
            bytes[octet] = (byte) value;
        }
        try {
            decoded.append(StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)));
            return at + count * step;
        } catch (CharacterCodingException none) {
            return at;
        }
    }

    /** The number that some hexadecimal digits are; -1 where there are none. */
    private static int hex(String text, int at, int digits) {
        if (at + digits > text.length()) {
            return -1;
        }
        int number = 0;
        for (int digit = at; digit < at + digits; digit++) {
            int value = Character.digit(text.charAt(digit), 16);
            if (value < 0) {
                return -1;
            }
            number = number * 16 + value;
        }
        return number;
    }

    /** As in JSON, in Java, in a shell, and as DuckDB writes bytes. */
    private static int backslash(String text, int at, StringBuilder decoded) {
        if (text.charAt(at) != '\\' || at + 1 == text.length()) {
            return at;
        }
        char next = text.charAt(at + 1);
        int control = LETTERS.indexOf(next);
        if (next == 'u' && hex(text, at + 2, 4) >= 0) {
            decoded.append((char) hex(text, at + 2, 4));
            return at + 6;
        } else if (next == 'x') {
            return bytes(text, at, "\\x", decoded);
        } else if (control >= 0) {
            decoded.append(CONTROLS.charAt(control));
            return at + 2;
        } else if (!Character.isLetterOrDigit(next)) {
            decoded.append(next);
            return at + 2;
        }
        return at;
    }

    /** As in HTML and XML. */
    private static int entity(String text, int at, StringBuilder decoded) {
        if (text.charAt(at) != '&') {
            return at;
        }
        int end = text.indexOf(';', at);
        if (end < 0 || end - at > LONGEST_ENTITY) {
            return at;
        }
        String name = text.substring(at + 1, end);
        String named = ENTITIES.get(name);
        if (named != null) {
            decoded.append(named);
            return end + 1;
        }
        boolean hexadecimal = name.startsWith("#x") || name.startsWith("#X");
        if (!name.matches(hexadecimal ? "#[xX][0-9A-Fa-f]+" : "#[0-9]+")) {
            return at;
        }
        int codePoint = Integer.parseInt(name.substring(hexadecimal ? 2 : 1), hexadecimal ? 16 : 10);
        if (!Character.isValidCodePoint(codePoint)) {
            return at;
        }
        decoded.appendCodePoint(codePoint);
        return end + 1;
    }

    /** A quote that is written twice, as in SQL and CSV, or outside of quotes, as in a shell. */
    private static int quotes(String text, int at, StringBuilder decoded) {
        if (text.startsWith("'\\''", at)) {
            decoded.append('\'');
            return at + 4;
        }
        if (text.startsWith("''", at) || text.startsWith("\"\"", at)) {
            decoded.append(text.charAt(at));
            return at + 2;
        }
        return at;
    }
}

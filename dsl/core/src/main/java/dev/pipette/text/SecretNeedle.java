package dev.pipette.text;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * A text that must not be shown: a secret value, or what it is in Base64 or in hexadecimal.
 *
 * @param text what to find
 * @param kind what it is
 */
record SecretNeedle(String text, Kind kind) {
    /** Shorter encodings of a value would be found in texts that do not hold it. */
    private static final int SHORTEST_ENCODED = 6;

    private static final String BASE64_CHARACTERS = "+/-_";

    /** What a needle is. */
    enum Kind {
        /** It counts wherever it is. */
        VALUE,
        /** It counts where no letter or digit is next to it. */
        WORD,
        /** What of a Base64 text depends on the value alone; the characters next to it hold a part of its ends. */
        BASE64
    }

    /** A value in all forms that are not the value with escapes. */
    static List<SecretNeedle> of(String value, boolean isWord) {
        byte[] bytes = value.getBytes(StandardCharsets.UTF_8);
        List<SecretNeedle> needles = new ArrayList<>();
        needles.add(new SecretNeedle(value, isWord ? Kind.WORD : Kind.VALUE));
        base64(bytes).forEach(core -> needles.add(new SecretNeedle(core, Kind.BASE64)));
        if (bytes.length >= SHORTEST_ENCODED) {
            String digits = HexFormat.of().formatHex(bytes);
            needles.add(new SecretNeedle(digits, Kind.VALUE));
            needles.add(new SecretNeedle(digits.toUpperCase(Locale.ROOT), Kind.VALUE));
        }
        return needles;
    }

    /** Where the value begins at each of the three bytes of a group, in both alphabets. */
    private static Set<String> base64(byte[] bytes) {
        Set<String> cores = new LinkedHashSet<>();
        for (int before = 0; before < 3; before++) {
            byte[] shifted = new byte[before + bytes.length];
            System.arraycopy(bytes, 0, shifted, before, bytes.length);
            int begin = (before * 8 + 5) / 6;
            int end = shifted.length * 8 / 6;
            if (end - begin >= SHORTEST_ENCODED) {
                cores.add(Base64.getEncoder().encodeToString(shifted).substring(begin, end));
                cores.add(Base64.getUrlEncoder().encodeToString(shifted).substring(begin, end));
            }
        }
        return cores;
    }

    /** Whether it is at this place of a text. */
    boolean isAt(String searched, int at) {
        if (at + text.length() > searched.length()) {
            return false;
        }
        for (int offset = 0; offset < text.length(); offset++) {
            if (folded(searched.charAt(at + offset)) != folded(text.charAt(offset))) {
                return false;
            }
        }
        return kind != Kind.WORD || isWord(searched, at, at + text.length());
    }

    /** A plus sign may be a blank that a form encoded. */
    static char folded(char character) {
        return character == '+' ? ' ' : character;
    }

    private static boolean isWord(String searched, int begin, int end) {
        boolean ends = end == searched.length() || !Character.isLetterOrDigit(searched.charAt(end));
        return ends && (begin == 0 || !Character.isLetterOrDigit(searched.charAt(begin - 1)));
    }

    /** Where what is to be hidden begins. */
    int begin(String searched, int at) {
        return kind == Kind.BASE64 && at > 0 && isBase64(searched.charAt(at - 1)) ? at - 1 : at;
    }

    /** Where what is to be hidden ends. */
    int end(String searched, int at) {
        int end = at + text.length();
        if (kind == Kind.BASE64) {
            end += end < searched.length() && isBase64(searched.charAt(end)) ? 1 : 0;
            while (end < searched.length() && searched.charAt(end) == '=') {
                end++;
            }
        }
        return end;
    }

    private static boolean isBase64(char character) {
        return (character < 128 && Character.isLetterOrDigit(character)) || BASE64_CHARACTERS.indexOf(character) >= 0;
    }
}

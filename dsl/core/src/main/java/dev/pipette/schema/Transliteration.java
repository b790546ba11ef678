package dev.pipette.schema;

import java.text.Normalizer;
import java.util.Locale;
import java.util.Map;

/**
 * Writes Latin letters with accents, ligatures and digits of any script in ASCII.
 *
 * <p>First Unicode's compatibility decomposition (NFKD) without its combining marks, then a short
 * list of Latin letters that do not decompose. What has no such form stays as it is.
 */
final class Transliteration {
    private static final Map<Integer, String> LETTERS = Map.ofEntries(
            Map.entry((int) 'ß', "ss"),
            Map.entry((int) 'ẞ', "Ss"),
            Map.entry((int) 'ł', "l"),
            Map.entry((int) 'Ł', "L"),
            Map.entry((int) 'ø', "o"),
            Map.entry((int) 'Ø', "O"),
            Map.entry((int) 'æ', "ae"),
            Map.entry((int) 'Æ', "Ae"),
            Map.entry((int) 'œ', "oe"),
            Map.entry((int) 'Œ', "Oe"),
            Map.entry((int) 'đ', "d"),
            Map.entry((int) 'Đ', "D"),
            Map.entry((int) 'ð', "d"),
            Map.entry((int) 'Ð', "D"),
            Map.entry((int) 'þ', "th"),
            Map.entry((int) 'Þ', "Th"),
            Map.entry((int) 'ħ', "h"),
            Map.entry((int) 'Ħ', "H"),
            Map.entry((int) 'ŧ', "t"),
            Map.entry((int) 'Ŧ', "T"),
            Map.entry((int) 'ı', "i"),
            Map.entry((int) 'ŋ', "n"),
            Map.entry((int) 'Ŋ', "N"),
            Map.entry((int) 'ĸ', "k"));

    private Transliteration() {}

    static String toLatin(String text) {
        String decomposed = Normalizer.normalize(text, Normalizer.Form.NFKD);
        var latin = new StringBuilder(decomposed.length());
        for (int at = 0; at < decomposed.length(); ) {
            int character = decomposed.codePointAt(at);
            at += Character.charCount(character);
            int type = Character.getType(character);
            if (type == Character.NON_SPACING_MARK) {
                continue;
            }
            if (type == Character.DECIMAL_DIGIT_NUMBER) {
                latin.append(Character.digit(character, 10));
                continue;
            }
            String letter = LETTERS.get(character);
            if (letter == null) {
                latin.appendCodePoint(character);
            } else if (Character.isUpperCase(character) && insideCapitals(latin, decomposed, at)) {
                latin.append(letter.toUpperCase(Locale.ROOT));
            } else {
                latin.append(letter);
            }
        }
        return latin.toString();
    }

    /** A capital ligature has two capitals in ÆRØ, so that it stays one word, and one in Ærø. */
    private static boolean insideCapitals(CharSequence before, String text, int next) {
        return next < text.length()
                ? Character.isUpperCase(text.codePointAt(next))
                : !before.isEmpty() && Character.isUpperCase(before.charAt(before.length() - 1));
    }

    /** Returns whether letters or numbers remain that have no ASCII character. */
    static boolean lostLetters(String latin) {
        return latin.codePoints().anyMatch(character -> character >= 128 && isLetterOrNumber(character));
    }

    private static boolean isLetterOrNumber(int character) {
        return switch (Character.getType(character)) {
            case Character.LETTER_NUMBER, Character.OTHER_NUMBER -> true;
            default -> Character.isLetterOrDigit(character);
        };
    }
}

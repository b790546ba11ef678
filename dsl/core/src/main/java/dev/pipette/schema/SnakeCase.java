package dev.pipette.schema;

/**
 * The snake case of dlt, over characters instead of its chain of regular expressions.
 *
 * <p>Source: {@code _normalize_identifier} and {@code _to_snake_case} in dlt 1.26, {@code
 * dlt/common/normalizers/naming/snake_case.py}.
 */
final class SnakeCase {
    private SnakeCase() {}

    /** Returns the snake case of {@code identifier}, which is neither empty nor padded by blanks. */
    static String of(String identifier) {
        return joined(broken(reduced(identifier)));
    }

    /** Replaces signs by letters, and each run of what is not alphanumeric by one underscore. */
    private static String reduced(String identifier) {
        var reduced = new StringBuilder(identifier.length());
        boolean inRun = false;
        for (int at = 0; at < identifier.length(); ) {
            int character = identifier.codePointAt(at);
            at += Character.charCount(character);
            int replaced = switch (character) {
                case '+', '*' -> 'x';
                case '-' -> '_';
                case '@' -> 'a';
                case '|' -> 'l';
                default -> character;
            };
            boolean kept = replaced == '_'
                    || isAsciiLetterOrDigit(replaced)
                    || Character.getType(replaced) == Character.DECIMAL_DIGIT_NUMBER;
            if (kept) {
                reduced.appendCodePoint(replaced);
            } else if (!inRun) {
                reduced.append('_');
            }
            inRun = !kept;
        }
        return reduced.toString();
    }

    /** Puts an underscore where a word begins inside: camelCase, HTTPServer, id2Go. */
    private static String broken(String identifier) {
        return beforeUpperAfterLower(beforeCapitalized(identifier));
    }

    /** Breaks {@code xAbc} before {@code Abc}, for any x but an underscore; matches never overlap. */
    private static String beforeCapitalized(String identifier) {
        var broken = new StringBuilder(identifier.length() + 8);
        int at = 0;
        while (at < identifier.length()) {
            int character = identifier.codePointAt(at);
            int next = at + Character.charCount(character);
            broken.appendCodePoint(character);
            if (character != '_'
                    && next + 1 < identifier.length()
                    && isUpper(identifier.charAt(next))
                    && isLower(identifier.charAt(next + 1))) {
                broken.append('_').append(identifier.charAt(next));
                next++;
                while (next < identifier.length() && isLower(identifier.charAt(next))) {
                    broken.append(identifier.charAt(next++));
                }
            }
            at = next;
        }
        return broken.toString();
    }

    private static String beforeUpperAfterLower(String identifier) {
        var broken = new StringBuilder(identifier.length() + 8);
        for (int at = 0; at < identifier.length(); at++) {
            char character = identifier.charAt(at);
            if (at > 0 && isUpper(character)) {
                char before = identifier.charAt(at - 1);
                if (isLower(before) || isAsciiDigit(before)) {
                    broken.append('_');
                }
            }
            broken.append(isUpper(character) ? (char) (character + 32) : character);
        }
        return broken.toString();
    }

    /** Marks a leading digit, makes trailing underscores x, and contracts the other underscores. */
    private static String joined(String identifier) {
        int end = identifier.length();
        while (end > 0 && identifier.charAt(end - 1) == '_') {
            end--;
        }
        var joined = new StringBuilder(identifier.length() + 1);
        if (Character.isDigit(identifier.codePointAt(0))) {
            joined.append('_');
        }
        for (int at = 0; at < end; at++) {
            char character = identifier.charAt(at);
            if (character != '_' || joined.isEmpty() || joined.charAt(joined.length() - 1) != '_') {
                joined.append(character);
            }
        }
        return joined.repeat('x', identifier.length() - end).toString();
    }

    static boolean isAsciiLetterOrDigit(int character) {
        return isLower(character) || isUpper(character) || isAsciiDigit(character);
    }

    private static boolean isLower(int character) {
        return character >= 'a' && character <= 'z';
    }

    private static boolean isUpper(int character) {
        return character >= 'A' && character <= 'Z';
    }

    private static boolean isAsciiDigit(int character) {
        return character >= '0' && character <= '9';
    }
}

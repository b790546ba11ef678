package dev.pipette.files.s3;

import static java.util.stream.Collectors.joining;

import java.util.Arrays;
import java.util.regex.Pattern;

/**
 * A pattern of keys. {@code *} and {@code ?} stand for characters of one name, {@code **} for any, {@code **}{@code /} for
 * any folders and for none, {@code [a-z]} and {@code [!a-z]} for one character, {@code {a,b}} for one of several texts. A
 * backslash takes the meaning from the next character, and a bracket without an end has none. A key that is written like
 * the pattern matches it too, so that a key is named by itself.
 */
final class KeyGlob {
    private final String text;
    private final String prefix;
    private final boolean key;
    private final boolean inOneFolder;
    private final Pattern pattern;

    private KeyGlob(String text, String prefix, int wild, Pattern pattern) {
        this.text = text;
        this.prefix = prefix;
        this.key = wild == text.length();
        this.inOneFolder = text.indexOf('/', wild) < 0 && !text.substring(wild).contains("**");
        this.pattern = pattern;
    }

    /** @throws java.util.regex.PatternSyntaxException when a class of characters cannot be one */
    static KeyGlob of(String text) {
        StringBuilder prefix = new StringBuilder();
        int at = 0;
        while (at < text.length() && !isWild(text, at)) {
            if (text.charAt(at) == '\\' && at + 1 < text.length()) {
                at++;
            }
            prefix.append(text.charAt(at++));
        }
        return new KeyGlob(text, prefix.toString(), at, Pattern.compile(regex(text), Pattern.DOTALL));
    }

    /** What all keys begin with; the whole key when {@link #isKey()}. */
    String prefix() {
        return prefix;
    }

    /** Whether it can mean one key only. */
    boolean isKey() {
        return key;
    }

    /** Whether no key has a slash after the {@link #prefix()}. */
    boolean isInOneFolder() {
        return inOneFolder;
    }

    /** Whether the key matches. One that ends with a slash never does: it stands for a folder. */
    boolean matches(String candidate) {
        return !candidate.endsWith("/")
                && (candidate.equals(text) || pattern.matcher(candidate).matches());
    }

    private static boolean isWild(String text, int at) {
        return switch (text.charAt(at)) {
            case '*', '?' -> true;
            case '[' -> endOfClass(text, at) > 0;
            case '{' -> text.indexOf('}', at) > 0;
            default -> false;
        };
    }

    private static int endOfClass(String text, int open) {
        int first = open + 1;
        if (first < text.length() && isNot(text.charAt(first))) {
            first++;
        }
        return text.indexOf(']', first + 1); // a bracket that comes first is one of the characters
    }

    private static boolean isNot(char first) {
        return first == '!' || first == '^';
    }

    private static String regex(String glob) {
        StringBuilder regex = new StringBuilder();
        int at = 0;
        while (at < glob.length()) {
            if (isWild(glob, at)) {
                at = wild(glob, at, regex);
            } else {
                at += glob.charAt(at) == '\\' && at + 1 < glob.length() ? 1 : 0;
                int literal = glob.codePointAt(at);
                append(literal, regex);
                at += Character.charCount(literal);
            }
        }
        return regex.toString();
    }

    /** Appends what stands at a place; returns where the next begins. */
    private static int wild(String glob, int at, StringBuilder regex) {
        return switch (glob.charAt(at)) {
            case '?' -> {
                regex.append("[^/]");
                yield at + 1;
            }
            case '[' -> {
                int end = endOfClass(glob, at);
                characters(glob.substring(at + 1, end), regex);
                yield end + 1;
            }
            case '{' -> {
                int end = glob.indexOf('}', at);
                String[] alternatives = glob.substring(at + 1, end).split(",", -1);
                regex.append(Arrays.stream(alternatives).map(KeyGlob::regex).collect(joining("|", "(?:", ")")));
                yield end + 1;
            }
            default -> stars(glob, at, regex);
        };
    }

    private static int stars(String glob, int begin, StringBuilder regex) {
        int end = begin;
        while (end < glob.length() && glob.charAt(end) == '*') {
            end++;
        }
        if (end == begin + 1) {
            regex.append("[^/]*");
            return end;
        }
        boolean folders = (begin == 0 || glob.charAt(begin - 1) == '/') && glob.startsWith("/", end);
        regex.append(folders ? "(?:.*/)?" : ".*");
        return folders ? end + 1 : end;
    }

    private static void characters(String inside, StringBuilder regex) {
        boolean not = isNot(inside.charAt(0));
        regex.append(not ? "(?!/)[^" : "(?!/)[");
        inside.substring(not ? 1 : 0).codePoints().forEach(character -> {
            if (character == '-') {
                regex.append('-');
            } else {
                append(character, regex);
            }
        });
        regex.append(']');
    }

    private static void append(int literal, StringBuilder regex) {
        if (literal < 128 && !Character.isLetterOrDigit(literal)) {
            regex.append('\\');
        }
        regex.appendCodePoint(literal);
    }
}

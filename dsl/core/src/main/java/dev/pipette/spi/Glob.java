package dev.pipette.spi;

import static java.util.stream.Collectors.joining;

import dev.pipette.error.ErrorCode;
import dev.pipette.error.PipetteException;
import java.util.Arrays;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/**
 * A pattern of files' names, the same on this machine and in stores. {@code *} and {@code ?} match characters of one
 * name, {@code **} matches any characters, {@code **}{@code /} any folders and none, {@code [a-z]} and {@code [!a-z]} one
 * character, {@code {a,b}} one of several texts. A backslash takes the meaning from the next character, and a bracket
 * without an end has none. None of them matches a dot that a name or a folder begins with: files like {@code
 * ._a.csv} are hidden, and match only where the pattern has the dot. A name that is written like the pattern matches it
 * too, so that a file is named by itself.
 *
 * <pre>{@code
 * Glob.of("orders", "exports/**" + "/*.csv").matches("exports/2025/orders.csv");   // true
 * }</pre>
 */
public final class Glob {
    private static final String NOT_HIDDEN = "(?!\\.)";

    private final String text;
    private final String prefix;
    private final boolean name;
    private final boolean inOneFolder;
    private final Pattern pattern;

    private Glob(String text, String prefix, int wild, Pattern pattern) {
        this.text = text;
        this.prefix = prefix;
        this.name = wild == text.length();
        this.inOneFolder = text.indexOf('/', wild) < 0 && !text.substring(wild).contains("**");
        this.pattern = pattern;
    }

    /**
     * Reads a pattern, whose folders have slashes between them.
     *
     * @param resource for the error
     * @throws PipetteException BAD_USAGE when a class of characters cannot be one
     */
    public static Glob of(String resource, String text) {
        StringBuilder prefix = new StringBuilder();
        int at = 0;
        while (at < text.length() && !isWild(text, at)) {
            if (text.charAt(at) == '\\' && at + 1 < text.length()) {
                at++;
            }
            prefix.append(text.charAt(at++));
        }
        try {
            return new Glob(text, prefix.toString(), at, Pattern.compile(regex(text, true), Pattern.DOTALL));
        } catch (PatternSyntaxException failed) {
            throw new PipetteException(
                    ErrorCode.BAD_USAGE,
                    "resource " + resource + ": '" + text + "' is not a pattern: " + failed.getDescription()
                            + ". Write a backslash before a character that stands for itself.",
                    failed);
        }
    }

    /** What all names begin with; the whole name when {@link #isName()}. */
    public String prefix() {
        return prefix;
    }

    /**
     * The folder that all names are in, as far as it is written before the first character that matches others; with a
     * slash.
     */
    public String folder() {
        return prefix.substring(0, prefix.lastIndexOf('/') + 1);
    }

    /** Whether it can mean one name only. */
    public boolean isName() {
        return name;
    }

    /** Whether no name has a slash after the {@link #prefix()}. */
    public boolean isInOneFolder() {
        return inOneFolder;
    }

    /** Whether the name matches, folders included. One that ends with a slash never does: it is a folder. */
    public boolean matches(String candidate) {
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

    /** @param atName whether the pattern is where a name or a folder begins */
    private static String regex(String glob, boolean atName) {
        StringBuilder regex = new StringBuilder();
        int at = 0;
        while (at < glob.length()) {
            if (isWild(glob, at)) {
                boolean begins = at == 0 ? atName : glob.charAt(at - 1) == '/';
                at = wild(glob, at, begins, regex);
            } else {
                at += glob.charAt(at) == '\\' && at + 1 < glob.length() ? 1 : 0;
                int literal = glob.codePointAt(at);
                append(literal, regex);
                at += Character.charCount(literal);
            }
        }
        return regex.toString();
    }

    /** Appends what is at a place; returns where the next begins. */
    private static int wild(String glob, int at, boolean begins, StringBuilder regex) {
        return switch (glob.charAt(at)) {
            case '?' -> {
                regex.append(begins ? NOT_HIDDEN : "").append("[^/]");
                yield at + 1;
            }
            case '[' -> {
                int end = endOfClass(glob, at);
                regex.append(begins ? NOT_HIDDEN : "");
                characters(glob.substring(at + 1, end), regex);
                yield end + 1;
            }
            case '{' -> {
                int end = glob.indexOf('}', at);
                String[] alternatives = glob.substring(at + 1, end).split(",", -1);
                regex.append(Arrays.stream(alternatives)
                        .map(alternative -> regex(alternative, begins))
                        .collect(joining("|", "(?:", ")")));
                yield end + 1;
            }
            default -> stars(glob, at, begins, regex);
        };
    }

    private static int stars(String glob, int begin, boolean begins, StringBuilder regex) {
        int end = begin;
        while (end < glob.length() && glob.charAt(end) == '*') {
            end++;
        }
        boolean several = end > begin + 1;
        if (several && begins && glob.startsWith("/", end)) {
            regex.append("(?:" + NOT_HIDDEN + "[^/]*/)*");
            return end + 1;
        }
        regex.append(begins ? NOT_HIDDEN : "").append("[^/]*");
        regex.append(several ? "(?:/" + NOT_HIDDEN + "[^/]*)*" : "");
        return end;
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

package dev.pipette.settings;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads {@code .env} by the rules that the dotenv libraries of Ruby, Node and Python share. No library does: those for
 * the JVM bring Kotlin, or neither quotes nor several lines.
 *
 * <pre>
 * export HOST=db.example        # "export" is allowed, and so is a comment after a blank
 * GREETING="two\nlines"         # double quotes: \n, \r, \t, \", \\, \$ are known, and lines may follow
 * PASSWORD='a$b"c'              # single quotes: everything is itself
 * URL=https://${HOST}/          # filled in, but not in single quotes; $(..) and `..` are never run
 * </pre>
 */
final class DotEnv {
    private static final Pattern NAME =
            Pattern.compile("[ \\t]*(?:export[ \\t]+)?([A-Za-z_][A-Za-z0-9_.-]*)[ \\t]*=[ \\t]*");
    private static final Pattern BLANK = Pattern.compile("[ \\t]*(?:#[^\\n]*)?(?:\\n|$)");
    private static final Pattern COMMENT = Pattern.compile("(?:^|[ \\t])#.*");
    private static final Pattern SINGLE = Pattern.compile("'([^']*)'");
    private static final Pattern DOUBLE = Pattern.compile("\"((?:[^\"\\\\]|\\\\.)*+)\"", Pattern.DOTALL);
    private static final Pattern ESCAPE = Pattern.compile("\\\\(.)", Pattern.DOTALL);

    private final String text;
    private final Map<String, Raw> values = new LinkedHashMap<>();
    private int at;

    private DotEnv(String text) {
        this.text = text;
    }

    /** What a file holds. The later of two lines with one name wins. */
    static Map<String, Raw> read(String content) throws Unreadable {
        String start = content.startsWith("\uFEFF") ? content.substring(1) : content;
        DotEnv file = new DotEnv(start.replace("\r\n", "\n"));
        file.read();
        return file.values;
    }

    private void read() throws Unreadable {
        while (at < text.length()) {
            if (!skip(BLANK)) {
                assignment();
            }
        }
    }

    private void assignment() throws Unreadable {
        int line = line();
        Matcher name = from(NAME);
        if (!name.lookingAt()) {
            throw new Unreadable("NAME=VALUE is wanted here", OptionalInt.of(line), OptionalInt.empty());
        }
        at = name.end();
        char quote = at < text.length() ? text.charAt(at) : '\n';
        values.put(
                name.group(1),
                switch (quote) {
                    case '\'' -> Raw.inFile(quoted(SINGLE, line), false, line);
                    case '"' -> Raw.inFile(unescaped(quoted(DOUBLE, line)), true, line);
                    default -> Raw.inFile(restOfLine(), true, line);
                });
    }

    private String quoted(Pattern quotes, int line) throws Unreadable {
        Matcher value = from(quotes);
        if (!value.lookingAt()) {
            throw new Unreadable("the quote that opens here is not closed", OptionalInt.of(line), OptionalInt.empty());
        }
        at = value.end();
        if (!skip(BLANK)) {
            throw new Unreadable("there is more after the closing quote", OptionalInt.of(line()), OptionalInt.empty());
        }
        return value.group(1);
    }

    private String restOfLine() {
        int newline = text.indexOf('\n', at);
        int end = newline < 0 ? text.length() : newline;
        String rest = text.substring(at, end);
        at = Math.min(end + 1, text.length());
        return COMMENT.matcher(rest).replaceFirst("").strip();
    }

    /** A dollar sign that was escaped must not begin a variable later. */
    private static String unescaped(String value) {
        return ESCAPE.matcher(value)
                .replaceAll(escape -> Matcher.quoteReplacement(
                        switch (escape.group(1)) {
                            case "n" -> "\n";
                            case "r" -> "\r";
                            case "t" -> "\t";
                            case "\"", "\\" -> escape.group(1);
                            case "$" -> value.startsWith("{", escape.end()) ? "$$" : "$";
                            default -> escape.group();
                        }));
    }

    private boolean skip(Pattern pattern) {
        Matcher matcher = from(pattern);
        boolean found = matcher.lookingAt();
        if (found) {
            at = matcher.end();
        }
        return found;
    }

    private Matcher from(Pattern pattern) {
        return pattern.matcher(text).region(at, text.length());
    }

    private int line() {
        return 1
                + (int) text.substring(0, at)
                        .chars()
                        .filter(character -> character == '\n')
                        .count();
    }
}

package dev.pipette.cli;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A cell of a script or of a notebook.
 *
 * @param source what a notebook shows
 * @param marker the line that begins it in a script, where that is not the usual one; empty for the beginning of a script that
 *     has no such line
 * @param tail the line ends behind it in a script, where those are not the usual ones
 * @param exact how it is written in a script, where the source is not enough to write it so
 */
record ScriptCell(
        Kind kind,
        String source,
        @Nullable String marker,
        @Nullable String tail,
        @Nullable String exact) {
    /** A line that begins a cell: two slashes, two percent signs, and a title. */
    static final Pattern MARKER = Pattern.compile("(?md)^// *%%(?:[ \\t].*)?$");

    /** Two slashes and percent signs that begin no cell have a backslash between them. */
    private static final Pattern TO_ESCAPE = Pattern.compile("(?md)^(// *)(\\\\*%%)");

    private static final Pattern ESCAPED = Pattern.compile("(?md)^(// *)\\\\(\\\\*%%)");

    /** A command of the kernel for a whole cell, {@code %%sql}, which is a comment in a script. */
    private static final Pattern MAGIC = Pattern.compile("%%\\S(?s:.*)");

    private static final Pattern TITLE = Pattern.compile("// *%%[ \\t]*(.*?)[ \\t]*");
    private static final Pattern TEST = Pattern.compile("test(?:[ \\t:]+(.*))?");

    /** What a cell is. */
    enum Kind {
        CODE("// %%", "code"),
        MARKDOWN("// %% [markdown]", "markdown"),
        RAW("// %% [raw]", "raw");

        final String marker;
        final String type;

        Kind(String marker, String type) {
            this.marker = marker;
            this.type = type;
        }

        static Kind ofMarker(String marker) {
            if (marker.contains("[markdown]") || marker.contains("[md]")) {
                return MARKDOWN;
            }
            return marker.contains("[raw]") ? RAW : CODE;
        }

        static Optional<Kind> ofType(String type) {
            return Arrays.stream(values())
                    .filter(kind -> kind.type.equals(type))
                    .findFirst();
        }
    }

    /** A cell as a script has it. */
    static ScriptCell parsed(String text, boolean last) {
        Matcher first = MARKER.matcher(text);
        String marker = first.lookingAt() ? first.group() : "";
        String rest = text.substring(Math.min(text.length(), marker.isEmpty() ? 0 : marker.length() + 1));
        String tail = "\n".repeat(Math.min(lineEnds(rest), usualTail(last).length()));
        Kind kind = Kind.ofMarker(marker);
        String source = decoded(kind, rest.substring(0, rest.length() - tail.length()));
        ScriptCell cell = new ScriptCell(
                kind,
                source,
                marker.equals(kind.marker) ? null : marker,
                tail.equals(usualTail(last)) ? null : tail,
                null);
        return cell.written(marker.isEmpty(), last).equals(text)
                ? cell
                : new ScriptCell(kind, source, cell.marker(), cell.tail(), text);
    }

    private static int lineEnds(String text) {
        int count = 0;
        while (count < text.length() && text.charAt(text.length() - 1 - count) == '\n') {
            count++;
        }
        return count;
    }

    private static String usualTail(boolean last) {
        return last ? "\n" : "\n\n";
    }

    /** The cell as a script has it. */
    String written(boolean first, boolean last) {
        String text = isExact(first) ? String.valueOf(exact) : usual(first, last);
        return last || text.endsWith("\n") ? text : text + "\n";
    }

    /** Whether the way that it was written in a script still says the same. */
    private boolean isExact(boolean first) {
        if (exact == null || !(first || MARKER.matcher(exact).lookingAt())) {
            return false;
        }
        ScriptCell read = parsed(exact, true);
        ScriptCell inside = parsed(exact, false);
        return read.kind() == kind
                && (read.source().equals(source) || inside.source().equals(source));
    }

    private String usual(boolean first, boolean last) {
        String begin =
                marker == null || Kind.ofMarker(marker) != kind || (marker.isEmpty() && !first) ? kind.marker : marker;
        return begin + (begin.isEmpty() ? "" : "\n") + encoded() + (tail == null ? usualTail(last) : tail);
    }

    private String encoded() {
        if (kind != Kind.CODE) {
            return escaped(commented(source));
        }
        if (!MAGIC.matcher(source).matches()) {
            return escaped(source);
        }
        int end = source.indexOf('\n');
        return end < 0
                ? "// " + source
                : "// " + source.substring(0, end + 1) + escaped(commented(source.substring(end + 1)));
    }

    private static String decoded(Kind kind, String body) {
        if (kind != Kind.CODE) {
            return uncommented(unescaped(body));
        }
        int end = body.indexOf('\n');
        String first = end < 0 ? body : body.substring(0, end);
        boolean magic = first.startsWith("// %%") && body.lines().allMatch(line -> line.startsWith("//"));
        return magic
                ? uncommented(first) + (end < 0 ? "" : "\n" + uncommented(unescaped(body.substring(end + 1))))
                : unescaped(body);
    }

    private static String escaped(String text) {
        return TO_ESCAPE.matcher(text).replaceAll("$1\\\\$2");
    }

    private static String unescaped(String text) {
        return ESCAPED.matcher(text).replaceAll("$1$2");
    }

    private static String commented(String text) {
        return List.of(text.split("\n", -1)).stream()
                .map(line -> line.isEmpty() ? "//" : "// " + line)
                .collect(Collectors.joining("\n"));
    }

    private static String uncommented(String text) {
        return List.of(text.split("\n", -1)).stream()
                .map(line ->
                        line.startsWith("// ") ? line.substring(3) : line.startsWith("//") ? line.substring(2) : line)
                .collect(Collectors.joining("\n"));
    }

    /** The name of the test that it is: what its marker has behind the word test; empty where it is none. */
    Optional<String> test() {
        Matcher title = TITLE.matcher(marker == null ? "" : marker);
        Matcher test = TEST.matcher(title.matches() ? title.group(1) : "");
        return kind == Kind.CODE && test.matches()
                ? Optional.of(Optional.ofNullable(test.group(1)).orElse(""))
                : Optional.empty();
    }
}

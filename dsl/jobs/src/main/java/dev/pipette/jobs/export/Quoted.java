package dev.pipette.jobs.export;

import java.util.Collection;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Texts in the quotes of other languages, so that each of them reads back the same text. */
final class Quoted {
    private static final Pattern PLAIN = Pattern.compile("[A-Za-z0-9_./:=@%+,-]+");

    private Quoted() {}

    /** A word of a POSIX shell. */
    static String shell(String word) {
        return PLAIN.matcher(word).matches() && !word.startsWith("=") ? word : "'" + word.replace("'", "'\\''") + "'";
    }

    /** Words of a POSIX shell. */
    static String shell(Collection<String> words) {
        return words.stream().map(Quoted::shell).collect(Collectors.joining(" "));
    }

    /** A string in double quotes, as YAML and Python read it. */
    static String string(String text) {
        StringBuilder quoted = new StringBuilder("\"");
        text.codePoints().forEach(point -> quoted.append(escaped(point)));
        return quoted.append('"').toString();
    }

    private static String escaped(int point) {
        return switch (point) {
            case '"' -> "\\\"";
            case '\\' -> "\\\\";
            case '\n' -> "\\n";
            case '\t' -> "\\t";
            case '\r' -> "\\r";
            default -> isPlain(point) ? Character.toString(point) : "\\U%08X".formatted(point);
        };
    }

    /** Whether YAML takes the character as it is. */
    static boolean isPlain(int point) {
        return switch (Character.getType(point)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR,
                    Character.SURROGATE,
                    Character.PRIVATE_USE,
                    Character.UNASSIGNED -> false;
            default -> true;
        };
    }

    /** A list in brackets. */
    static String list(Collection<String> texts) {
        return texts.stream().map(Quoted::string).collect(Collectors.joining(", ", "[", "]"));
    }

    /** Lines as the value of a YAML key, in a block where its characters allow it. */
    static String block(String text, int indent) {
        boolean plain = text.codePoints().allMatch(point -> point == '\n' || isPlain(point));
        if (!plain || text.startsWith(" ") || text.startsWith("\n") || text.endsWith("\n")) {
            return string(text);
        }
        String margin = " ".repeat(indent);
        return "|-\n"
                + text.lines().map(line -> line.isEmpty() ? "" : margin + line).collect(Collectors.joining("\n"));
    }

    /** Words of an {@code ExecStart}, with escapes as C has them; systemd replaces percent and dollar signs. */
    static String systemd(List<String> words) {
        UnaryOperator<String> word = text -> "\""
                + text.codePoints()
                        .mapToObj(Quoted::ofUnit)
                        .collect(Collectors.joining())
                        .replace("%", "%%")
                        .replace("$", "$$")
                + "\"";
        return words.stream()
                .map(text -> PLAIN.matcher(text).matches() && !text.contains("%") ? text : word.apply(text))
                .collect(Collectors.joining(" "));
    }

    private static String ofUnit(int point) {
        return switch (point) {
            case '"' -> "\\\"";
            case '\\' -> "\\\\";
            case '\n' -> "\\n";
            case '\t' -> "\\t";
            case '\r' -> "\\r";
            default -> isPlain(point) ? Character.toString(point) : "\\U%08x".formatted(point);
        };
    }

    /** The lines of a comment. */
    static String comment(Collection<String> sentences) {
        return sentences.stream().map(sentence -> "# " + sentence + "\n").collect(Collectors.joining());
    }
}

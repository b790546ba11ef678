package dev.pipette.cli.shell;

import dev.pipette.LoadInfo;
import dev.pipette.plan.RunPlan;
import dev.pipette.rows.Rows;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.BaseStream;
import java.util.stream.Collectors;
import org.jooq.Result;
import org.jspecify.annotations.Nullable;

/** How a value prints itself. */
final class ShellValue {
    /** More than this of a text is not read by anybody in a terminal. */
    private static final int LONGEST = 20_000;

    private static final int LONGEST_LINE = 2_000;

    private ShellValue() {}

    /**
     * A value as text.
     *
     * @param name of the variable that holds it, for what can be done with it
     */
    static String of(@Nullable Object value, String name, ShellScreen screen) {
        String text = switch (value) {
            case null -> "null";
            case Rows rows -> rows(rows, name, screen.width());
            case Result<?> result -> rows(new Rows(result.into(result.fields()), result.size()), name, screen.width());
            case LoadInfo info -> summary(info);
            case RunPlan plan when screen.hasColors() -> plan.toColoredText();
            case String string -> string.contains("\n") ? string : "\"" + string.replace("\"", "\\\"") + "\"";
            case Character character -> "'" + character + "'";
            case Optional<?> optional ->
                optional.map(inner -> "Optional of " + of(inner, name, screen)).orElse("Optional, empty");
            case BaseStream<?, ?> _ -> "a stream that is not read yet: read it once, with .toList()";
            case Object[] array -> Arrays.deepToString(array);
            case Object array when array.getClass().isArray() -> primitives(array);
            default -> printed(value);
        };
        return shortened(text.stripTrailing());
    }

    /** A run in one line, and what it has to say besides in lines below. */
    static String summary(LoadInfo info) {
        return info + info.notes().stream().map(note -> "\n  note: " + note).collect(Collectors.joining());
    }

    private static String rows(Rows rows, String name, OptionalInt width) {
        return width.isEmpty()
                ? rows.toString()
                : rows.fitted(
                        width.getAsInt(),
                        List.of(),
                        (name.isEmpty() ? "rows" : name) + ".blocks(List.of()) shows all columns.");
    }

    private static String primitives(Object array) {
        String nested = Arrays.deepToString(new Object[] {array});
        return nested.substring(1, nested.length() - 1);
    }

    /** What the value prints; where its class has no text for it, the name of the class and no address in memory. */
    private static String printed(Object value) {
        Class<?> type = value.getClass();
        String text = String.valueOf(value.toString());
        boolean isAddress = text.equals(type.getName() + "@" + Integer.toHexString(System.identityHashCode(value)))
                || text.startsWith(type.getName() + "@");
        return isAddress ? "a value of " + kind(type) : text;
    }

    private static String kind(Class<?> type) {
        boolean isHidden = type.isHidden() || type.isSynthetic() || type.isAnonymousClass();
        return isHidden && type.getInterfaces().length > 0
                ? type.getInterfaces()[0].getSimpleName()
                : type.getSimpleName();
    }

    private static String shortened(String text) {
        boolean isOneLine = text.indexOf('\n') < 0;
        int most = isOneLine ? LONGEST_LINE : LONGEST;
        return text.length() <= most
                ? text
                : text.substring(0, most) + " … (" + (text.length() - most) + " more characters)";
    }
}

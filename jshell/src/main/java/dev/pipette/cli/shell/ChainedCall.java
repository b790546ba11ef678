package dev.pipette.cli.shell;

import dev.pipette.cli.CellSession.Evaluated;
import dev.pipette.cli.JavaText;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import jdk.jshell.ExpressionSnippet;
import jdk.jshell.Snippet;
import jdk.jshell.Snippet.SubKind;
import jdk.jshell.VarSnippet;

/**
 * A line that begins with a dot and is typed below an input that was evaluated already: the call goes to the value of that input, so
 * that a chain means the same as in a file.
 *
 * <pre>
 * pipette> Resource orders = csv("orders", Path.of("orders.csv"))
 * pipette>     .merge("id")              orders = orders.merge("id")
 * </pre>
 *
 * @param variable that holds the value
 * @param kind of the input that the call follows
 */
record ChainedCall(String variable, Kind kind) {
    /** What the input did with its value. */
    private enum Kind {
        SHOWN,
        ASSIGNED,
        DECLARED_BY_VAR
    }

    /** Holds the value for a moment, because {@code var x = x.merge("id")} is not Java. */
    private static final String STEP = "pipette.shell.chained";

    private static final Pattern BEGINS = Pattern.compile("\\s*\\.\\s*[A-Za-z_$]");

    /** Names, dots and {@code new}: what may be before the arguments of the last call of a chain. */
    private static final Pattern CHAIN = Pattern.compile("[\\w.$\\s]*");

    static boolean isOne(String code) {
        return BEGINS.matcher(code).lookingAt();
    }

    /**
     * Where a call goes that follows an input; empty where it would mean something else in a file.
     *
     * @param last snippet of the input
     * @param code of the input
     */
    static Optional<ChainedCall> after(Evaluated last, String code) {
        Snippet snippet = last.snippet();
        if (last.value().isEmpty() || isEnded(code)) {
            return Optional.empty();
        }
        String name = name(snippet);
        boolean isDeclared = snippet.subKind() == SubKind.VAR_DECLARATION_WITH_INITIALIZER_SUBKIND
                || snippet.subKind() == SubKind.ASSIGNMENT_SUBKIND;
        String source = withoutArguments(snippet.source());
        String value = isDeclared ? source.substring(source.indexOf('=') + 1) : source;
        String chain = value.strip().replaceFirst(";$", "");
        Kind kind = !isDeclared ? Kind.SHOWN : source.strip().startsWith("var ") ? Kind.DECLARED_BY_VAR : Kind.ASSIGNED;
        return !name.isEmpty() && CHAIN.matcher(chain).matches()
                ? Optional.of(new ChainedCall(name, kind))
                : Optional.empty();
    }

    /** Whether a semicolon ends it, or the body of a declaration or a statement. */
    static boolean isEnded(String code) {
        String rest = withoutArguments(code).stripTrailing();
        return rest.endsWith(";") || code.stripTrailing().endsWith("}");
    }

    static String name(Snippet snippet) {
        return switch (snippet) {
            case VarSnippet variable -> variable.name();
            case ExpressionSnippet expression ->
                Optional.ofNullable(expression.name()).orElse("");
            default -> "";
        };
    }

    /** The code without comments, literals and all that is in brackets. */
    private static String withoutArguments(String code) {
        JavaText java = new JavaText(code);
        StringBuilder rest = new StringBuilder();
        int depth = 0;
        int at = 0;
        while (at < code.length()) {
            int after = java.after(at);
            if (after > at) {
                rest.append(depth == 0 && code.charAt(at) != '/' ? "x" : " ");
                at = after;
                continue;
            }
            char here = code.charAt(at);
            depth += "([{".indexOf(here) >= 0 ? 1 : 0;
            if (depth == 0) {
                rest.append(here);
            }
            depth -= ")]}".indexOf(here) >= 0 ? 1 : 0;
            at++;
        }
        return rest.toString();
    }

    /**
     * The call as code, in steps of which the last one is what was typed. A variable of another type is declared again, with a value
     * that snippets do not know by a name: JShell would evaluate again what depends on the older variable.
     *
     * @param type of an expression
     */
    List<String> steps(String call, UnaryOperator<String> type) {
        String called = variable + call.strip();
        if (kind == Kind.SHOWN) {
            return List.of(called);
        }
        String found = kind == Kind.ASSIGNED ? "" : type.apply(called);
        return found.isEmpty() || found.equals(type.apply(variable))
                ? List.of(variable + " = " + called)
                : List.of(
                        "System.getProperties().put(\"" + STEP + "\", " + withoutEnd(called) + "\n);",
                        found + " " + variable + " = (" + found + ") System.getProperties().remove(\"" + STEP + "\");");
    }

    /** Without a semicolon and comments behind it, so that it can be an argument. */
    private static String withoutEnd(String code) {
        JavaText java = new JavaText(code);
        int end = 0;
        int at = 0;
        while (at < code.length()) {
            int after = java.after(at);
            boolean isCode = after == at || code.charAt(at) != '/';
            boolean isMark = code.charAt(at) == ';' || Character.isWhitespace(code.charAt(at));
            at = after > at ? after : at + 1;
            end = isCode && !isMark ? at : end;
        }
        return code.substring(0, end);
    }
}

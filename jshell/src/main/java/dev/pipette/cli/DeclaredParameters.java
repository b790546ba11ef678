package dev.pipette.cli;

import dev.pipette.error.ErrorCode;
import dev.pipette.error.PipetteException;
import dev.pipette.text.Grid;
import dev.pipette.text.NearestName;
import dev.pipette.text.Secrets;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The parameters that a program declares, read from its source code, because a list of them must run nothing.
 *
 * <pre>{@code
 * DeclaredParameters.in("int days = param(\"days\", 7)").checkKnown("day.jsh", List.of("dayz"));   // Did you mean 'days'?
 * }</pre>
 *
 * @param all by name
 * @param others whether it also calls {@code param(..)} with a name that is not written there
 * @param readsInterval whether it calls {@code run.interval()}, which the parameters from and to can name
 */
record DeclaredParameters(Map<String, Declared> all, boolean others, boolean readsInterval) {
    private static final Pattern CALL = Pattern.compile("\\bparam\\s*\\(");
    private static final Pattern INTERVAL = Pattern.compile("\\brun\\s*\\.\\s*interval\\s*\\(");
    private static final Pattern CLASS = Pattern.compile("([A-Za-z_][\\w.]*)\\.class");
    private static final Pattern STATIC = Pattern.compile("([A-Z]\\w*)\\s*\\..*", Pattern.DOTALL);
    private static final Pattern VARIABLE =
            Pattern.compile("([A-Za-z_][\\w.]*)\\s+\\w+\\s*=\\s*(?:Pipette\\s*\\.\\s*)?$");

    private static final String FROM = "from";
    private static final String TO = "to";

    /** One of them, whose default is empty where it has to be given. */
    record Declared(String type, Optional<String> value, String description) {}

    /** Those of a source text. */
    static DeclaredParameters in(String source) {
        JavaText text = new JavaText(source);
        Map<String, Declared> all = new LinkedHashMap<>();
        boolean others = false;
        Matcher call = CALL.matcher(source);
        Matcher interval = INTERVAL.matcher(source);
        boolean readsInterval = false;
        int at = 0;
        while (at < source.length()) {
            int after = text.after(at);
            if (after > at) {
                at = after;
            } else if (call.region(at, source.length()).lookingAt() && isOurs(source, at)) {
                List<String> arguments = text.arguments(call.end() - 1);
                Optional<String> name = arguments.size() < 2 ? Optional.empty() : literal(arguments.getFirst());
                others |= name.isEmpty();
                String before = source.substring(0, at);
                name.ifPresent(known -> all.putIfAbsent(known, declared(before, arguments)));
                at = call.end();
            } else {
                readsInterval |= interval.region(at, source.length()).lookingAt() && isOurs(source, at);
                at++;
            }
        }
        if (readsInterval) {
            all.putIfAbsent(
                    FROM, new Declared("time", Optional.empty(), "the begin of the interval: --interval FROM/TO"));
            all.putIfAbsent(TO, new Declared("time", Optional.empty(), "its end"));
        }
        return new DeclaredParameters(all, others, readsInterval);
    }

    /** Whether the program can load what belongs to an interval of time. */
    boolean takesInterval() {
        return readsInterval || (all.containsKey(FROM) && all.containsKey(TO));
    }

    /** Not a method of this name of another object. */
    private static boolean isOurs(String source, int at) {
        if (at > 0 && Character.isJavaIdentifierPart(source.charAt(at - 1))) {
            return false;
        }
        String before = source.substring(Math.max(0, at - 40), at).stripTrailing();
        return !before.endsWith(".") || before.matches("(?s).*\\bPipette\\s*\\.");
    }

    private static Declared declared(String before, List<String> arguments) {
        String value = arguments.get(1);
        String description = arguments.size() > 2 ? literal(arguments.get(2)).orElse("") : "";
        Matcher type = CLASS.matcher(value);
        if (type.matches()) {
            return new Declared(simple(type.group(1)), Optional.empty(), description);
        }
        Matcher variable = VARIABLE.matcher(before);
        String declared = variable.find() && !variable.group(1).equals("var") ? simple(variable.group(1)) : type(value);
        return new Declared(declared, Optional.of(literal(value).orElse(value)), description);
    }

    private static String simple(String type) {
        return type.substring(type.lastIndexOf('.') + 1);
    }

    /** The type of a default, by how it is written. */
    private static String type(String value) {
        if (value.startsWith("\"")) {
            return "String";
        }
        if (value.equals("true") || value.equals("false")) {
            return "boolean";
        }
        if (value.matches("-?[0-9][0-9_]*[lL]?")) {
            return value.matches(".*[lL]") ? "long" : "int";
        }
        Matcher type = STATIC.matcher(value);
        return value.matches("-?[0-9._]+[dD]?") ? "double" : type.matches() ? type.group(1) : "";
    }

    /** What a text literal of one line says; empty for anything else. */
    private static Optional<String> literal(String argument) {
        return argument.matches("\"(?:[^\"\\\\]|\\\\.)*\"") && !argument.equals("\"\"\"")
                ? Optional.of(argument.substring(1, argument.length() - 1).translateEscapes())
                : Optional.empty();
    }

    /**
     * Refuses names that the program does not read; not where it may read any.
     *
     * @throws PipetteException BAD_USAGE with the name that was meant
     */
    void checkKnown(String file, Collection<String> given) {
        for (String name : given) {
            if (!others && !all.containsKey(name)) {
                throw new PipetteException(
                        ErrorCode.BAD_USAGE,
                        file + " has no parameter '" + name + "'." + NearestName.question(name, all.keySet())
                                + " Its parameters are listed by: pipette run --help-script " + file);
            }
        }
    }

    /** The list, for people. */
    String text(String file) {
        if (all.isEmpty()) {
            return file + " has no parameters. A program declares one like this: int days = param(\"days\", 7)";
        }
        Grid grid = new Grid("parameter", "type", "default", "description");
        all.forEach((name, declared) -> grid.add(
                name,
                declared.type(),
                declared.value()
                        .map(value -> Secrets.isSecretName(name) ? "***" : value)
                        .orElse("(has to be given)"),
                declared.description()));
        return grid.text() + "\n\nGive them before the file: pipette run --param NAME=VALUE " + file;
    }
}

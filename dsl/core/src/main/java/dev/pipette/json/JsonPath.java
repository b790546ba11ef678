package dev.pipette.json;

import dev.pipette.error.ErrorCode;
import dev.pipette.error.PipetteException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Where something is in a JSON document: a JSON Pointer (RFC 6901), or the part of JSONPath (RFC 9535) that can be followed
 * while a document is read from its beginning to its end.
 *
 * <pre>{@code
 * JsonPath.of("/data/items");            // the pointer
 * JsonPath.of("$.data.items[*]");        // the same
 * JsonPath.of("$.orders[*].lines[*]");   // the lines of all orders
 * }</pre>
 *
 * @param text as it was written
 * @param steps from the root of the document; none for the document itself
 */
public record JsonPath(String text, List<Step> steps) {
    private static final Pattern STEP = Pattern.compile(
            "\\.(?<dotted>[\\p{L}_][\\p{L}\\p{N}_-]*)"
                    + "|\\['(?<single>[^'\\\\]+)'\\]|\\[\"(?<dbl>[^\"\\\\]+)\"\\]|\\[(?<index>\\d{1,9})\\]|(?<all>\\.\\*|\\[\\*\\])");

    /** One step into an object or a list. */
    public sealed interface Step {
        /** A property, or, in a pointer, the element of a list that has this number. */
        record Name(String name) implements Step {
            @Override
            public String toString() {
                return name;
            }
        }

        /** All properties of an object, or all elements of a list. */
        record All() implements Step {
            @Override
            public String toString() {
                return "*";
            }
        }
    }

    /** Copies the steps. */
    public JsonPath {
        steps = List.copyOf(steps);
    }

    /**
     * Reads a path.
     *
     * @param text a pointer, which is empty or begins with a slash, or a JSONPath, which begins with a dollar sign
     * @throws PipetteException BAD_USAGE for another text, and for JSONPath that needs more than one way through a document
     */
    public static JsonPath of(String text) {
        if (text.isEmpty() || text.startsWith("/")) {
            return pointer(text);
        }
        if (text.startsWith("$")) {
            return new JsonPath(text, jsonPath(text));
        }
        throw new PipetteException(
                ErrorCode.BAD_USAGE,
                "the path '" + text + "' is neither a JSON Pointer nor a JSONPath. Write /" + text.replace('.', '/')
                        + " or $." + text + ".");
    }

    private static JsonPath pointer(String text) {
        List<Step> steps = new ArrayList<>();
        if (!text.isEmpty()) {
            for (String token : text.substring(1).split("/", -1)) {
                steps.add(new Step.Name(token.replace("~1", "/").replace("~0", "~")));
            }
        }
        return new JsonPath(text, steps);
    }

    private static List<Step> jsonPath(String text) {
        List<Step> steps = new ArrayList<>();
        Matcher matcher = STEP.matcher(text);
        int at = 1;
        while (at < text.length()) {
            matcher.region(at, text.length());
            if (!matcher.lookingAt()) {
                throw new PipetteException(
                        ErrorCode.BAD_USAGE,
                        "the JSONPath '" + text + "' cannot be followed from its character " + (at + 1) + " on: '"
                                + text.substring(at) + "'. There are .name, ['name'], [3], [*] and .*; filters, slices"
                                + " and .. would need the whole document in memory. Select more, and use"
                                + " .filter(..) or .map(..) of the resource.");
            }
            steps.add(step(matcher));
            at = matcher.end();
        }
        // the rows of a list are its elements, whether or not the path says so
        if (!steps.isEmpty() && steps.getLast() instanceof Step.All && text.endsWith("[*]")) {
            steps.removeLast();
        }
        return steps;
    }

    private static Step step(Matcher matcher) {
        if (matcher.group("all") != null) {
            return new Step.All();
        }
        for (String group : List.of("dotted", "single", "dbl", "index")) {
            if (matcher.group(group) != null) {
                return new Step.Name(matcher.group(group));
            }
        }
        throw new IllegalStateException("a step without a name");
    }

    /** The path as a JSON Pointer; empty where it leads to several places. */
    public Optional<String> pointer() {
        return isSingle()
                ? Optional.of(steps.stream()
                        .map(step -> "/" + escaped(step.toString()))
                        .collect(Collectors.joining()))
                : Optional.empty();
    }

    /** Whether it leads to one place. */
    public boolean isSingle() {
        return steps.stream().noneMatch(Step.All.class::isInstance);
    }

    /** A name as a pointer writes it. */
    public static String escaped(String name) {
        return name.replace("~", "~0").replace("/", "~1");
    }

    /** Whether the step at a depth leads to a property of this name, or an element of this number. */
    public boolean leads(int depth, String name) {
        return depth < steps.size()
                && switch (steps.get(depth)) {
                    case Step.Name(String wanted) -> wanted.equals(name);
                    case Step.All _ -> true;
                };
    }

    List<String> names() {
        return steps.stream().map(Step::toString).toList();
    }

    @Override
    public String toString() {
        return text;
    }
}

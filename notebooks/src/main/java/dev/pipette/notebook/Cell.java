package dev.pipette.notebook;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The text of a cell: Java, with lines that begin with {@code %} between, or one magic for all of it.
 *
 * @param magic of a cell that begins with {@code %%}; its code is then the text below
 */
record Cell(Optional<Magic> magic, String code) {
    private static final Pattern CELL_MAGIC = Pattern.compile("\\s*%%([A-Za-z]\\w*)[ \\t]*([^\\n]*)(?:\\n|$)");
    private static final Pattern LINE_MAGIC = Pattern.compile("%([A-Za-z]\\w*)(?:[ \\t]+(.*))?");

    /** A word behind {@code %}, and what follows it in its line. */
    record Magic(String name, List<String> arguments) {
        private static Magic of(String name, String rest) {
            return new Magic(
                    name, rest.isBlank() ? List.of() : List.of(rest.strip().split("\\s+")));
        }
    }

    /** A part of a cell: a magic in a line of its own, or Java with as many empty lines before as there are lines above. */
    record Part(Optional<Magic> magic, String java) {}

    static Cell of(String text) {
        String lines = text.replace("\r\n", "\n");
        Matcher magic = CELL_MAGIC.matcher(lines);
        return magic.lookingAt()
                ? new Cell(Optional.of(Magic.of(magic.group(1), magic.group(2))), lines.substring(magic.end()))
                : new Cell(Optional.empty(), lines);
    }

    /**
     * The parts in their order.
     *
     * @param isWhole whether Java that ends at a line is whole there; a {@code %} behind what is not is an operator
     */
    List<Part> parts(Predicate<String> isWhole) {
        List<Part> parts = new ArrayList<>();
        StringBuilder java = new StringBuilder();
        String[] lines = code.split("\n", -1);
        for (int at = 0; at < lines.length; at++) {
            Matcher magic = LINE_MAGIC.matcher(lines[at].stripTrailing());
            if (magic.matches() && isWhole.test(java.toString())) {
                addJava(java, parts);
                parts.add(new Part(
                        Optional.of(Magic.of(
                                magic.group(1),
                                Optional.ofNullable(magic.group(2)).orElse(""))),
                        ""));
                java = new StringBuilder("\n".repeat(at + 1));
            } else {
                java.append(lines[at]).append('\n');
            }
        }
        addJava(java, parts);
        return parts;
    }

    private static void addJava(StringBuilder java, List<Part> parts) {
        if (!java.toString().isBlank()) {
            parts.add(new Part(Optional.empty(), java.toString()));
        }
    }
}

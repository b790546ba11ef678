package dev.pipette.schema.file;

import dev.pipette.schema.Column;
import dev.pipette.schema.KeyHints;
import dev.pipette.schema.TableReference;
import dev.pipette.schema.TableSchema;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * A schema as an entity relationship diagram of Mermaid. Source of what a name, a type and a comment may hold: {@code
 * erDiagram.jison} in Mermaid 11.
 */
final class MermaidText {
    /** What an attribute and its type may be; others get '_' in the place of what may not be there. */
    private static final Pattern NO_WORD = Pattern.compile("[^A-Za-z0-9_]");

    /** Words that the grammar takes for keys, in letters of any case. */
    private static final Set<String> KEYS = Set.of("PK", "FK", "UK");

    /** What even a name in quotes may not have, or what Mermaid replaces before it reads it. */
    private static final Pattern NOT_QUOTED = Pattern.compile("[\"%;\\\\\\p{Cntrl}\u2028\u2029]");

    /** A line outside of an entity that has this is a statement, also in quotes. */
    private static final Pattern DIRECTION = Pattern.compile("(?i)(direction)\\s+(TB|BT|RL|LR)");

    /** A first word with this, and another one behind it, is read as a type with parameters, also in quotes. */
    private static final Pattern GENERIC = Pattern.compile("\\S*~.*");

    private final SchemaFile file;
    private final Map<String, String> entities = new HashMap<>();
    private final StringBuilder text = new StringBuilder("erDiagram\n");

    private MermaidText(SchemaFile file) {
        this.file = file;
        Set<String> taken = new HashSet<>();
        file.tables().forEach(table -> entities.put(table.name(), entity(table.name(), taken)));
    }

    static String of(SchemaFile file) {
        MermaidText made = new MermaidText(file);
        file.tables().forEach(made::add);
        file.tables().forEach(made::relate);
        return made.text.toString();
    }

    private static String entity(String name, Set<String> taken) {
        String written = undirected(NOT_QUOTED.matcher(name).replaceAll("_"));
        return "\"" + unused(written.isEmpty() ? "_" : written, taken) + "\"";
    }

    private static String unused(String word, Set<String> taken) {
        String free = word;
        for (int number = 2; !taken.add(free); number++) {
            free = word + "_" + number;
        }
        return free;
    }

    private void add(TableSchema table) {
        text.append("    ").append(entities.get(table.name())).append(" {\n");
        Set<String> taken = new HashSet<>();
        for (Column column : table.columns().values()) {
            text.append("        ").append(attribute(table, column, taken)).append('\n');
        }
        text.append("    }\n");
    }

    private static String attribute(TableSchema table, Column column, Set<String> taken) {
        String type = TypeText.of(column);
        int digits = type.indexOf('(');
        String word = word(digits < 0 ? type : type.substring(0, digits));
        String name = unused(word(column.name()), taken);
        List<String> keys = new ArrayList<>();
        if (column.primaryKey()) {
            keys.add("PK");
        }
        if (KeyHints.references(table).stream()
                .anyMatch(reference -> reference.columns().contains(column.name()))) {
            keys.add("FK");
        }
        if (column.unique()) {
            keys.add("UK");
        }
        List<String> comments = new ArrayList<>();
        if (!name.equals(column.name())) {
            comments.add(column.name());
        }
        if (digits >= 0) {
            comments.add(type);
        }
        if (!column.nullable()) {
            comments.add("not null");
        }
        column.description().ifPresent(comments::add);
        return word + " " + name + (keys.isEmpty() ? "" : " " + String.join(", ", keys))
                + (comments.isEmpty() ? "" : " \"" + comment(String.join("; ", comments)) + "\"");
    }

    private static String word(String name) {
        String word = NO_WORD.matcher(name).replaceAll("_");
        boolean begins = !word.isEmpty() && !Character.isDigit(word.charAt(0));
        return KEYS.contains(word.toUpperCase(Locale.ROOT)) ? word + "_" : begins ? word : "_" + word;
    }

    /** A text between quotes, in one line, without what Mermaid takes for its settings. */
    private static String comment(String text) {
        String line = text.replace('"', '\'')
                .replaceAll("[\\p{Cntrl}\u2028\u2029]+", " ")
                .replace("%%{", "% %{");
        return GENERIC.matcher(line).matches() ? " " + line : line;
    }

    private static String undirected(String text) {
        return DIRECTION.matcher(text).replaceAll("$1_$2");
    }

    private void relate(TableSchema table) {
        table.parent()
                .filter(entities::containsKey)
                .ifPresent(parent -> relation(parent, "||--o{", table.name(), "has"));
        for (TableReference reference : KeyHints.references(table)) {
            if (entities.containsKey(reference.table())) {
                relation(reference.table(), "||--o{", table.name(), String.join(", ", reference.columns()));
            }
        }
    }

    private void relation(String one, String line, String many, String label) {
        text.append("    ")
                .append(entities.get(one))
                .append(' ')
                .append(line)
                .append(' ')
                .append(entities.get(many))
                .append(" : \"")
                .append(undirected(comment(label)))
                .append("\"\n");
    }
}

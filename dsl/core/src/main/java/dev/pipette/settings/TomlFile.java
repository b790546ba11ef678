package dev.pipette.settings;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.dataformat.toml.TomlMapper;

/** Reads {@code pipette.toml} and {@code secrets.toml}: tables become dotted keys, every value a text. */
final class TomlFile {
    private static final TomlMapper TOML = new TomlMapper();

    /** What Jackson says of broken files and may be repeated, because it is always the same. */
    private static final Set<String> REASONS = Set.of(
            "Duplicate key",
            "Illegal control character",
            "Newline not permitted here",
            "Premature end of file",
            "Unknown escape sequence",
            "Unknown token",
            "Zero-prefixed ints are not valid. If you want an octal literal, use the prefix '0o'");

    private static final Pattern TABLE = Pattern.compile("\\s*\\[([^\\[\\]]+)\\]\\s*(?:#.*)?");
    private static final Pattern KEY = Pattern.compile("\\s*([A-Za-z0-9_.\"' -]+?)\\s*=.*");
    private static final Pattern LONG_TEXT = Pattern.compile("\"\"\"|'''");

    /** Before the keys of a list of tables, which are not settings. */
    private static final String LIST = "[[";

    private TomlFile() {}

    static Map<String, Raw> read(String content) throws Unreadable {
        String text = content.startsWith("\uFEFF") ? content.substring(1) : content;
        Map<String, Raw> values = new LinkedHashMap<>();
        flatten("", tree(text), lines(text), values);
        return values;
    }

    private static JsonNode tree(String text) throws Unreadable {
        try {
            return TOML.readTree(text);
        } catch (JacksonException broken) {
            // neither cause nor other words of it: they could repeat what is in the file
            String reason = String.valueOf(broken.getOriginalMessage());
            throw new Unreadable(
                    "it is not TOML: "
                            + (REASONS.contains(reason)
                                    ? Character.toLowerCase(reason.charAt(0)) + reason.substring(1)
                                    : "this cannot be read"),
                    OptionalInt.of(broken.getLocation().getLineNr()),
                    OptionalInt.of(broken.getLocation().getColumnNr()));
        }
    }

    private static void flatten(String prefix, JsonNode node, Map<String, Integer> lines, Map<String, Raw> values) {
        node.properties().forEach(member -> {
            String key = prefix + member.getKey();
            JsonNode value = member.getValue();
            int line = lines.getOrDefault(key, 0);
            if (value.isObject()) {
                flatten(key + ".", value, lines, values);
            } else {
                values.put(
                        key, value.isArray() ? Raw.list(line) : Raw.inFile(value.asString(), value.isString(), line));
            }
        });
    }

    /** The lines of keys, which Jackson does not keep. A key that cannot be found for sure is left out. */
    private static Map<String, Integer> lines(String text) {
        Map<String, Integer> lines = new HashMap<>();
        String table = "";
        String closing = "";
        int number = 0;
        for (String line : text.lines().toList()) {
            number++;
            boolean outside = closing.isEmpty();
            Matcher header = TABLE.matcher(line);
            Matcher key = KEY.matcher(line);
            if (outside && header.matches()) {
                table = bare(header.group(1)) + ".";
            } else if (outside && line.strip().startsWith("[[")) {
                table = LIST;
            } else if (outside && key.matches()) {
                lines.merge(table + bare(key.group(1)), number, (first, second) -> 0);
            }
            closing = closing(line, closing);
        }
        return lines;
    }

    /** The quotes that a text of several lines waits for after this line; nothing outside of one. */
    private static String closing(String line, String before) {
        String closing = before;
        Matcher quotes = LONG_TEXT.matcher(line);
        while (quotes.find()) {
            if (closing.isEmpty()) {
                closing = quotes.group();
            } else if (closing.equals(quotes.group())) {
                closing = "";
            }
        }
        return closing;
    }

    private static String bare(String key) {
        return key.replaceAll("[\"' ]", "");
    }
}

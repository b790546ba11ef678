package dev.pipette.cli;

import static dev.pipette.cli.JsonDocument.object;

import dev.pipette.cli.ScriptCell.Kind;
import dev.pipette.error.ErrorCode;
import dev.pipette.error.PipetteException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.util.DefaultIndenter;
import tools.jackson.core.util.DefaultPrettyPrinter;
import tools.jackson.core.util.Separators;
import tools.jackson.core.util.Separators.Spacing;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * The document of a notebook, whose cells are those of a script. What a script has beside the sources of its cells is in the
 * metadata, under {@code pipette}.
 */
final class NotebookFile {
    private static final String OURS = "pipette";
    private static final DefaultIndenter LINES = new DefaultIndenter(" ", "\n");

    /** As Jupyter itself writes it, so that a saved notebook differs in what was changed. */
    private static final JsonMapper WRITER = JsonMapper.builder()
            .defaultPrettyPrinter(new DefaultPrettyPrinter(Separators.createDefaultInstance()
                            .withObjectNameValueSpacing(Spacing.AFTER)
                            .withObjectEmptySeparator("")
                            .withArrayEmptySeparator(""))
                    .withObjectIndenter(LINES)
                    .withArrayIndenter(LINES))
            .enable(tools.jackson.databind.SerializationFeature.INDENT_OUTPUT)
            .build();

    private NotebookFile() {}

    /** The document of a script, without outputs. */
    static String of(CellScript script) {
        List<Object> cells = new ArrayList<>();
        for (ScriptCell cell : script.cells()) {
            cells.add(cell(cell, "c" + cells.size()));
        }
        Map<String, @Nullable Object> metadata = object(
                "kernelspec",
                object("display_name", KernelSpec.DISPLAY_NAME, "language", "java", "name", "pipette"),
                "language_info",
                object("name", "java"));
        if (script.crlf() || script.mark()) {
            metadata.put(OURS, object("crlf", script.crlf(), "byte_order_mark", script.mark()));
        }
        return WRITER.writeValueAsString(
                        object("cells", cells, "metadata", metadata, "nbformat", 4, "nbformat_minor", 5))
                + "\n";
    }

    private static Map<String, @Nullable Object> cell(ScriptCell cell, String id) {
        Map<String, @Nullable Object> ours = new LinkedHashMap<>();
        put(ours, "marker", cell.marker());
        put(ours, "tail", cell.tail());
        put(ours, "exact", cell.exact());
        Map<String, @Nullable Object> document = object("cell_type", cell.kind().type);
        if (cell.kind() == Kind.CODE) {
            document.put("execution_count", null);
        }
        document.put("id", id);
        document.put("metadata", ours.isEmpty() ? Map.of() : object(OURS, ours));
        if (cell.kind() == Kind.CODE) {
            document.put("outputs", List.of());
        }
        document.put("source", lines(cell.source()));
        return document;
    }

    private static void put(Map<String, @Nullable Object> object, String name, @Nullable String value) {
        if (value != null) {
            object.put(name, value);
        }
    }

    private static List<String> lines(String source) {
        return source.isEmpty() ? List.of() : List.of(source.split("(?<=\n)"));
    }

    /**
     * The script of a document.
     *
     * @param name of the file, for errors
     * @throws PipetteException BAD_USAGE where it is not a notebook
     */
    static CellScript script(String name, String document) {
        JsonNode notebook = read(name, document);
        JsonNode cells = notebook.path("cells");
        if (!cells.isArray()) {
            throw notNotebook(name, "it has no cells as notebooks since 2015 have them (nbformat 4)");
        }
        List<ScriptCell> all = new ArrayList<>();
        for (JsonNode cell : cells) {
            String type = cell.path("cell_type").asString("");
            Kind kind = Kind.ofType(type)
                    .orElseThrow(() -> notNotebook(
                            name,
                            "cell " + (all.size() + 1) + " has the type '" + type
                                    + "'; code, markdown and raw are known"));
            JsonNode ours = cell.path("metadata").path(OURS);
            all.add(new ScriptCell(kind, source(cell), text(ours, "marker"), text(ours, "tail"), text(ours, "exact")));
        }
        JsonNode ours = notebook.path("metadata").path(OURS);
        return new CellScript(
                all,
                ours.path("crlf").asBoolean(false),
                ours.path("byte_order_mark").asBoolean(false));
    }

    private static JsonNode read(String name, String document) {
        try {
            return WRITER.readTree(document);
        } catch (JacksonException broken) {
            throw notNotebook(name, "it is not JSON: " + broken.getOriginalMessage());
        }
    }

    private static PipetteException notNotebook(String name, String why) {
        return new PipetteException(
                ErrorCode.BAD_USAGE, name + " is not a notebook: " + why + ". Name an .ipynb file.");
    }

    private static String source(JsonNode cell) {
        JsonNode source = cell.path("source");
        return source.isArray()
                ? source.valueStream().map(line -> line.asString("")).collect(Collectors.joining())
                : source.asString("");
    }

    private static @Nullable String text(JsonNode object, String name) {
        JsonNode value = object.path(name);
        return value.isString() ? value.asString() : null;
    }
}

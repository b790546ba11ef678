package dev.pipette.testing.http;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * The form of a cassette on disk.
 *
 * @param upstream the address of the real API
 */
record CassetteFile(String upstream, List<Interaction> interactions) {
    private static final int VERSION = 1;
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    CassetteFile {
        interactions = List.copyOf(interactions);
    }

    static CassetteFile read(Path file) {
        JsonNode root;
        try {
            root = Json.parse(Files.readString(file));
        } catch (NoSuchFileException missing) {
            throw new IllegalStateException(
                    ("cassette %s does not exist. Record it: FakeHttp.recording(..), or FakeHttp.cassette(..) with"
                                    + " -D%s=record.")
                            .formatted(file, Cassette.SWITCH));
        } catch (JacksonException broken) {
            throw refused(
                    file, "line " + broken.getLocation().getLineNr() + " is not JSON: " + broken.getOriginalMessage());
        } catch (IOException unreadable) {
            throw new UncheckedIOException("cassette " + file + " cannot be read", unreadable);
        }
        JsonNode version = root.path("cassette");
        if (!version.isInt()) {
            throw refused(file, "it has no field \"cassette\" with the version of its form");
        }
        if (version.intValue() > VERSION) {
            throw new IllegalStateException(
                    "cassette %s has version %d, and this Pipette knows %d. Use a newer Pipette, or record it again."
                            .formatted(file, version.intValue(), VERSION));
        }
        return new Reading(file).file(root);
    }

    private static IllegalStateException refused(Path file, String why) {
        return new IllegalStateException(
                "cassette %s cannot be used: %s. Repair it, or delete it and record it again.".formatted(file, why));
    }

    /** Reads what a person may have edited, so each thing that is amiss is told with its place. */
    private record Reading(Path file) {
        CassetteFile file(JsonNode root) {
            List<Interaction> interactions = new ArrayList<>();
            JsonNode all = root.path("interactions");
            if (!all.isArray()) {
                throw refused(file, "it has no array \"interactions\"");
            }
            for (JsonNode each : all) {
                interactions.add(interaction(each, "interaction " + (interactions.size() + 1)));
            }
            return new CassetteFile(text(root, "upstream", "it"), interactions);
        }

        private Interaction interaction(JsonNode tree, String where) {
            JsonNode request = tree.path("request");
            JsonNode response = tree.path("response");
            String asked = where + ", request,";
            String answered = where + ", response,";
            if (!response.path("status").isInt()) {
                throw refused(file, answered + " has no number \"status\"");
            }
            return new Interaction(
                    new Interaction.Question(
                            text(request, "method", asked),
                            text(request, "path", asked),
                            values(request, "query", asked),
                            body(request, asked)),
                    values(request, "headers", asked),
                    new Interaction.Reaction(
                            response.path("status").intValue(),
                            values(response, "headers", answered),
                            body(response, answered)));
        }

        private String text(JsonNode tree, String field, String where) {
            JsonNode value = tree.path(field);
            if (!value.isString()) {
                throw refused(file, where + " has no text \"" + field + "\"");
            }
            return value.stringValue();
        }

        private Map<String, List<String>> values(JsonNode tree, String field, String where) {
            Map<String, List<String>> values = new LinkedHashMap<>();
            tree.path(field).properties().forEach(each -> {
                List<String> texts = new ArrayList<>();
                Iterable<JsonNode> nodes =
                        each.getValue() instanceof ArrayNode several ? several : List.of(each.getValue());
                for (JsonNode node : nodes) {
                    if (!node.isString()) {
                        throw refused(file, where + " has no text under \"" + field + "\", \"" + each.getKey() + "\"");
                    }
                    texts.add(node.stringValue());
                }
                values.put(each.getKey(), texts);
            });
            return values;
        }

        private CassetteBody body(JsonNode tree, String where) {
            if (tree.has("json")) {
                return new CassetteBody.Tree(tree.path("json"));
            }
            if (tree.has("text")) {
                return new CassetteBody.Text(text(tree, "text", where));
            }
            return tree.has("base64") ? new CassetteBody.Binary(text(tree, "base64", where)) : new CassetteBody.Empty();
        }
    }

    /** Writes the file as a whole or not at all. */
    void write(Path file) {
        ObjectNode root = NODES.objectNode();
        root.put("cassette", VERSION);
        root.put("upstream", upstream);
        ArrayNode all = root.putArray("interactions");
        interactions.forEach(each -> all.add(tree(each)));
        try {
            Path target = file.toAbsolutePath();
            Files.createDirectories(target.resolveSibling("."));
            Path half = target.resolveSibling(target.getFileName() + ".half");
            Files.writeString(half, Json.pretty(root));
            Files.move(half, target, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException failed) {
            throw new UncheckedIOException("cassette " + file + " cannot be written", failed);
        }
    }

    private static ObjectNode tree(Interaction interaction) {
        ObjectNode tree = NODES.objectNode();
        ObjectNode request = tree.putObject("request");
        request.put("method", interaction.question().method());
        request.put("path", interaction.question().path());
        put(request, "query", interaction.question().query());
        put(request, "headers", interaction.requestHeaders());
        put(request, interaction.question().body());
        ObjectNode response = tree.putObject("response");
        response.put("status", interaction.reaction().status());
        put(response, "headers", interaction.reaction().headers());
        put(response, interaction.reaction().body());
        return tree;
    }

    private static void put(ObjectNode tree, String field, Map<String, List<String>> values) {
        if (values.isEmpty()) {
            return;
        }
        ObjectNode named = tree.putObject(field);
        values.forEach((name, texts) -> {
            if (texts.size() == 1) {
                named.put(name, texts.getFirst());
            } else {
                ArrayNode several = named.putArray(name);
                texts.forEach(several::add);
            }
        });
    }

    private static void put(ObjectNode tree, CassetteBody body) {
        switch (body) {
            case CassetteBody.Empty empty -> {}
            case CassetteBody.Tree(JsonNode json) -> tree.set("json", json);
            case CassetteBody.Text(String text) -> tree.put("text", text);
            case CassetteBody.Binary(String base64) -> tree.put("base64", base64);
        }
    }
}

package dev.pipette.settings;

import dev.pipette.error.ErrorCode;
import dev.pipette.error.PipetteException;
import dev.pipette.text.NearestName;
import java.io.StringReader;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;
import org.yaml.snakeyaml.nodes.Tag;

/**
 * Reads a YAML file that people write; each error names the file and the line. Nothing of the text is made an object of a class.
 *
 * <pre>{@code
 * YamlNodes yaml = new YamlNodes("schema file", "shop.schema.yaml");
 * var root = yaml.root("tables: {}").orElseThrow(() -> yaml.problem("the file is empty."));
 * yaml.known(yaml.members(root, "the file"), java.util.Set.of("tables"), "a schema file");
 * }</pre>
 */
public final class YamlNodes {
    private final String what;
    private final String file;

    /**
     * A reader of one file.
     *
     * @param what kind of file it is, for errors
     * @param file its name; empty for a text without one
     */
    public YamlNodes(String what, String file) {
        this.what = what;
        this.file = file;
    }

    /**
     * The document; empty where there is none.
     *
     * @throws PipetteException BAD_USAGE where it is not YAML
     */
    public Optional<Node> root(String text) {
        try {
            return Optional.ofNullable(
                    new Yaml(new SafeConstructor(new LoaderOptions())).compose(new StringReader(text)));
        } catch (MarkedYAMLException broken) {
            throw problem(
                    broken.getProblemMark() == null
                            ? -1
                            : broken.getProblemMark().getLine(),
                    "this is not YAML: " + broken.getProblem() + ".",
                    broken);
        } catch (YAMLException broken) {
            throw problem(-1, "this is not YAML: " + broken.getMessage() + ".", broken);
        }
    }

    /**
     * A name with its value.
     *
     * @param key the node of the name, for errors about it
     */
    public record Member(Node key, Node value) {}

    /**
     * The members of a map, in their order.
     *
     * @param where how errors call it
     * @throws PipetteException BAD_USAGE where it is no map, or has a name twice
     */
    public Map<String, Member> members(Node node, String where) {
        if (!(node instanceof MappingNode mapping)) {
            throw at(node, where + " is " + kind(node) + ". It has to be names with values: 'name: value'.");
        }
        Map<String, Member> members = new LinkedHashMap<>();
        for (NodeTuple tuple : mapping.getValue()) {
            String key = text(tuple.getKeyNode(), where);
            if (members.putIfAbsent(key, new Member(tuple.getKeyNode(), tuple.getValueNode())) != null) {
                throw at(tuple.getKeyNode(), where + " has '" + key + "' twice. Keep one of them.");
            }
        }
        return members;
    }

    /** Refuses members whose names are not among some words. */
    public void known(Map<String, Member> members, Set<String> words, String where) {
        members.forEach((key, member) -> {
            if (!words.contains(key)) {
                throw at(
                        member.key(),
                        where + " has '" + key + "', which means nothing here."
                                + NearestName.question(key, words) + " Known are "
                                + String.join(", ", words.stream().sorted().toList()) + ".");
            }
        });
    }

    /** The elements of a list. */
    public List<Node> sequence(Node node, String where) {
        if (!(node instanceof SequenceNode sequence)) {
            throw at(node, where + " is " + kind(node) + ". It has to be a list.");
        }
        return sequence.getValue();
    }

    /** The texts of a list of columns that is not empty. */
    public List<String> names(Node node, String where) {
        List<String> names =
                sequence(node, where).stream().map(one -> text(one, where)).toList();
        if (names.isEmpty()) {
            throw at(node, where + " has a list without columns. Name them like [id, day].");
        }
        return names;
    }

    /** A text, a number or a boolean as it is written. */
    public String text(Node node, String where) {
        if (node instanceof ScalarNode scalar && !scalar.getTag().equals(Tag.NULL)) {
            return scalar.getValue();
        }
        throw at(node, where + " is " + kind(node) + ". It has to be a text.");
    }

    /** The boolean of a member, or the usual one where it is missing. */
    public boolean flag(Map<String, Member> members, String key, boolean usual, String where) {
        Member member = members.get(key);
        return member == null ? usual : flag(member.value(), where + ", " + key);
    }

    /** A boolean. */
    public boolean flag(Node node, String where) {
        if (node instanceof ScalarNode scalar && scalar.getTag().equals(Tag.BOOL)) {
            return Set.of("true", "yes", "on").contains(scalar.getValue().toLowerCase(Locale.ROOT));
        }
        throw at(node, where + " is " + kind(node) + ". It has to be true or false.");
    }

    private static String kind(Node node) {
        return switch (node) {
            case MappingNode _ -> "a map";
            case SequenceNode _ -> "a list";
            case ScalarNode scalar when scalar.getTag().equals(Tag.NULL) -> "empty";
            case ScalarNode scalar -> "'" + scalar.getValue() + "'";
            default -> "something else";
        };
    }

    /** The error for what is wrong at a node; it names the line. */
    public PipetteException at(Node node, String problem) {
        return problem(node.getStartMark() == null ? -1 : node.getStartMark().getLine(), problem, null);
    }

    /** The error for what went wrong with what a node says, by the same kind of error. */
    public PipetteException at(Node node, PipetteException cause) {
        String message = String.valueOf(cause.getMessage());
        String code = "[" + cause.code() + "] ";
        String located = String.valueOf(at(node, message.startsWith(code) ? message.substring(code.length()) : message)
                .getMessage());
        return new PipetteException(
                cause.code(), located.substring(("[" + ErrorCode.BAD_USAGE + "] ").length()), cause);
    }

    /** The error for what is wrong with the whole document. */
    public PipetteException problem(String problem) {
        return problem(-1, problem, null);
    }

    private PipetteException problem(int line, String problem, @Nullable Exception cause) {
        String where =
                (file.isEmpty() ? "the " + what : what + " " + file) + (line < 0 ? "" : ", line " + (line + 1)) + ": ";
        return new PipetteException(ErrorCode.BAD_USAGE, where + problem, cause);
    }
}

package dev.pipette.replicate;

import dev.pipette.error.ErrorCode;
import dev.pipette.error.PipetteException;
import dev.pipette.settings.YamlNodes;
import dev.pipette.settings.YamlNodes.Member;
import java.io.IOException;
import java.io.StringWriter;
import java.nio.charset.MalformedInputException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.yaml.snakeyaml.DumperOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.Tag;

/**
 * A replication file as it is written, with the lines of its parts.
 *
 * @param path of the file
 * @param name of the pipeline
 * @param source the address of a database, a folder, or the beginning of web addresses
 * @param into the destination
 * @param dataset where the file names one
 * @param streams in the order of the file
 * @param root of the whole text
 */
record ReplicationFile(
        Path path,
        String name,
        String source,
        Optional<String> into,
        Optional<String> dataset,
        List<StreamRules> streams,
        YamlNodes yaml,
        Node root) {
    private static final String WHAT = "a replication file";

    /** What a file may say. */
    static final Set<String> WORDS = Set.of("source", "into", "pipeline", "dataset", "defaults", "streams");

    /** What of it makes resources. */
    private static final Set<String> OF_RESOURCES = Set.of("source", "pipeline", "defaults", "streams");

    static ReplicationFile read(Path path) {
        return parse(path, text(path));
    }

    /** @param path of the file that the text stands for */
    static ReplicationFile parse(Path path, String text) {
        return parse(path, text, path.toString());
    }

    /** @param text that {@link #travelling} made, whose lines are not those of the file */
    static ReplicationFile arrived(Path path, String text) {
        return parse(path, text, path + ", as another process has it");
    }

    private static ReplicationFile parse(Path path, String text, String called) {
        YamlNodes yaml = new YamlNodes("replication file", called);
        Node root = yaml.root(text)
                .orElseThrow(() -> yaml.problem("the file is empty. It begins with 'source: ..' and has 'streams:'."));
        Map<String, Member> members = yaml.members(root, "the file");
        yaml.known(members, WORDS, WHAT);
        String source = text(yaml, members, "source")
                .orElseThrow(
                        () -> yaml.problem(
                                "it has no 'source'. Add the address of a database, like postgres://reader@host/shop, or a folder."));
        Member streams = members.get("streams");
        if (streams == null) {
            throw yaml.problem("it has no 'streams'. Add the tables or files to load, like 'public.orders:'.");
        }
        Map<String, Member> defaults = Optional.ofNullable(members.get("defaults"))
                .map(found -> rules(yaml, found, "defaults"))
                .orElse(Map.of());
        if (defaults.containsKey("disabled")) {
            throw yaml.at(
                    defaults.get("disabled").key(), "the defaults disable all streams. Say it of single streams.");
        }
        List<StreamRules> all = new ArrayList<>();
        yaml.members(streams.value(), "streams")
                .forEach((stream, member) -> all.add(new StreamRules(
                        stream, member.key(), rules(yaml, member, "stream " + stream), defaults, yaml)));
        if (all.stream().allMatch(StreamRules::isDisabled)) {
            throw yaml.at(streams.key(), "no stream is left to load. Add one, or enable one.");
        }
        return new ReplicationFile(
                path,
                text(yaml, members, "pipeline").orElseGet(() -> nameOf(path)),
                source,
                text(yaml, members, "into"),
                text(yaml, members, "dataset"),
                List.copyOf(all),
                yaml,
                root);
    }

    /** What another process has to know of the text: without comments, and without what is said of the destination. */
    String travelling() {
        List<NodeTuple> kept = ((MappingNode) root)
                .getValue().stream()
                        .filter(tuple ->
                                tuple.getKeyNode() instanceof ScalarNode word && OF_RESOURCES.contains(word.getValue()))
                        .toList();
        StringWriter text = new StringWriter();
        new Yaml().serialize(new MappingNode(root.getTag(), kept, DumperOptions.FlowStyle.BLOCK), text);
        return text.toString();
    }

    private static Optional<String> text(YamlNodes yaml, Map<String, Member> members, String word) {
        return Optional.ofNullable(members.get(word)).map(member -> yaml.text(member.value(), word));
    }

    /** A stream of which nothing is said has no value. */
    private static Map<String, Member> rules(YamlNodes yaml, Member member, String where) {
        if (member.value() instanceof ScalarNode scalar && scalar.getTag().equals(Tag.NULL)) {
            return Map.of();
        }
        Map<String, Member> rules = new LinkedHashMap<>(yaml.members(member.value(), where));
        yaml.known(rules, StreamWords.WORDS, where);
        return rules;
    }

    /** The text of a file. */
    static String text(Path path) {
        try {
            return Files.readString(path);
        } catch (NoSuchFileException missing) {
            throw new PipetteException(
                    ErrorCode.BAD_USAGE, "there is no replication file " + path + ". Check its name.", missing);
        } catch (MalformedInputException broken) {
            throw new PipetteException(
                    ErrorCode.BAD_USAGE,
                    "replication file " + path + " is not in UTF-8. Save it in this encoding.",
                    broken);
        } catch (IOException failed) {
            throw new PipetteException(
                    ErrorCode.BAD_USAGE,
                    "replication file " + path + " cannot be read: " + failed.getMessage() + ".",
                    failed);
        }
    }

    private static String nameOf(Path path) {
        String file = String.valueOf(path.getFileName());
        int dot = file.indexOf('.');
        return dot > 0 ? file.substring(0, dot) : file;
    }
}

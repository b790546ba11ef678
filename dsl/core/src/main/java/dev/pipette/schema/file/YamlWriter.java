package dev.pipette.schema.file;

import java.io.StringWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.yaml.snakeyaml.DumperOptions;
import org.yaml.snakeyaml.DumperOptions.FlowStyle;
import org.yaml.snakeyaml.DumperOptions.ScalarStyle;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;
import org.yaml.snakeyaml.nodes.Tag;

/** Writes a schema file as YAML: one line for each column, key and index, so that a change of it is a change of its line. */
final class YamlWriter {
    /** Levels that are blocks: the document, its tables, each table, its columns. */
    private static final int BLOCKS = 4;

    private YamlWriter() {}

    static String text(SchemaFile file) {
        DumperOptions options = new DumperOptions();
        options.setSplitLines(false);
        options.setWidth(Integer.MAX_VALUE);
        options.setAllowUnicode(true);
        options.setMaxSimpleKeyLength(1024);
        options.setIndent(2);
        StringWriter text = new StringWriter();
        new Yaml(options).serialize(node(FileDocument.of(file), 0), text);
        return text.toString();
    }

    private static Node node(Object value, int depth) {
        return switch (value) {
            case Map<?, ?> map -> mapping(map, depth);
            // a list is a block, and what is in it is a line
            case List<?> list ->
                new SequenceNode(
                        Tag.SEQ,
                        list.stream().map(one -> node(one, BLOCKS)).toList(),
                        depth < BLOCKS ? FlowStyle.BLOCK : FlowStyle.FLOW);
            case Boolean flag -> scalar(Tag.BOOL, flag.toString());
            case Long number -> scalar(Tag.INT, number.toString());
            default -> scalar(Tag.STR, value.toString());
        };
    }

    private static Node mapping(Map<?, ?> map, int depth) {
        List<NodeTuple> members = new ArrayList<>();
        map.forEach((key, member) ->
                members.add(new NodeTuple(scalar(Tag.STR, String.valueOf(key)), node(member, depth + 1))));
        return new MappingNode(Tag.MAP, members, depth < BLOCKS && !map.isEmpty() ? FlowStyle.BLOCK : FlowStyle.FLOW);
    }

    private static Node scalar(Tag tag, String text) {
        boolean plain = text.codePoints().noneMatch(YamlWriter::breaksLine);
        return new ScalarNode(tag, text, null, null, plain ? ScalarStyle.PLAIN : ScalarStyle.DOUBLE_QUOTED);
    }

    private static boolean breaksLine(int character) {
        return Character.isISOControl(character) || character == 0x2028 || character == 0x2029 || character == 0xFEFF;
    }
}

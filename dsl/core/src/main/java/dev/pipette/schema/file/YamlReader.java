package dev.pipette.schema.file;

import dev.pipette.error.ErrorCode;
import dev.pipette.error.PipetteException;
import dev.pipette.schema.Column;
import dev.pipette.schema.KeyHints;
import dev.pipette.schema.TableReference;
import dev.pipette.schema.TableSchema;
import dev.pipette.text.NearestName;
import java.io.StringReader;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
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

/** Reads a schema file; each error names the line. Nothing of the text is made an object of a class. */
final class YamlReader {
    private static final String EXPORT = " Compare with a file that 'pipette schema export' writes.";

    private final String file;

    private YamlReader(String file) {
        this.file = file;
    }

    /** @param file its name, for errors; empty for a text without one */
    static SchemaFile read(String file, String text) {
        return new YamlReader(file).read(text);
    }

    private SchemaFile read(String text) {
        Node root;
        try {
            root = new Yaml(new SafeConstructor(new LoaderOptions())).compose(new StringReader(text));
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
        if (root == null) {
            throw problem(-1, "the file is empty." + EXPORT, null);
        }
        Map<String, Member> members = members(root, "the file");
        known(members, Set.of(FileDocument.FORMAT_KEY, FileDocument.NAME, FileDocument.TABLES), "a schema file");
        checkFormat(members.get(FileDocument.FORMAT_KEY), root);
        Member tables = members.get(FileDocument.TABLES);
        if (tables == null) {
            throw at(root, "the file has no '" + FileDocument.TABLES + "'." + EXPORT);
        }
        Member name = members.get(FileDocument.NAME);
        List<TableSchema> read = new ArrayList<>();
        members(tables.value(), FileDocument.TABLES).forEach((table, member) -> read.add(table(table, member)));
        checkParents(read, tables);
        return SchemaFile.of(name == null ? "schema" : text(name.value(), "name"), read, true);
    }

    private void checkFormat(@Nullable Member format, Node root) {
        if (format == null) {
            throw at(
                    root,
                    "the file does not begin with '" + FileDocument.FORMAT_KEY + ": " + FileDocument.FORMAT
                            + "', so it is not a schema file." + EXPORT);
        }
        String version = text(format.value(), FileDocument.FORMAT_KEY);
        if (!version.equals(String.valueOf(FileDocument.FORMAT))) {
            throw at(
                    format.value(),
                    "the format is " + FileDocument.FORMAT_KEY + " " + version + ", and this Pipette reads "
                            + FileDocument.FORMAT + ". Use a newer Pipette, or export the file again.");
        }
    }

    private void checkParents(List<TableSchema> tables, Member all) {
        Map<String, TableSchema> byName = new LinkedHashMap<>();
        tables.forEach(table -> byName.put(table.name(), table));
        for (TableSchema table : tables) {
            boolean isParent = tables.stream()
                    .anyMatch(one -> one.parent().filter(table.name()::equals).isPresent());
            if (table.columns().isEmpty() && !isParent) {
                throw at(
                        all.key(),
                        "table " + table.name() + " has no columns. Add them, or take the table out of the file.");
            }
            Set<String> above = new HashSet<>(Set.of(table.name()));
            TableSchema at = table;
            while (at.parent().isPresent()) {
                String parent = at.parent().get();
                TableSchema next = byName.get(parent);
                if (next == null) {
                    throw at(
                            all.key(),
                            "table " + at.name() + " is nested in '" + parent + "', which the file does not have."
                                    + NearestName.question(parent, byName.keySet()) + " Add it, or correct '"
                                    + FileDocument.PARENT + "'.");
                }
                if (!above.add(parent)) {
                    throw at(
                            all.key(),
                            "table " + table.name() + " is nested in itself. Correct '" + FileDocument.PARENT + "'.");
                }
                at = next;
            }
        }
    }

    private TableSchema table(String name, Member member) {
        String where = "table " + name;
        Map<String, Member> members = members(member.value(), where);
        known(
                members,
                Set.of(
                        FileDocument.PARENT,
                        FileDocument.DESCRIPTION,
                        FileDocument.COLUMNS,
                        FileDocument.ENFORCED,
                        FileDocument.UNIQUE,
                        FileDocument.INDEXES,
                        FileDocument.REFERENCES),
                where);
        Member parent = members.get(FileDocument.PARENT);
        TableSchema table = parent == null
                ? TableSchema.root(name, "append")
                : TableSchema.nested(name, text(parent.value(), where + ", parent"));
        Member description = members.get(FileDocument.DESCRIPTION);
        if (description != null) {
            table = table.withDescription(text(description.value(), where + ", description"));
        }
        Member columns = members.get(FileDocument.COLUMNS);
        if (columns == null) {
            throw at(member.key(), where + " has no '" + FileDocument.COLUMNS + "'. Add its columns.");
        }
        Map<String, Member> named = members(columns.value(), where + ", columns");
        for (Map.Entry<String, Member> column : named.entrySet()) {
            table = table.withColumn(column(name, column.getKey(), column.getValue()));
        }
        Member enforced = members.get(FileDocument.ENFORCED);
        if (enforced != null && flag(enforced.value(), where + ", " + FileDocument.ENFORCED)) {
            table = table.withHint(KeyHints.PRIMARY_KEY, true);
        }
        TableSchema plain = table;
        return SchemaFile.withKeys(
                plain,
                false,
                lists(plain, members.get(FileDocument.UNIQUE), where + ", unique"),
                lists(plain, members.get(FileDocument.INDEXES), where + ", indexes"),
                references(plain, members.get(FileDocument.REFERENCES), where + ", references"));
    }

    private Column column(String table, String name, Member member) {
        String where = "column " + table + "." + name;
        if (member.value() instanceof ScalarNode) {
            return typed(name, member.value(), where);
        }
        Map<String, Member> members = members(member.value(), where);
        known(
                members,
                Set.of(
                        FileDocument.TYPE,
                        FileDocument.NULLABLE,
                        FileDocument.PRIMARY,
                        FileDocument.MERGE,
                        FileDocument.UNIQUE,
                        FileDocument.DESCRIPTION),
                where);
        Member type = members.get(FileDocument.TYPE);
        if (type == null) {
            throw at(member.key(), where + " has no type. Write it like " + name + ": {type: text}.");
        }
        Column column = typed(name, type.value(), where)
                .withNullable(flag(members, FileDocument.NULLABLE, true, where))
                .withPrimaryKey(flag(members, FileDocument.PRIMARY, false, where))
                .withMergeKey(flag(members, FileDocument.MERGE, false, where))
                .withUnique(flag(members, FileDocument.UNIQUE, false, where));
        Member description = members.get(FileDocument.DESCRIPTION);
        return description == null
                ? column
                : column.withDescription(text(description.value(), where + ", description"));
    }

    private Column typed(String name, Node type, String where) {
        String word = text(type, where + ", type");
        return TypeText.column(name, word)
                .orElseThrow(() -> at(
                        type,
                        where + " has type '" + word + "', which is not a type."
                                + NearestName.question(word, TypeText.words()) + " Types are "
                                + String.join(", ", TypeText.words()) + "; a decimal has digits: decimal(12,2)."));
    }

    private List<List<String>> lists(TableSchema table, @Nullable Member member, String where) {
        if (member == null) {
            return List.of();
        }
        List<List<String>> lists = new ArrayList<>();
        sequence(member.value(), where).forEach(one -> lists.add(columns(table, one, where)));
        return lists;
    }

    private List<String> columns(TableSchema table, Node node, String where) {
        List<String> columns = names(node, where);
        for (String column : columns) {
            if (table.column(column).isEmpty()) {
                throw at(
                        node,
                        where + " names column '" + column + "', which table " + table.name() + " does not have."
                                + NearestName.question(column, table.columnNames()));
            }
        }
        return columns;
    }

    private List<TableReference> references(TableSchema table, @Nullable Member member, String where) {
        if (member == null) {
            return List.of();
        }
        List<TableReference> references = new ArrayList<>();
        for (Node one : sequence(member.value(), where)) {
            Map<String, Member> members = members(one, where);
            Set<String> parts =
                    Set.of(FileDocument.COLUMNS, FileDocument.REFERRED_TABLE, FileDocument.REFERRED_COLUMNS);
            known(members, parts, where);
            Member columns = members.get(FileDocument.COLUMNS);
            Member to = members.get(FileDocument.REFERRED_TABLE);
            Member toColumns = members.get(FileDocument.REFERRED_COLUMNS);
            if (columns == null || to == null || toColumns == null) {
                throw at(one, where + ": write one like {columns: [customer_id], table: customers, to: [id]}.");
            }
            TableReference reference = new TableReference(
                    columns(table, columns.value(), where), text(to.value(), where), names(toColumns.value(), where));
            if (reference.columns().size() != reference.referencedColumns().size()) {
                throw at(one, where + ": " + reference.describe() + " has another number of columns on each side.");
            }
            references.add(reference);
        }
        return references;
    }

    private record Member(Node key, Node value) {}

    private Map<String, Member> members(Node node, String where) {
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

    private void known(Map<String, Member> members, Set<String> words, String where) {
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

    private List<Node> sequence(Node node, String where) {
        if (!(node instanceof SequenceNode sequence)) {
            throw at(node, where + " is " + kind(node) + ". It has to be a list.");
        }
        return sequence.getValue();
    }

    private List<String> names(Node node, String where) {
        List<String> names =
                sequence(node, where).stream().map(one -> text(one, where)).toList();
        if (names.isEmpty()) {
            throw at(node, where + " has a list without columns. Name them like [id, day].");
        }
        return names;
    }

    private String text(Node node, String where) {
        if (node instanceof ScalarNode scalar && !scalar.getTag().equals(Tag.NULL)) {
            return scalar.getValue();
        }
        throw at(node, where + " is " + kind(node) + ". It has to be a text.");
    }

    private boolean flag(Map<String, Member> members, String key, boolean usual, String where) {
        Member member = members.get(key);
        return member == null ? usual : flag(member.value(), where + ", " + key);
    }

    private boolean flag(Node node, String where) {
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

    private PipetteException at(Node node, String problem) {
        return problem(node.getStartMark() == null ? -1 : node.getStartMark().getLine(), problem, null);
    }

    private PipetteException problem(int line, String problem, @Nullable Exception cause) {
        String where = (file.isEmpty() ? "the schema file" : "schema file " + file)
                + (line < 0 ? "" : ", line " + (line + 1)) + ": ";
        return new PipetteException(ErrorCode.BAD_USAGE, where + problem, cause);
    }
}

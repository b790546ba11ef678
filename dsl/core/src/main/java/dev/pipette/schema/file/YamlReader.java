package dev.pipette.schema.file;

import dev.pipette.schema.Column;
import dev.pipette.schema.KeyHints;
import dev.pipette.schema.TableReference;
import dev.pipette.schema.TableSchema;
import dev.pipette.settings.YamlNodes;
import dev.pipette.settings.YamlNodes.Member;
import dev.pipette.text.NearestName;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.ScalarNode;

/** Reads a schema file; each error names the line. Nothing of the text is made an object of a class. */
final class YamlReader {
    private static final String EXPORT = " Compare with a file that 'pipette schema export' writes.";

    private final YamlNodes yaml;

    private YamlReader(String file) {
        this.yaml = new YamlNodes("schema file", file);
    }

    /** @param file its name, for errors; empty for a text without one */
    static SchemaFile read(String file, String text) {
        return new YamlReader(file).read(text);
    }

    private SchemaFile read(String text) {
        Node root = yaml.root(text).orElseThrow(() -> yaml.problem("the file is empty." + EXPORT));
        Map<String, Member> members = yaml.members(root, "the file");
        yaml.known(members, Set.of(FileDocument.FORMAT_KEY, FileDocument.NAME, FileDocument.TABLES), "a schema file");
        checkFormat(members.get(FileDocument.FORMAT_KEY), root);
        Member tables = members.get(FileDocument.TABLES);
        if (tables == null) {
            throw yaml.at(root, "the file has no '" + FileDocument.TABLES + "'." + EXPORT);
        }
        Member name = members.get(FileDocument.NAME);
        List<TableSchema> read = new ArrayList<>();
        yaml.members(tables.value(), FileDocument.TABLES).forEach((table, member) -> read.add(table(table, member)));
        checkParents(read, tables);
        return SchemaFile.of(name == null ? "schema" : yaml.text(name.value(), "name"), read, true);
    }

    private void checkFormat(@Nullable Member format, Node root) {
        if (format == null) {
            throw yaml.at(
                    root,
                    "the file does not begin with '" + FileDocument.FORMAT_KEY + ": " + FileDocument.FORMAT
                            + "', so it is not a schema file." + EXPORT);
        }
        String version = yaml.text(format.value(), FileDocument.FORMAT_KEY);
        if (!version.equals(String.valueOf(FileDocument.FORMAT))) {
            throw yaml.at(
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
                throw yaml.at(
                        all.key(),
                        "table " + table.name() + " has no columns. Add them, or take the table out of the file.");
            }
            Set<String> above = new HashSet<>(Set.of(table.name()));
            TableSchema at = table;
            while (at.parent().isPresent()) {
                String parent = at.parent().get();
                TableSchema next = byName.get(parent);
                if (next == null) {
                    throw yaml.at(
                            all.key(),
                            "table " + at.name() + " is nested in '" + parent + "', which the file does not have."
                                    + NearestName.question(parent, byName.keySet()) + " Add it, or correct '"
                                    + FileDocument.PARENT + "'.");
                }
                if (!above.add(parent)) {
                    throw yaml.at(
                            all.key(),
                            "table " + table.name() + " is nested in itself. Correct '" + FileDocument.PARENT + "'.");
                }
                at = next;
            }
        }
    }

    private TableSchema table(String name, Member member) {
        String where = "table " + name;
        Map<String, Member> members = yaml.members(member.value(), where);
        yaml.known(
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
                : TableSchema.nested(name, yaml.text(parent.value(), where + ", parent"));
        Member description = members.get(FileDocument.DESCRIPTION);
        if (description != null) {
            table = table.withDescription(yaml.text(description.value(), where + ", description"));
        }
        Member columns = members.get(FileDocument.COLUMNS);
        if (columns == null) {
            throw yaml.at(member.key(), where + " has no '" + FileDocument.COLUMNS + "'. Add its columns.");
        }
        Map<String, Member> named = yaml.members(columns.value(), where + ", columns");
        for (Map.Entry<String, Member> column : named.entrySet()) {
            table = table.withColumn(column(name, column.getKey(), column.getValue()));
        }
        Member enforced = members.get(FileDocument.ENFORCED);
        if (enforced != null && yaml.flag(enforced.value(), where + ", " + FileDocument.ENFORCED)) {
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
        Map<String, Member> members = yaml.members(member.value(), where);
        yaml.known(
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
            throw yaml.at(member.key(), where + " has no type. Write it like " + name + ": {type: text}.");
        }
        Column column = typed(name, type.value(), where)
                .withNullable(yaml.flag(members, FileDocument.NULLABLE, true, where))
                .withPrimaryKey(yaml.flag(members, FileDocument.PRIMARY, false, where))
                .withMergeKey(yaml.flag(members, FileDocument.MERGE, false, where))
                .withUnique(yaml.flag(members, FileDocument.UNIQUE, false, where));
        Member description = members.get(FileDocument.DESCRIPTION);
        return description == null
                ? column
                : column.withDescription(yaml.text(description.value(), where + ", description"));
    }

    private Column typed(String name, Node type, String where) {
        String word = yaml.text(type, where + ", type");
        return TypeText.column(name, word)
                .orElseThrow(() -> yaml.at(
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
        yaml.sequence(member.value(), where).forEach(one -> lists.add(columns(table, one, where)));
        return lists;
    }

    private List<String> columns(TableSchema table, Node node, String where) {
        List<String> columns = yaml.names(node, where);
        for (String column : columns) {
            if (table.column(column).isEmpty()) {
                throw yaml.at(
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
        for (Node one : yaml.sequence(member.value(), where)) {
            Map<String, Member> members = yaml.members(one, where);
            Set<String> parts =
                    Set.of(FileDocument.COLUMNS, FileDocument.REFERRED_TABLE, FileDocument.REFERRED_COLUMNS);
            yaml.known(members, parts, where);
            Member columns = members.get(FileDocument.COLUMNS);
            Member to = members.get(FileDocument.REFERRED_TABLE);
            Member toColumns = members.get(FileDocument.REFERRED_COLUMNS);
            if (columns == null || to == null || toColumns == null) {
                throw yaml.at(one, where + ": write one like {columns: [customer_id], table: customers, to: [id]}.");
            }
            TableReference reference = new TableReference(
                    columns(table, columns.value(), where),
                    yaml.text(to.value(), where),
                    yaml.names(toColumns.value(), where));
            if (reference.columns().size() != reference.referencedColumns().size()) {
                throw yaml.at(
                        one, where + ": " + reference.describe() + " has another number of columns on each side.");
            }
            references.add(reference);
        }
        return references;
    }
}

package dev.pipette.schema.file;

import com.google.errorprone.annotations.CheckReturnValue;
import dev.pipette.error.ErrorCode;
import dev.pipette.error.PipetteException;
import dev.pipette.schema.Column;
import dev.pipette.schema.KeyHints;
import dev.pipette.schema.Schema;
import dev.pipette.schema.SystemColumns;
import dev.pipette.schema.TableReference;
import dev.pipette.schema.TableSchema;
import java.io.IOException;
import java.nio.charset.MalformedInputException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The tables of a dataset as a document that people review in Git: columns with their types, NULL, keys and descriptions, and
 * nothing that changes with each load.
 *
 * <pre>{@code
 * SchemaFile now = pipeline.dataset().schema();
 * now.write(Path.of("shop.schema.yaml"));                       // check it in, and review what changes
 *
 * SchemaFile agreed = SchemaFile.read(Path.of("shop.schema.yaml"));
 * agreed.diff(now).isEmpty();                                   // true
 * System.out.println(now.mermaid());                            // a diagram for a Markdown page
 * }</pre>
 *
 * <p>Tables have a fixed order: by name, each with those nested in it behind it. Columns keep theirs.
 */
@CheckReturnValue
public final class SchemaFile {
    private final String name;
    private final Map<String, TableSchema> tables;

    private SchemaFile(String name, List<TableSchema> tables) {
        this.name = name;
        this.tables = new LinkedHashMap<>();
        inOrder(tables).forEach(table -> this.tables.put(table.name(), table));
    }

    /** The data tables of a schema document, without the system columns. */
    public static SchemaFile of(Schema schema) {
        return of(schema, false);
    }

    /**
     * The data tables of a schema document.
     *
     * @param withSystemColumns whether {@code _dlt_id} and the other system columns are a part of it
     */
    public static SchemaFile of(Schema schema, boolean withSystemColumns) {
        return of(schema.name(), schema.dataTables(), withSystemColumns);
    }

    /** Some tables, by what a file says of them. */
    public static SchemaFile of(String name, List<TableSchema> tables, boolean withSystemColumns) {
        Map<String, TableSchema> bare = new LinkedHashMap<>();
        tables.forEach(table -> bare.put(table.name(), bare(table, withSystemColumns)));
        // rows may have nothing but lists
        Set<String> kept = new HashSet<>();
        for (TableSchema table : bare.values()) {
            Optional<TableSchema> at =
                    Optional.of(table).filter(one -> !one.columns().isEmpty());
            while (at.isPresent() && kept.add(at.get().name())) {
                at = at.get().parent().map(bare::get);
            }
        }
        return new SchemaFile(
                name,
                bare.values().stream()
                        .filter(table -> kept.contains(table.name()))
                        .toList());
    }

    /** A file without tables. */
    public static SchemaFile empty(String name) {
        return new SchemaFile(name, List.of());
    }

    /** Only what a file says. */
    private static TableSchema bare(TableSchema table, boolean withSystemColumns) {
        TableSchema bare = table.parent()
                .map(parent -> TableSchema.nested(table.name(), parent))
                .orElseGet(() -> TableSchema.root(table.name(), "append"));
        for (Column column : table.columns().values()) {
            if (column.complete() && (withSystemColumns || !isSystem(column.name()))) {
                bare = bare.withColumn(bare(column));
            }
        }
        if (table.description().isPresent()) {
            bare = bare.withDescription(table.description().get());
        }
        Predicate<List<String>> known = bare.columns().keySet()::containsAll;
        return withKeys(
                bare,
                KeyHints.enforcesPrimaryKey(table),
                KeyHints.uniqueKeys(table).stream().filter(known).toList(),
                KeyHints.indexes(table).stream().filter(known).toList(),
                KeyHints.references(table).stream()
                        .filter(one -> known.test(one.columns()))
                        .toList());
    }

    static TableSchema withKeys(
            TableSchema table,
            boolean enforced,
            List<List<String>> uniqueKeys,
            List<List<String>> indexes,
            List<TableReference> references) {
        TableSchema keyed = enforced ? table.withHint(KeyHints.PRIMARY_KEY, true) : table;
        keyed = uniqueKeys.isEmpty() ? keyed : keyed.withHint(KeyHints.UNIQUE_KEYS, uniqueKeys);
        keyed = indexes.isEmpty() ? keyed : keyed.withHint(KeyHints.INDEXES, indexes);
        return references.isEmpty()
                ? keyed
                : keyed.withHint(
                        KeyHints.REFERENCES,
                        references.stream().map(KeyHints::document).toList());
    }

    private static Column bare(Column column) {
        Column bare = Column.of(column.name())
                .withHint("data_type", column.dataTypeName().orElseThrow())
                .withNullable(column.nullable())
                .withTimezone(column.timezone())
                .withPrimaryKey(column.primaryKey())
                .withMergeKey(column.mergeKey())
                .withUnique(column.unique());
        for (String hint : List.of("precision", "scale", "description")) {
            if (column.hint(hint).isPresent()) {
                bare = bare.withHint(hint, column.hint(hint).get());
            }
        }
        return bare;
    }

    private static boolean isSystem(String column) {
        return column.startsWith(SystemColumns.PREFIX + "_");
    }

    /** Roots by name, each with the tables nested in it behind it. */
    private static List<TableSchema> inOrder(List<TableSchema> tables) {
        Comparator<TableSchema> byName = Comparator.comparing(TableSchema::name);
        List<TableSchema> sorted = tables.stream().sorted(byName).toList();
        Set<String> names = new HashSet<>();
        sorted.forEach(table -> names.add(table.name()));
        List<TableSchema> ordered = new ArrayList<>();
        sorted.stream()
                .filter(table -> table.parent().filter(names::contains).isEmpty())
                .forEach(root -> addTree(root, sorted, ordered));
        sorted.stream().filter(table -> !ordered.contains(table)).forEach(ordered::add);
        return ordered;
    }

    private static void addTree(TableSchema table, List<TableSchema> all, List<TableSchema> ordered) {
        if (ordered.contains(table)) {
            return;
        }
        ordered.add(table);
        all.stream()
                .filter(other -> other.parent().filter(table.name()::equals).isPresent())
                .forEach(nested -> addTree(nested, all, ordered));
    }

    /**
     * Reads a file of YAML or JSON.
     *
     * @throws PipetteException BAD_USAGE when there is no such file, or it is not a schema file, with the line
     */
    public static SchemaFile read(Path file) {
        try {
            return YamlReader.read(file.toString(), Files.readString(file));
        } catch (NoSuchFileException missing) {
            throw new PipetteException(
                    ErrorCode.BAD_USAGE,
                    "there is no schema file " + file + ". Correct the path, or write it with 'pipette schema export"
                            + " PIPELINE -o " + file + "'.",
                    missing);
        } catch (MalformedInputException notText) {
            throw new PipetteException(
                    ErrorCode.BAD_USAGE, "schema file " + file + " is not text in UTF-8. Save it as UTF-8.", notText);
        } catch (IOException failed) {
            throw new PipetteException(
                    ErrorCode.BAD_USAGE,
                    "schema file " + file + " cannot be read: " + failed.getMessage() + ". Correct the path.",
                    failed);
        }
    }

    /**
     * Reads the text of a file.
     *
     * @throws PipetteException BAD_USAGE when it is not a schema file, with the line
     */
    public static SchemaFile parse(String yaml) {
        return YamlReader.read("", yaml);
    }

    /** The name of the schema: that of the pipeline, mostly. Two files with other names and the same tables are the same. */
    public String name() {
        return name;
    }

    /** The tables, in their order. */
    public List<TableSchema> tables() {
        return List.copyOf(tables.values());
    }

    /** One of the tables. */
    public Optional<TableSchema> table(String table) {
        return Optional.ofNullable(tables.get(table));
    }

    /** A root table and those below it; none where it is not there. */
    public List<TableSchema> tree(String root) {
        List<TableSchema> tree = new ArrayList<>();
        table(root).ifPresent(table -> addTree(table, tables(), tree));
        return tree;
    }

    /** What is other in another file: what it has more is added, what it lacks is removed. */
    public SchemaDiff diff(SchemaFile other) {
        return SchemaDiff.between(this, other);
    }

    /** The text of the file. */
    public String yaml() {
        return YamlWriter.text(this);
    }

    /** The same as JSON, for programs. */
    public String json() {
        return FileDocument.json(this);
    }

    /**
     * A diagram in Mermaid's words, for Markdown: nested tables and foreign keys are relations. Mermaid cannot write each name;
     * the true one is beside it then.
     */
    public String mermaid() {
        return MermaidText.of(this);
    }

    /** The same in DBML. A table with nested ones has the column that these refer to. */
    public String dbml() {
        return DbmlText.of(this);
    }

    /** Writes the file, over what was there. */
    public void write(Path file) {
        try {
            Files.write(file, yaml().getBytes(StandardCharsets.UTF_8));
        } catch (IOException failed) {
            throw new PipetteException(
                    ErrorCode.BAD_USAGE,
                    "schema file " + file + " cannot be written: " + failed.getMessage()
                            + ". Make its folder, or correct the path.",
                    failed);
        }
    }

    /** The names of a table's columns in a key. */
    static List<String> key(TableSchema table, Predicate<Column> part) {
        return table.columnsWith(part).stream().map(Column::name).toList();
    }

    /** Tables that another one is nested in. */
    Set<String> parents() {
        Set<String> parents = new HashSet<>();
        tables.values().stream()
                .map(TableSchema::parent)
                .flatMap(Optional::stream)
                .filter(tables::containsKey)
                .forEach(parents::add);
        return parents;
    }

    /** The foreign keys whose tables and columns are all here. */
    Stream<TableReference> references(TableSchema table) {
        return KeyHints.references(table).stream()
                .filter(reference -> table(reference.table())
                        .filter(to -> to.columns().keySet().containsAll(reference.referencedColumns()))
                        .isPresent());
    }

    /** Equal files say the same of the same tables. */
    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof SchemaFile file && yaml().equals(file.yaml());
    }

    @Override
    public int hashCode() {
        return 31 * name.hashCode() + tables.keySet().hashCode();
    }

    /** The text of the file. */
    @Override
    public String toString() {
        return yaml();
    }
}

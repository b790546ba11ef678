package dev.pipette.engine.run;

import dev.pipette.Pipeline;
import dev.pipette.engine.extract.ResourcePlan;
import dev.pipette.engine.manifest.DeclaredTable;
import dev.pipette.engine.manifest.ResourceLoad;
import dev.pipette.error.ErrorCode;
import dev.pipette.error.PipetteException;
import dev.pipette.schema.Column;
import dev.pipette.schema.ColumnHint;
import dev.pipette.schema.KeyHints;
import dev.pipette.schema.Naming;
import dev.pipette.schema.SystemColumns;
import dev.pipette.schema.TableHints;
import dev.pipette.schema.TableReference;
import dev.pipette.schema.TableSchema;
import dev.pipette.schema.ValueType;
import dev.pipette.schema.WriteDisposition;
import dev.pipette.schema.file.SchemaFile;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The schema that a run declares. What it says of the root table of a resource is declared by the resource, too, as far as it says
 * nothing of its own; what it says of nested tables travels with the package.
 *
 * @param file empty where the run declares none
 */
record DeclaredSchema(Optional<SchemaFile> file, Naming naming) {
    static DeclaredSchema of(Pipeline pipeline, Naming naming) {
        return new DeclaredSchema(pipeline.declaredSchema(), naming);
    }

    /**
     * The tables that rows of a resource may go to; null where no schema is declared.
     *
     * @param resource whose rows may choose their tables
     */
    @Nullable
    List<DeclaredTable> tables(ResourcePlan resource) {
        return file.map(schema -> (resource.tableChoice().isPresent()
                                ? schema.tables()
                                : schema.tree(naming.identifier(resource.tableName())))
                        .stream().map(DeclaredSchema::declared).toList())
                .orElse(null);
    }

    private static DeclaredTable declared(TableSchema table) {
        return new DeclaredTable(
                table.name(),
                table.columns().values().stream()
                        .filter(column -> !isSystem(column))
                        .map(column -> new ResourceLoad.Hint(
                                column.name(), type(column), digits(column), digits(column) == 0 ? 0 : scale(column)))
                        .toList());
    }

    private static boolean isSystem(Column column) {
        return column.name().startsWith(SystemColumns.PREFIX + "_");
    }

    private static ValueType type(Column column) {
        return ValueType.of(column.dataType().orElseThrow(), column.timezone());
    }

    /** The digits of a decimal; 0 for other types, whose precision is no limit for Pipette. */
    private static int digits(Column column) {
        return type(column) == ValueType.DECIMAL ? column.precision().orElse(0) : 0;
    }

    private static int scale(Column column) {
        return column.scale().orElse(0);
    }

    /**
     * The resource with what the schema says of its table.
     *
     * @throws PipetteException BAD_USAGE where the resource declares another type or key
     */
    ResourcePlan applied(ResourcePlan resource) {
        Optional<TableSchema> found = resource.tableChoice().isPresent()
                ? Optional.empty()
                : file.flatMap(schema -> schema.table(naming.identifier(resource.tableName())));
        return found.map(table -> applied(resource, table)).orElse(resource);
    }

    private ResourcePlan applied(ResourcePlan resource, TableSchema table) {
        Map<String, ColumnHint> hints = new LinkedHashMap<>(resource.columnHints());
        Map<String, String> own = new LinkedHashMap<>();
        resource.columnHints().keySet().forEach(name -> own.put(naming.key(name), name));
        Set<String> added = new LinkedHashSet<>();
        for (Column column : table.columns().values()) {
            if (!isSystem(column)) {
                String name = own.getOrDefault(column.name(), column.name());
                hints.put(name, joined(resource, column, Optional.ofNullable(hints.get(name))));
                if (!own.containsKey(column.name())) {
                    added.add(column.name());
                }
            }
        }
        return ResourcePlan.builder()
                .from(resource)
                .columnHints(hints)
                .schemaColumns(added)
                .tableHints(joined(resource.tableHints(), table))
                .primaryKey(key(resource, table))
                .build();
    }

    private static ColumnHint joined(ResourcePlan resource, Column column, Optional<ColumnHint> own) {
        ColumnHint declared =
                digits(column) == 0 ? ColumnHint.of(type(column)) : ColumnHint.decimal(digits(column), scale(column));
        ColumnHint joined = own.orElse(declared);
        if (joined.type().isPresent() && !sameType(joined, declared)) {
            throw new PipetteException(
                    ErrorCode.BAD_USAGE,
                    "resource " + resource.name() + ": column '" + column.name() + "' is declared as "
                            + typeOf(joined) + ", and the declared schema says " + typeOf(declared)
                            + ". Leave out the declaration of the resource (--type), or correct the schema file.");
        }
        if (joined.type().isEmpty()) {
            joined = withType(declared, joined);
        }
        joined = column.nullable() || joined.nullability().isPresent() ? joined : joined.notNull();
        joined = column.unique() ? joined.unique() : joined;
        return column.description().isPresent() && joined.description().isEmpty()
                ? joined.describedAs(column.description().get())
                : joined;
    }

    private static boolean sameType(ColumnHint one, ColumnHint other) {
        return one.type().equals(other.type())
                && (one.precision().isEmpty()
                        || other.precision().isEmpty()
                        || typeOf(one).equals(typeOf(other)));
    }

    private static String typeOf(ColumnHint hint) {
        return (hint.precision().isPresent()
                        ? ColumnHint.decimal(
                                hint.precision().getAsInt(), hint.scale().orElse(0))
                        : ColumnHint.of(hint.type().orElseThrow()))
                .describe();
    }

    private static ColumnHint withType(ColumnHint type, ColumnHint rest) {
        ColumnHint joined = type;
        if (rest.nullability().isPresent()) {
            joined = rest.nullability().get() ? joined.nullable() : joined.notNull();
        }
        joined = rest.isUnique() ? joined.unique() : joined;
        joined = rest.isIndexed() ? joined.indexed() : joined;
        joined = rest.isSorted() ? joined.sorted() : joined;
        joined = rest.isPartitioned() ? joined.partitioned() : joined;
        return rest.description().isPresent()
                ? joined.describedAs(rest.description().get())
                : joined;
    }

    private static TableHints joined(TableHints own, TableSchema table) {
        TableHints joined = own;
        if (own.description().isEmpty() && table.description().isPresent()) {
            joined = joined.describedAs(table.description().get());
        }
        if (KeyHints.enforcesPrimaryKey(table)) {
            joined = joined.enforcePrimaryKey();
        }
        for (List<String> key : KeyHints.uniqueKeys(table)) {
            joined = joined.uniqueKeys().contains(key) ? joined : joined.unique(key.getFirst(), rest(key));
        }
        for (List<String> index : KeyHints.indexes(table)) {
            joined = joined.indexes().contains(index) ? joined : joined.index(index.getFirst(), rest(index));
        }
        for (TableReference reference : KeyHints.references(table)) {
            Map<String, String> columns = new LinkedHashMap<>();
            for (int at = 0; at < reference.columns().size(); at++) {
                columns.put(
                        reference.columns().get(at),
                        reference.referencedColumns().get(at));
            }
            joined = joined.references(reference.table(), columns);
        }
        return joined;
    }

    private static String[] rest(List<String> columns) {
        return columns.subList(1, columns.size()).toArray(String[]::new);
    }

    private List<String> key(ResourcePlan resource, TableSchema table) {
        List<String> declared =
                table.columnsWith(Column::primaryKey).stream().map(Column::name).toList();
        List<String> own = resource.primaryKey().stream().map(naming::key).toList();
        if (!own.isEmpty() && !declared.isEmpty() && !new HashSet<>(own).equals(new HashSet<>(declared))) {
            throw new PipetteException(
                    ErrorCode.BAD_USAGE,
                    "resource " + resource.name() + ": its primary key is " + String.join(", ", own)
                            + ", and the declared schema says " + String.join(", ", declared) + " for table "
                            + table.name() + ". Let them agree: correct the resource's key, or the schema file.");
        }
        boolean hasNone = own.isEmpty() && resource.writeDisposition().kind() != WriteDisposition.Kind.MERGE;
        return hasNone ? declared : resource.primaryKey();
    }
}

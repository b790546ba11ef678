package dev.pipette.schema;

import dev.pipette.dlt.Documents;
import dev.pipette.error.ErrorCode;
import dev.pipette.error.PipetteException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Who made a schema, dlt or Pipette, and which rules its tables therefore follow.
 *
 * <pre>{@code
 * SchemaOrigin origin = SchemaOrigin.of(committedSchema);
 * origin.naming("crm", 63).key("Kwota w złotych");   // dlt's "kwota_w_z_otych" in a schema that dlt made
 * }</pre>
 *
 * <p>Pipette marks the schemas that it makes, so that both keep their names for ever. The mark is a hint of the table
 * {@code _dlt_version}: dlt keeps hints of tables that begin with {@code x-}, but replaces a schema's settings.
 *
 * @param schema the committed schema; empty where there is none, so that Pipette makes it
 */
public record SchemaOrigin(Optional<Schema> schema) {
    private static final String NAMING = "x-pipette-naming";
    private static final String LATIN = "snake_case_latin";
    private static final Set<String> SNAKE_CASE = Set.of("snake_case", "dlt.common.normalizers.naming.snake_case");

    /** The origin of a committed schema. */
    public static SchemaOrigin of(Optional<Schema> schema) {
        return new SchemaOrigin(schema);
    }

    /** A schema that Pipette makes, with its mark. */
    public static Schema pipettes(String name) {
        Schema schema = Schema.create(name);
        TableSchema version = schema.table(SystemTables.VERSION).orElseThrow();
        return schema.withTable(version.withHint(NAMING, LATIN));
    }

    /** Whether dlt made the schema. */
    public boolean isDlts() {
        return schema.isPresent()
                && schema.get()
                        .table(SystemTables.VERSION)
                        .flatMap(table -> table.hint(NAMING))
                        .isEmpty();
    }

    /**
     * The naming of the schema's tables and columns.
     *
     * @param dataset is named in an error
     * @param maxLength of a name at the destination
     * @throws PipetteException BAD_USAGE for a naming convention of dlt that Pipette does not know
     */
    public Naming naming(String dataset, int maxLength) {
        if (!isDlts()) {
            return Naming.snakeCase(maxLength);
        }
        Schema made = schema.orElseThrow();
        Object convention = made.normalizers().get("names");
        if (convention == null || SNAKE_CASE.contains(String.valueOf(convention))) {
            return Naming.dltSnakeCase(maxLength);
        }
        throw new PipetteException(
                ErrorCode.BAD_USAGE,
                "dlt made schema " + made.name() + " of dataset " + dataset + " with the naming convention '"
                        + convention
                        + "', and Pipette knows snake_case only: it would give the same columns other names. Load these"
                        + " rows with dlt, or into another dataset: .datasetName(\"" + dataset
                        + "_pipette\") (--dataset "
                        + dataset + "_pipette). Nothing was loaded.");
    }

    /** How many levels of nesting become tables below a root table, where dlt's schema limits them. */
    public OptionalInt maxNesting(String rootTable) {
        if (!isDlts()) {
            return OptionalInt.empty();
        }
        Schema made = schema.orElseThrow();
        Optional<Object> ofTable = made.table(rootTable)
                .flatMap(table -> table.hint("x-normalizer"))
                .flatMap(hint ->
                        hint instanceof Map<?, ?> map ? Optional.ofNullable(map.get("max_nesting")) : Optional.empty());
        Object ofSchema = Documents.map(Documents.map(made.normalizers(), "json"), "config")
                .get("max_nesting");
        return ofTable.or(() -> Optional.ofNullable(ofSchema))
                .filter(Number.class::isInstance)
                .map(levels -> OptionalInt.of(((Number) levels).intValue()))
                .orElse(OptionalInt.empty());
    }

    /** The columns that dlt keeps as JSON documents, by the tables that have such. */
    public Map<String, Set<String>> documents() {
        return isDlts() ? allDocuments() : Map.of();
    }

    /** The columns that hold JSON documents, by the tables that have such, whoever made them. */
    public Map<String, Set<String>> allDocuments() {
        Map<String, Set<String>> documents = new LinkedHashMap<>();
        if (schema.isPresent()) {
            for (TableSchema table : schema.orElseThrow().dataTables()) {
                Set<String> columns =
                        table
                                .columnsWith(column -> column.dataType()
                                        .filter(DataType.JSON::equals)
                                        .isPresent())
                                .stream()
                                .map(Column::name)
                                .collect(Collectors.toSet());
                if (!columns.isEmpty()) {
                    documents.put(table.name(), columns);
                }
            }
        }
        return documents;
    }
}

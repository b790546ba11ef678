package dev.pipette.schema.file;

import dev.pipette.schema.Column;
import dev.pipette.schema.KeyHints;
import dev.pipette.schema.TableReference;
import dev.pipette.schema.TableSchema;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/** A schema file as maps and lists: what YAML and JSON write down. */
final class FileDocument {
    /** The version of the format. */
    static final long FORMAT = 1;

    static final String FORMAT_KEY = "pipette_schema";
    static final String NAME = "name";
    static final String TABLES = "tables";
    static final String PARENT = "parent";
    static final String DESCRIPTION = "description";
    static final String COLUMNS = "columns";
    static final String TYPE = "type";
    static final String NULLABLE = "nullable";
    static final String PRIMARY = "primary_key";
    static final String MERGE = "merge_key";
    static final String UNIQUE = "unique";
    static final String ENFORCED = "enforce_primary_key";
    static final String INDEXES = "indexes";
    static final String REFERENCES = "references";
    static final String REFERRED_TABLE = "table";
    static final String REFERRED_COLUMNS = "to";

    private static final JsonMapper JSON =
            JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

    private FileDocument() {}

    static String json(SchemaFile file) {
        return JSON.writeValueAsString(of(file)) + "\n";
    }

    static Map<String, Object> of(SchemaFile file) {
        Map<String, Object> document = new LinkedHashMap<>();
        document.put(FORMAT_KEY, FORMAT);
        document.put(NAME, file.name());
        Map<String, Object> tables = new LinkedHashMap<>();
        file.tables().forEach(table -> tables.put(table.name(), table(table)));
        document.put(TABLES, tables);
        return document;
    }

    private static Map<String, Object> table(TableSchema table) {
        Map<String, Object> document = new LinkedHashMap<>();
        table.parent().ifPresent(parent -> document.put(PARENT, parent));
        table.description().ifPresent(description -> document.put(DESCRIPTION, description));
        Map<String, Object> columns = new LinkedHashMap<>();
        table.columns().values().forEach(column -> columns.put(column.name(), column(column)));
        document.put(COLUMNS, columns);
        if (KeyHints.enforcesPrimaryKey(table)) {
            document.put(ENFORCED, true);
        }
        putUnlessEmpty(document, UNIQUE, KeyHints.uniqueKeys(table));
        putUnlessEmpty(document, INDEXES, KeyHints.indexes(table));
        putUnlessEmpty(
                document,
                REFERENCES,
                KeyHints.references(table).stream().map(FileDocument::reference).toList());
        return document;
    }

    private static void putUnlessEmpty(Map<String, Object> document, String key, List<?> list) {
        if (!list.isEmpty()) {
            document.put(key, list);
        }
    }

    private static Map<String, Object> column(Column column) {
        Map<String, Object> document = new LinkedHashMap<>();
        document.put(TYPE, TypeText.of(column));
        if (!column.nullable()) {
            document.put(NULLABLE, false);
        }
        if (column.primaryKey()) {
            document.put(PRIMARY, true);
        }
        if (column.mergeKey()) {
            document.put(MERGE, true);
        }
        if (column.unique()) {
            document.put(UNIQUE, true);
        }
        column.description().ifPresent(description -> document.put(DESCRIPTION, description));
        return document;
    }

    private static Map<String, Object> reference(TableReference reference) {
        Map<String, Object> document = new LinkedHashMap<>();
        document.put(COLUMNS, reference.columns());
        document.put(REFERRED_TABLE, reference.table());
        document.put(REFERRED_COLUMNS, reference.referencedColumns());
        return document;
    }
}

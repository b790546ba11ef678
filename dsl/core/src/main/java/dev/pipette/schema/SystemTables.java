package dev.pipette.schema;

import static dev.pipette.schema.DataType.BIGINT;
import static dev.pipette.schema.DataType.TEXT;
import static dev.pipette.schema.DataType.TIMESTAMP;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The bookkeeping tables as dlt 1.26 describes them in its own schema documents.
 *
 * <pre>{@code
 * schema.withTable(SystemTables.pipelineState());   // as soon as state is loaded
 * }</pre>
 *
 * <p>The order of hints is that of dlt's documents. dlt creates {@code _dlt_version} and {@code
 * _dlt_loads} itself, but loads its state like a resource, which is why that entry has no
 * description and carries {@code x-normalizer}.
 */
public final class SystemTables {
    public static final String VERSION = "_dlt_version";
    public static final String LOADS = "_dlt_loads";
    public static final String PIPELINE_STATE = "_dlt_pipeline_state";

    private SystemTables() {}

    /** Returns the table with one row for each version of a schema. */
    public static TableSchema version() {
        return bookkeeping(VERSION, "Created by DLT. Tracks schema updates")
                .withColumn(Column.of("version", BIGINT).withNullable(false))
                .withColumn(Column.of("engine_version", BIGINT).withNullable(false))
                .withColumn(Column.of("inserted_at", TIMESTAMP).withNullable(false))
                .withColumn(Column.of("schema_name", TEXT).withNullable(false))
                .withColumn(Column.of("version_hash", TEXT).withNullable(false))
                .withColumn(Column.of("schema", TEXT).withNullable(false));
    }

    /** Returns the table with one row for each load that was committed. */
    public static TableSchema loads() {
        return bookkeeping(LOADS, "Created by DLT. Tracks completed loads")
                .withColumn(Column.of("load_id", TEXT).withNullable(false).withPrecision(64))
                .withColumn(Column.of("schema_name", TEXT))
                .withColumn(Column.of("status", BIGINT).withNullable(false))
                .withColumn(Column.of("inserted_at", TIMESTAMP).withNullable(false))
                .withColumn(Column.of("schema_version_hash", TEXT));
    }

    /** Returns the table with one row for each version of a pipeline's state. */
    public static TableSchema pipelineState() {
        var hints = new LinkedHashMap<String, @Nullable Object>();
        hints.put("columns", Map.of());
        hints.put("write_disposition", "append");
        hints.put("file_format", "preferred");
        hints.put("name", PIPELINE_STATE);
        hints.put("resource", PIPELINE_STATE);
        return TableSchema.fromDocument(PIPELINE_STATE, hints)
                .withSeenData()
                .withColumn(Column.of("version", BIGINT).withNullable(false))
                .withColumn(Column.of("engine_version", BIGINT).withNullable(false))
                .withColumn(Column.of("pipeline_name", TEXT).withNullable(false))
                .withColumn(Column.of("state", TEXT).withNullable(false))
                .withColumn(Column.of("created_at", TIMESTAMP).withNullable(false))
                .withColumn(Column.of("version_hash", TEXT))
                .withColumn(SystemColumns.loadId().withPrecision(64))
                .withColumn(SystemColumns.rowId());
    }

    private static TableSchema bookkeeping(String name, String description) {
        var hints = new LinkedHashMap<String, @Nullable Object>();
        hints.put("name", name);
        hints.put("columns", Map.of());
        hints.put("write_disposition", "skip");
        hints.put("resource", name);
        hints.put("description", description);
        return TableSchema.fromDocument(name, hints);
    }
}

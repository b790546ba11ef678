package dev.pipette.observe;

import dev.pipette.LoadInfo.TableLoad;
import dev.pipette.admin.RunStart;
import dev.pipette.admin.RunTrace;
import dev.pipette.admin.RunTrace.ColumnType;
import dev.pipette.admin.RunTrace.LoadPackage;
import dev.pipette.admin.RunTrace.Outcome;
import dev.pipette.admin.RunTrace.TableColumns;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Runs as events of OpenLineage 2-0-2. */
final class LineageEvents {
    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
    private static final String PRODUCER = "urn:pipette:observe";
    private static final String SPEC = "https://openlineage.io/spec/";

    private LineageEvents() {}

    static ObjectNode start(String namespace, RunStart run) {
        ObjectNode event = event("START", run.startedAt(), run.runId(), namespace, run.pipeline());
        event.putArray("inputs");
        event.putArray("outputs");
        return event;
    }

    static ObjectNode end(String namespace, RunTrace trace) {
        ObjectNode event = event(
                trace.outcome() == Outcome.FAILED ? "FAIL" : "COMPLETE",
                trace.startedAt().plus(trace.duration()),
                trace.runId(),
                namespace,
                trace.pipeline());
        trace.failure()
                .ifPresent(failure -> event.withObject("/run/facets")
                        .set(
                                "errorMessage",
                                facet("1-0-1", "ErrorMessageRunFacet")
                                        .put("message", failure.message())
                                        .put("programmingLanguage", "JAVA")));
        ArrayNode inputs = event.putArray("inputs");
        trace.inputs().stream()
                .map(input -> LineageNames.input(input, namespace))
                .distinct()
                .forEach(name -> inputs.add(dataset(name)));
        event.set("outputs", outputs(trace));
        return event;
    }

    private static ObjectNode event(String type, Instant time, String runId, String namespace, String pipeline) {
        ObjectNode event = JSON.objectNode()
                .put("eventType", type)
                .put("eventTime", time.toString())
                .put("producer", PRODUCER)
                .put("schemaURL", SPEC + "2-0-2/OpenLineage.json#/$defs/RunEvent");
        event.putObject("run").put("runId", runId).putObject("facets");
        event.putObject("job")
                .put("namespace", namespace)
                .put("name", pipeline)
                .putObject("facets")
                .set(
                        "jobType",
                        facet("2-0-4", "JobTypeJobFacet")
                                .put("processingType", "BATCH")
                                .put("integration", "PIPETTE")
                                .put("jobType", "PIPELINE"));
        return event;
    }

    /** The tables that were committed; what a failed run did not commit nobody can read. */
    private static ArrayNode outputs(RunTrace trace) {
        Map<String, ObjectNode> outputs = new LinkedHashMap<>();
        for (LoadPackage load : trace.packages()) {
            if (load.committed()) {
                load.tables().forEach(table -> add(outputs, trace, load, table));
            }
        }
        return JSON.arrayNode().addAll(outputs.values());
    }

    private static void add(Map<String, ObjectNode> outputs, RunTrace trace, LoadPackage load, TableLoad table) {
        ObjectNode output = outputs.computeIfAbsent(
                table.table(), name -> dataset(LineageNames.table(trace.address(), trace.dataset(), name)));
        ObjectNode facets = output.withObject("/facets");
        facets.set("version", facet("1-0-1", "DatasetVersionDatasetFacet").put("datasetVersion", load.loadId()));
        columns(load, table.table()).ifPresent(columns -> facets.set("schema", schema(columns)));
        ObjectNode statistics = output.withObject("/outputFacets");
        long before = statistics.path("outputStatistics").path("rowCount").asLong(0);
        statistics.set(
                "outputStatistics",
                facet("1-0-2", "OutputStatisticsOutputDatasetFacet").put("rowCount", before + table.rows()));
    }

    private static Optional<List<ColumnType>> columns(LoadPackage load, String table) {
        return load.columns().stream()
                .filter(columns -> columns.table().equals(table))
                .map(TableColumns::columns)
                .findFirst();
    }

    private static ObjectNode schema(List<ColumnType> columns) {
        ObjectNode schema = facet("1-2-0", "SchemaDatasetFacet");
        ArrayNode fields = schema.putArray("fields");
        for (ColumnType column : columns) {
            fields.addObject()
                    .put("name", column.name())
                    .put("type", column.type())
                    .put("ordinal_position", fields.size());
        }
        return schema;
    }

    private static ObjectNode dataset(LineageNames.Name name) {
        return JSON.objectNode().put("namespace", name.namespace()).put("name", name.name());
    }

    private static ObjectNode facet(String version, String name) {
        return JSON.objectNode()
                .put("_producer", PRODUCER)
                .put("_schemaURL", SPEC + "facets/" + version + "/" + name + ".json#/$defs/" + name);
    }
}

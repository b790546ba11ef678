package dev.pipette.schema;

import static dev.pipette.dlt.Documents.map;

import dev.pipette.dlt.CompressedText;
import dev.pipette.dlt.Digest128;
import dev.pipette.dlt.DltJson;
import dev.pipette.dlt.Documents;
import dev.pipette.dlt.TypedJson;
import dev.pipette.error.ErrorCode;
import dev.pipette.error.PipetteException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The state of a pipeline: what each of its resources remembers from one load to the next.
 *
 * <pre>{@code
 * StateDocument state = StateDocument.create("crm", "crm", "dlt.destinations.duckdb")
 *     .withSchema("crm")
 *     .withResourceState("crm", "users", Map.of("runs", 1))
 *     .bumped();
 * state.resourceState("crm", "users").get("runs");   // 1
 * }</pre>
 *
 * <p>It is dlt's pipeline state of engine version 4. Entries that are unknown here, and the order
 * of all, are kept. Values may be text, numbers, booleans, {@code BigDecimal}, {@code java.time}
 * values, {@code UUID}, {@code byte[]}, maps and lists; times come back as {@code OffsetDateTime}
 * or {@code LocalDateTime}, integers as {@code Long}. dlt's local part ({@code _local}) never leaves
 * its machine and is not part of the document.
 *
 * <p>Source: dlt 1.26, {@code dlt/common/versioned_state.py} and {@code dlt/pipeline/state_sync.py}.
 */
public final class StateDocument {
    /** The version of the document format that is understood. */
    public static final int ENGINE_VERSION = 4;

    private static final String VERSION = "_state_version";
    private static final String ENGINE = "_state_engine_version";
    private static final String VERSION_HASH = "_version_hash";
    private static final String LOCAL = "_local";
    private static final String SOURCES = "sources";
    private static final String RESOURCES = "resources";
    private static final List<String> NOT_HASHED = List.of(VERSION, ENGINE, VERSION_HASH, LOCAL);

    /** The entries with marked strings, so that unchanged entries are written as they were read. */
    private final Map<String, @Nullable Object> entries;

    private StateDocument(Map<String, @Nullable Object> entries) {
        this.entries = entries;
    }

    /**
     * Makes the state of a pipeline that has not loaded yet: version 0.
     *
     * @param destinationType as dlt names it, such as {@code dlt.destinations.duckdb}
     */
    public static StateDocument create(String pipelineName, String datasetName, String destinationType) {
        var entries = new LinkedHashMap<String, @Nullable Object>();
        entries.put(VERSION, 0L);
        entries.put(ENGINE, (long) ENGINE_VERSION);
        entries.put("pipeline_name", pipelineName);
        entries.put("dataset_name", datasetName);
        entries.put("schema_names", List.of());
        entries.put("default_schema_name", null);
        entries.put("destination_type", destinationType);
        entries.put("destination_name", null);
        return new StateDocument(entries).bumped();
    }

    /**
     * Reads a document as {@code _dlt_pipeline_state.state} holds it: base64 of zlib, or JSON.
     *
     * @throws PipetteException when it is not a state document, or of another engine version than 4
     */
    public static StateDocument decode(String stored) {
        String what = "the state document";
        var entries = new LinkedHashMap<>(DltJson.readObject(CompressedText.decode(stored, what), what));
        if (!(entries.get(VERSION) instanceof Number)
                || !(entries.get(ENGINE) instanceof Number engine)
                || !(entries.get("pipeline_name") instanceof String pipeline)) {
            throw new PipetteException(
                    ErrorCode.SOURCE_UNREADABLE,
                    "the state document has no %s, %s or pipeline_name. It has: %s."
                            .formatted(VERSION, ENGINE, String.join(", ", entries.keySet())));
        }
        EngineVersion.check(
                "the state of pipeline '" + pipeline + "'",
                engine.intValue(),
                ENGINE_VERSION,
                "A newer dlt or Pipette wrote it: use a newer Pipette.",
                "An older dlt wrote it: run the pipeline once with dlt 1.26, which upgrades it.");
        entries.remove(LOCAL);
        return new StateDocument(Collections.unmodifiableMap(entries));
    }

    /** Returns the document as {@code _dlt_pipeline_state.state} holds it. */
    public String encode() {
        return CompressedText.encode(toJson());
    }

    /** Returns the document as dlt's typed JSON, the text inside {@link #encode}. */
    public String toJson() {
        return DltJson.compact(entries);
    }

    /**
     * Returns dlt's hash of the content; the version does not count.
     *
     * <p>SHA3-256 over the typed JSON with sorted keys, base64. Source: {@code
     * generate_state_version_hash}.
     */
    public String hash() {
        var content = new LinkedHashMap<>(entries);
        NOT_HASHED.forEach(content::remove);
        byte[] digest = Schema.sha3().digest(DltJson.utf8(DltJson.sorted(content)));
        return Base64.getEncoder().encodeToString(digest);
    }

    /** Gives changed content its next version and hash; returns this when nothing changed. */
    public StateDocument bumped() {
        String current = hash();
        String stored = versionHash();
        if (current.equals(stored)) {
            return this;
        }
        StateDocument hashed = with(VERSION_HASH, current);
        return stored.isEmpty() ? hashed : hashed.with(VERSION, version() + 1);
    }

    /** Returns the number that grows by one with each change of content; 0 before the first load. */
    public long version() {
        return ((Number) entries.getOrDefault(VERSION, 0L)).longValue();
    }

    /** Returns the hash that was stored with the document; {@link #hash} when nothing changed. */
    public String versionHash() {
        return text(VERSION_HASH).orElse("");
    }

    public String pipelineName() {
        return text("pipeline_name").orElseThrow();
    }

    public Optional<String> datasetName() {
        return text("dataset_name");
    }

    public Optional<String> defaultSchemaName() {
        return text("default_schema_name");
    }

    public List<String> schemaNames() {
        return Documents.strings(entries, "schema_names");
    }

    /** Returns dlt's name for the kind of destination, such as {@code dlt.destinations.duckdb}. */
    public Optional<String> destinationType() {
        return text("destination_type");
    }

    /** Returns the name that the user gave the destination; empty when it is its type. */
    public Optional<String> destinationName() {
        return text("destination_name");
    }

    /** Returns the names of the sources that have state. */
    public List<String> sourceNames() {
        return List.copyOf(map(entries, SOURCES).keySet());
    }

    /** Returns the names of the resources of {@code source} that have state. */
    public List<String> resourceNames(String source) {
        return List.copyOf(map(source(source), RESOURCES).keySet());
    }

    /** Returns what {@code source} itself remembers, its resources included; empty when nothing. */
    public Map<String, @Nullable Object> sourceState(String source) {
        return typed(source(source));
    }

    /** Returns what {@code resource} remembers; empty when nothing. Not modifiable. */
    public Map<String, @Nullable Object> resourceState(String source, String resource) {
        return typed(map(map(source(source), RESOURCES), resource));
    }

    /** Returns a digest of what {@code resource} remembers, whatever the order of its entries; empty when nothing. */
    public String resourceDigest(String source, String resource) {
        Map<String, @Nullable Object> state = map(map(source(source), RESOURCES), resource);
        return state.isEmpty() ? "" : Digest128.of(DltJson.sorted(state));
    }

    private Map<String, @Nullable Object> source(String source) {
        return map(map(entries, SOURCES), source);
    }

    private static Map<String, @Nullable Object> typed(Map<String, @Nullable Object> state) {
        Object unmarked = TypedJson.unmarked(state);
        return map(Collections.singletonMap(SOURCES, unmarked), SOURCES);
    }

    /** Replaces all that {@code source} remembers, its resources included. */
    public StateDocument withSourceState(String source, Map<String, ?> state) {
        return new StateDocument(Documents.with(entries, TypedJson.marked(state), SOURCES, source));
    }

    /** Replaces what {@code resource} remembers. */
    public StateDocument withResourceState(String source, String resource, Map<String, ?> state) {
        return new StateDocument(
                Documents.with(entries, TypedJson.marked(state), SOURCES, source, RESOURCES, resource));
    }

    /** Forgets what {@code resource} remembers. */
    public StateDocument withoutResourceState(String source, String resource) {
        if (!resourceNames(source).contains(resource)) {
            return this;
        }
        var remaining = new LinkedHashMap<>(map(source(source), RESOURCES));
        remaining.remove(resource);
        return new StateDocument(
                Documents.with(entries, Collections.unmodifiableMap(remaining), SOURCES, source, RESOURCES));
    }

    /** Adds a schema; the first one is the pipeline's default. */
    public StateDocument withSchema(String schemaName) {
        if (schemaNames().contains(schemaName)) {
            return this;
        }
        var names = new ArrayList<>(schemaNames());
        names.add(schemaName);
        StateDocument added = with("schema_names", List.copyOf(names));
        return defaultSchemaName().isPresent() ? added : added.with("default_schema_name", schemaName);
    }

    public StateDocument withDatasetName(String datasetName) {
        return with("dataset_name", datasetName);
    }

    /** Sets the version; for a state that starts above what is committed elsewhere. */
    public StateDocument withVersion(long version) {
        return with(VERSION, version);
    }

    /** Returns any entry of the document by dlt's name. */
    public Optional<Object> entry(String entry) {
        return Optional.ofNullable(TypedJson.unmarked(entries.get(entry)));
    }

    private StateDocument with(String entry, Object value) {
        return new StateDocument(Documents.with(entries, value, entry));
    }

    private Optional<String> text(String entry) {
        return entries.get(entry) instanceof String text ? Optional.of(text) : Optional.empty();
    }

    /** Equal documents have the same version, hash and content. */
    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof StateDocument state && entries.equals(state.entries);
    }

    @Override
    public int hashCode() {
        return entries.hashCode();
    }

    @Override
    public String toString() {
        return toJson();
    }
}

package dev.pipette.schema;

import static dev.pipette.dlt.Documents.map;
import static java.util.Objects.requireNonNull;

import dev.pipette.dlt.CompressedText;
import dev.pipette.dlt.DltJson;
import dev.pipette.dlt.Documents;
import dev.pipette.error.ErrorCode;
import dev.pipette.error.PipetteException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import org.jspecify.annotations.Nullable;

/**
 * The schema of a dataset: its tables, its settings, and its version.
 *
 * <pre>{@code
 * Schema schema = Schema.create("crm")
 *     .withTable(TableSchema.root("users", "append").withColumn(Column.of("id", DataType.BIGINT)))
 *     .bumped();
 * schema.version();   // 2
 * }</pre>
 *
 * <p>It is dlt's schema document of engine version 11: {@link #fromJson} and {@link #toJson} keep
 * every entry, known or not, and its order, so a document that dlt wrote is written again byte for
 * byte, and {@link #hash} is dlt's hash. Source: dlt 1.26, {@code dlt/common/schema/schema.py} and
 * {@code utils.py}.
 */
public final class Schema {
    /** The newest version of the document format that is understood. */
    public static final int ENGINE_VERSION = 11;

    private static final String VERSION = "version";
    private static final String VERSION_HASH = "version_hash";
    private static final String PREVIOUS_HASHES = "previous_hashes";
    private static final String TABLES = "tables";
    private static final List<String> NOT_HASHED =
            List.of(VERSION, VERSION_HASH, "imported_version_hash", PREVIOUS_HASHES);
    private static final int HASHES_KEPT = 10;
    private static final String[] PROPAGATION = {"json", "config", "propagation", "tables"};

    private final String name;
    private final SequencedMap<String, TableSchema> tables;

    /** All entries of the document in order; the place of the tables is kept, their value is not. */
    private final SequencedMap<String, @Nullable Object> entries;

    private Schema(SequencedMap<String, TableSchema> tables, SequencedMap<String, @Nullable Object> entries) {
        this.name = (String) requireNonNull(entries.get("name"));
        this.tables = Collections.unmodifiableSequencedMap(tables);
        this.entries = Collections.unmodifiableSequencedMap(entries);
    }

    /**
     * Makes the schema that dlt 1.26 makes for a new source: version 1, bookkeeping tables only.
     *
     * @param name as dlt needs it: letters, digits and underscores, not beginning with a digit, at
     *     most 64 characters
     */
    public static Schema create(String name) {
        if (!name.matches("[\\p{L}_][\\p{L}\\p{N}_]{0,63}")) {
            throw new PipetteException(
                    ErrorCode.BAD_USAGE,
                    "\"%s\" cannot name a schema. Use letters, digits and '_', not a digit first, at most 64."
                            .formatted(name));
        }
        var entries = new LinkedHashMap<String, @Nullable Object>();
        entries.put(VERSION, 1L);
        entries.put(VERSION_HASH, null);
        entries.put("engine_version", (long) ENGINE_VERSION);
        entries.put("name", name);
        entries.put(TABLES, null);
        entries.put("settings", defaultSettings());
        entries.put("normalizers", defaultNormalizers());
        entries.put(PREVIOUS_HASHES, List.of());
        var tables = new LinkedHashMap<String, TableSchema>();
        tables.put(SystemTables.VERSION, SystemTables.version());
        tables.put(SystemTables.LOADS, SystemTables.loads());
        return new Schema(tables, entries).bumped();
    }

    private static Map<String, @Nullable Object> defaultSettings() {
        var hints = new LinkedHashMap<String, @Nullable Object>();
        hints.put(
                "not_null",
                List.of(
                        SystemColumns.ROW_ID,
                        SystemColumns.ROOT_ID,
                        SystemColumns.PARENT_ID,
                        SystemColumns.LIST_INDEX,
                        SystemColumns.LOAD_ID));
        hints.put("parent_key", List.of(SystemColumns.PARENT_ID));
        hints.put("root_key", List.of(SystemColumns.ROOT_ID));
        hints.put("unique", List.of(SystemColumns.ROW_ID));
        hints.put("row_key", List.of(SystemColumns.ROW_ID));
        var settings = new LinkedHashMap<String, @Nullable Object>();
        settings.put("detections", List.of("iso_timestamp"));
        settings.put("default_hints", hints);
        return Documents.frozen(settings);
    }

    private static Map<String, @Nullable Object> defaultNormalizers() {
        var normalizers = new LinkedHashMap<String, @Nullable Object>();
        normalizers.put("names", "snake_case");
        normalizers.put("json", Map.of("module", "dlt.common.normalizers.json.relational"));
        return Documents.frozen(normalizers);
    }

    /**
     * Reads a schema document as {@code _dlt_version.schema} holds it: JSON, or base64 of zlib.
     *
     * @throws PipetteException when it is not a schema document, or of another engine version than 11
     */
    public static Schema fromJson(String stored) {
        String what = "the schema document";
        Map<String, @Nullable Object> document = DltJson.readObject(CompressedText.decode(stored, what), what);
        if (!(document.get("name") instanceof String name)
                || !(document.get(VERSION) instanceof Number)
                || !(document.get("engine_version") instanceof Number engine)) {
            throw new PipetteException(
                    ErrorCode.SOURCE_UNREADABLE,
                    "the schema document has no name, version or engine_version. It has: %s."
                            .formatted(String.join(", ", document.keySet())));
        }
        EngineVersion.check(
                "schema '" + name + "'",
                engine.intValue(),
                ENGINE_VERSION,
                "A newer dlt or Pipette wrote it: use a newer Pipette for this dataset.",
                "An older dlt wrote it: load the dataset once with dlt 1.26, which upgrades it.");
        var tables = new LinkedHashMap<String, TableSchema>();
        Map<String, @Nullable Object> tableDocuments = map(document, TABLES);
        for (String table : tableDocuments.keySet()) {
            tables.put(table, TableSchema.fromDocument(table, map(tableDocuments, table)));
        }
        var entries = new LinkedHashMap<>(document);
        entries.computeIfPresent(TABLES, (key, value) -> Map.of());
        return new Schema(tables, entries);
    }

    /** Returns the document as compact JSON, as dlt stores it. */
    public String toJson() {
        return DltJson.compact(document());
    }

    private SequencedMap<String, @Nullable Object> document() {
        var document = new LinkedHashMap<>(entries);
        var members = new LinkedHashMap<String, @Nullable Object>();
        tables.forEach((table, schema) -> members.put(table, schema.toDocument()));
        document.put(TABLES, members);
        return document;
    }

    /**
     * Returns dlt's hash of the content; versions and earlier hashes do not count.
     *
     * <p>SHA3-256 over the JSON with sorted keys, then over each table's name, sorted, followed by the
     * names of its columns in order; base64. Source: {@code generate_version_hash}.
     */
    public String hash() {
        Map<String, @Nullable Object> content = document();
        NOT_HASHED.forEach(content::remove);
        MessageDigest sha3 = sha3();
        sha3.update(DltJson.utf8(DltJson.sorted(content)));
        for (String table :
                tables.keySet().stream().sorted(DltJson.BY_CODE_POINT).toList()) {
            sha3.update(DltJson.utf8(table));
            requireNonNull(tables.get(table)).columns().keySet().forEach(column -> sha3.update(DltJson.utf8(column)));
        }
        return Base64.getEncoder().encodeToString(sha3.digest());
    }

    static MessageDigest sha3() {
        try {
            return MessageDigest.getInstance("SHA3-256");
        } catch (NoSuchAlgorithmException missing) {
            throw new IllegalStateException("this JVM has no SHA3-256. Use JDK 25 or newer.", missing);
        }
    }

    /**
     * Gives changed content its next version and hash; returns this schema when nothing changed.
     *
     * <p>The hash that it replaces goes to the front of {@link #previousHashes}, which keeps 10.
     * Source: {@code bump_version_if_modified}.
     */
    public Schema bumped() {
        String current = hash();
        String stored = versionHash();
        if (current.equals(stored)) {
            return this;
        }
        var copy = new LinkedHashMap<>(entries);
        if (!stored.isEmpty()) {
            copy.put(VERSION, version() + 1);
            var previous = new ArrayList<>(previousHashes());
            if (!previous.contains(stored)) {
                previous.addFirst(stored);
            }
            copy.put(PREVIOUS_HASHES, List.copyOf(previous.subList(0, Math.min(HASHES_KEPT, previous.size()))));
        }
        copy.put(VERSION_HASH, current);
        return new Schema(tables, copy);
    }

    public String name() {
        return name;
    }

    /** Returns the number that grows by one with each change of content; 1 for a new schema. */
    public long version() {
        return ((Number) requireNonNull(entries.get(VERSION))).longValue();
    }

    /** Returns the hash that was stored with the document; {@link #hash} when nothing changed. */
    public String versionHash() {
        return entries.get(VERSION_HASH) instanceof String hash ? hash : "";
    }

    public int engineVersion() {
        return ((Number) requireNonNull(entries.get("engine_version"))).intValue();
    }

    /** Returns the hashes of up to 10 earlier versions, the newest first. */
    public List<String> previousHashes() {
        return Documents.strings(entries, PREVIOUS_HASHES);
    }

    /** Returns all tables by name, bookkeeping included, in document order; not modifiable. */
    public SequencedMap<String, TableSchema> tables() {
        return tables;
    }

    public Optional<TableSchema> table(String table) {
        return Optional.ofNullable(tables.get(table));
    }

    /** Returns the tables that hold the user's data, nested ones included. */
    public List<TableSchema> dataTables() {
        return tables.values().stream()
                .filter(table -> !table.name().startsWith(SystemColumns.PREFIX))
                .toList();
    }

    /** Returns {@code root} and all tables nested below it, a parent before its children. */
    public List<TableSchema> tableTree(String root) {
        var tree = new ArrayList<TableSchema>();
        table(root).ifPresent(tree::add);
        for (int at = 0; at < tree.size(); at++) {
            String parent = tree.get(at).name();
            tables.values().stream()
                    .filter(table -> table.parent().filter(parent::equals).isPresent())
                    .forEach(tree::add);
        }
        return List.copyOf(tree);
    }

    /**
     * Returns the root table above {@code table}, or the table itself when it is one.
     *
     * @throws PipetteException when a table on the way up is missing
     */
    public TableSchema rootOf(String table) {
        TableSchema current = existing(table);
        for (int level = 0; current.isNested(); level++) {
            if (level > tables.size()) {
                throw new PipetteException(
                        ErrorCode.SOURCE_UNREADABLE,
                        "table '%s' in schema '%s' is its own ancestor.".formatted(table, name));
            }
            current = existing(current.parent().orElseThrow());
        }
        return current;
    }

    private TableSchema existing(String table) {
        return table(table)
                .orElseThrow(() -> new PipetteException(
                        ErrorCode.BAD_USAGE,
                        "schema '%s' has no table '%s'. It has: %s."
                                .formatted(name, table, String.join(", ", tables.keySet()))));
    }

    /** Adds a table at the end, or replaces the one with the same name in its place. */
    public Schema withTable(TableSchema table) {
        var copy = new LinkedHashMap<>(tables);
        copy.put(table.name(), table);
        return new Schema(copy, entries);
    }

    /** Removes a table and its entry for the root key; its nested tables stay. */
    public Schema withoutTable(String table) {
        var copy = new LinkedHashMap<>(tables);
        copy.remove(table);
        var remaining = new LinkedHashMap<>(rootKeyTables());
        if (remaining.remove(table) == null) {
            return new Schema(copy, entries);
        }
        return new Schema(copy, withEntry("normalizers", Documents.with(normalizers(), remaining, PROPAGATION)));
    }

    /**
     * Lets the rows nested below {@code rootTable} carry its row id as {@code _dlt_root_id}.
     *
     * <p>A merge needs that to find the nested rows to delete; the entry is dlt's {@code
     * normalizers.json.config.propagation.tables}.
     */
    public Schema withRootKey(String rootTable) {
        if (carriesRootKey(rootTable)) {
            return this;
        }
        var propagated = new LinkedHashMap<String, @Nullable Object>(rootKeyTables());
        propagated.put(rootTable, Map.of(SystemColumns.ROW_ID, SystemColumns.ROOT_ID));
        return new Schema(tables, withEntry("normalizers", Documents.with(normalizers(), propagated, PROPAGATION)));
    }

    /** Returns whether the rows nested below {@code rootTable} carry {@code _dlt_root_id}. */
    public boolean carriesRootKey(String rootTable) {
        return rootKeyTables().containsKey(rootTable);
    }

    private Map<String, @Nullable Object> rootKeyTables() {
        Map<String, @Nullable Object> position = normalizers();
        for (String key : PROPAGATION) {
            position = map(position, key);
        }
        return position;
    }

    /** Returns detections, default hints, preferred types and contract as the document has them. */
    public Map<String, @Nullable Object> settings() {
        return map(entries, "settings");
    }

    /** Whether it has a contract for all tables, or one of them has its own. */
    public boolean hasContract() {
        return settings().containsKey("schema_contract")
                || tables.values().stream()
                        .anyMatch(table -> table.hint("schema_contract").isPresent());
    }

    public Schema withSettings(Map<String, ?> settings) {
        return new Schema(tables, withEntry("settings", Documents.frozen(settings)));
    }

    /** Returns the naming convention and the options of the normalizer as the document has them. */
    public Map<String, @Nullable Object> normalizers() {
        return map(entries, "normalizers");
    }

    public Schema withNormalizers(Map<String, ?> normalizers) {
        return new Schema(tables, withEntry("normalizers", Documents.frozen(normalizers)));
    }

    private SequencedMap<String, @Nullable Object> withEntry(String entry, Object value) {
        var copy = new LinkedHashMap<>(entries);
        copy.put(entry, value);
        return copy;
    }

    /** Equal schemas have the same name, version, and content. */
    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Schema schema && toJson().equals(schema.toJson());
    }

    @Override
    public int hashCode() {
        return 31 * name.hashCode() + tables.keySet().hashCode();
    }

    @Override
    public String toString() {
        return "schema %s version %d: %s".formatted(name, version(), String.join(", ", tables.keySet()));
    }
}

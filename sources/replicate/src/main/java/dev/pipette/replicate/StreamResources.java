package dev.pipette.replicate;

import dev.pipette.FileFormat;
import dev.pipette.Pipette;
import dev.pipette.Resource;
import dev.pipette.Source;
import dev.pipette.error.ErrorCode;
import dev.pipette.error.PipetteException;
import dev.pipette.incremental.Cursor;
import dev.pipette.incremental.CursorKind;
import dev.pipette.incremental.FileState;
import dev.pipette.jdbc.Database;
import dev.pipette.jdbc.DatabaseTable;
import dev.pipette.settings.Settings;
import dev.pipette.settings.YamlNodes.Member;
import dev.pipette.text.NearestName;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Compiles the streams of a file into resources. */
final class StreamResources {
    /** Words that files have, and tables do not. */
    private static final List<String> OF_FILES = List.of("format", "options", "new-files");

    private final ReplicationFile file;
    private final Settings settings;
    private final List<String> chosen;
    private final Set<String> found = new HashSet<>();

    /** @param chosen the streams or tables to load; empty for all */
    StreamResources(ReplicationFile file, Settings settings, List<String> chosen) {
        this.file = file;
        this.settings = settings;
        this.chosen = chosen;
    }

    static boolean isDatabase(ReplicationFile file, Settings settings) {
        return Database.isAddress(file.source())
                || settings.find("sources." + file.source() + ".url").isPresent();
    }

    Source source() {
        return isDatabase(file, settings) ? ofDatabase() : checked(files());
    }

    /** Tables, whatever the source is called. */
    Source ofDatabase() {
        Map<String, Resource> tables = tables();
        if (file.streams().stream().anyMatch(stream -> stream.member("slices").isPresent())) {
            ReplicationOrigin origin = ReplicationOrigin.of(file);
            tables.replaceAll((table, resource) -> origin.on(resource, table));
        }
        return checked(tables);
    }

    private Source checked(Map<String, Resource> resources) {
        for (String one : chosen) {
            if (!found.contains(one)) {
                Set<String> known = new LinkedHashSet<>(resources.keySet());
                file.streams().forEach(stream -> known.add(stream.name()));
                throw new PipetteException(
                        ErrorCode.BAD_USAGE,
                        "replication file " + file.path() + " has no stream " + one + "."
                                + NearestName.question(one, known) + " Its streams: "
                                + String.join(
                                        ", ",
                                        file.streams().stream()
                                                .map(StreamRules::name)
                                                .toList())
                                + ".");
            }
        }
        return new Source(file.name(), List.copyOf(resources.values()));
    }

    /** Whether a stream, or one table that its pattern covers, is to be loaded. */
    private boolean isChosen(StreamRules stream, String name) {
        if (chosen.isEmpty()) {
            return true;
        }
        List<String> asked =
                Stream.of(stream.name(), name).filter(chosen::contains).toList();
        found.addAll(asked);
        return !asked.isEmpty();
    }

    private Map<String, Resource> tables() {
        Database database = Database.at(file.source(), settings);
        // a stream of one table says more of it than a pattern, in whatever order they are
        Set<StreamRules> single = new HashSet<>();
        Map<StreamRules, DatabaseTable> singleTables = new HashMap<>();
        Map<String, StreamRules> taken = new HashMap<>();
        for (StreamRules stream : file.streams()) {
            refuse(stream, OF_FILES, "is for files, and the source is a database");
            if (!stream.isPattern()) {
                single.add(stream);
                if (chosen.isEmpty() && !stream.isDisabled()) {
                    DatabaseTable table = StreamWords.at(stream, null, () -> database.table(stream.name()));
                    take(nameOf(table), stream, taken);
                    singleTables.put(stream, table);
                } else {
                    named(database, stream).ifPresent(name -> {
                        take(name, stream, taken);
                        if (!stream.isDisabled() && isChosen(stream, name)) {
                            singleTables.put(stream, StreamWords.at(stream, null, () -> database.table(name)));
                        }
                    });
                }
            }
        }
        file.streams().stream()
                .filter(stream -> stream.isDisabled() && stream.isPattern())
                .forEach(stream -> {
                    List<DatabaseTable> _ = covered(database, stream, taken);
                });
        Map<String, Resource> resources = new LinkedHashMap<>();
        for (StreamRules stream : file.streams()) {
            if (stream.isDisabled()) {
                continue;
            }
            List<DatabaseTable> tables = single.contains(stream)
                    ? Optional.ofNullable(singleTables.get(stream)).stream().toList()
                    : covered(database, stream, taken);
            tables.forEach(table -> resources.put(nameOf(table), resource(stream, table)));
        }
        return resources;
    }

    /** The name of the table that a stream names; a disabled one may name a table that is gone. */
    private static Optional<String> named(Database database, StreamRules stream) {
        try {
            return Optional.of(StreamWords.at(stream, null, () -> database.nameOf(stream.name())));
        } catch (PipetteException missing) {
            if (stream.isDisabled() && missing.code() == ErrorCode.SOURCE_MISSING) {
                return Optional.empty();
            }
            throw missing;
        }
    }

    private static void take(String table, StreamRules stream, Map<String, StreamRules> taken) {
        StreamRules other = taken.putIfAbsent(table, stream);
        if (other != null) {
            throw stream.yaml()
                    .at(
                            stream.key(),
                            stream.where() + " is table " + table + ", and so is " + other.where()
                                    + ". Leave one of them out.");
        }
    }

    /** The tables to load that a pattern covers and no other stream has; all that it covers are its own then. */
    private List<DatabaseTable> covered(Database database, StreamRules stream, Map<String, StreamRules> taken) {
        try {
            return StreamWords.at(
                    stream,
                    null,
                    () -> database.tables(stream.name())
                            .where(name -> {
                                StreamRules owner = taken.computeIfAbsent(name, _ -> stream);
                                return owner.equals(stream) && !stream.isDisabled() && isChosen(stream, name);
                            })
                            .all());
        } catch (PipetteException missing) {
            if (stream.isDisabled() && missing.code() == ErrorCode.SOURCE_MISSING) {
                return List.of();
            }
            throw missing;
        }
    }

    private static String nameOf(DatabaseTable table) {
        return table.schema().isEmpty() ? table.name() : table.schema() + "." + table.name();
    }

    private Resource resource(StreamRules stream, DatabaseTable table) {
        StreamWords words = new StreamWords(stream, System::getenv);
        DatabaseTable chosenTable = table;
        Optional<String> name = stream.text("table");
        if (name.isPresent()) {
            chosenTable = chosenTable.named(tableName(stream, name.get(), table));
        }
        List<String> columns = words.list("columns");
        if (!columns.isEmpty()) {
            DatabaseTable all = chosenTable;
            chosenTable = at(stream, "columns", () -> all.columns(columns.getFirst(), rest(columns)));
        }
        List<String> excluded = words.list("exclude");
        if (!excluded.isEmpty()) {
            DatabaseTable all = chosenTable;
            chosenTable = at(stream, "exclude", () -> all.without(excluded.getFirst(), rest(excluded)));
        }
        Optional<String> cursor = stream.text("cursor");
        if (cursor.isPresent()) {
            DatabaseTable all = chosenTable;
            chosenTable = at(
                    stream,
                    "cursor",
                    () -> typed(stream, cursor.get())
                            .map(all::incremental)
                            .orElseGet(() -> all.incremental(cursor.get())));
        }
        Optional<String> slices = stream.text("slices");
        if (slices.isPresent()) {
            DatabaseTable all = chosenTable;
            chosenTable = at(stream, "slices", () -> all.slices(Integer.parseInt(slices.get())));
        }
        DatabaseTable read = chosenTable;
        return words.applied(StreamWords.at(stream, null, read::resource));
    }

    private static String tableName(StreamRules stream, String written, DatabaseTable table) {
        String name = written.replace("{schema}", table.schema()).replace("{table}", table.name());
        if (stream.isPattern() && !written.contains("{table}")) {
            throw stream.yaml()
                    .at(
                            stream.member("table").orElseThrow().value(),
                            stream.where() + ", table: '" + written
                                    + "' gives all tables of the pattern one name. Write it like '{schema}_{table}'.");
        }
        return name;
    }

    private Map<String, Resource> files() {
        Map<String, Resource> resources = new LinkedHashMap<>();
        for (StreamRules stream : file.streams()) {
            if (!stream.isDisabled() && isChosen(stream, stream.name())) {
                resources.put(stream.name(), files(stream));
            }
        }
        return resources;
    }

    private Resource files(StreamRules stream) {
        refuse(stream, List.of("slices"), "is for tables of a database, and the source has files");
        StreamWords words = new StreamWords(stream, System::getenv);
        String table = stream.text("table").orElseGet(() -> tableOf(stream));
        String format = stream.text("format").orElse("");
        String pattern = pattern(stream.name());
        Resource resource = at(
                stream,
                "format",
                () -> stream.flag("new-files")
                        ? Pipette.resource(table).files(pattern, FileFormat.of(format), FileState.ledger())
                        : Pipette.resource(table).files(pattern, format));
        for (Map.Entry<String, String> option : words.texts("options").entrySet()) {
            resource = resource.option(option.getKey(), option.getValue());
        }
        List<String> columns = words.list("columns");
        resource = columns.isEmpty() ? resource : resource.select(columns.getFirst(), rest(columns));
        List<String> excluded = words.list("exclude");
        resource = excluded.isEmpty() ? resource : resource.exclude(excluded.getFirst(), rest(excluded));
        Optional<String> cursor = stream.text("cursor");
        if (cursor.isPresent()) {
            Resource before = resource;
            resource = at(
                    stream,
                    "cursor",
                    () -> before.incremental(
                            typed(stream, cursor.get()).orElseGet(() -> Pipette.cursor(cursor.get()))));
        }
        return words.applied(resource);
    }

    /** A folder of the source is one of the folder that the replication file is in. */
    private String pattern(String stream) {
        String source = file.source();
        String base = source.contains("://") || Path.of(source).isAbsolute()
                ? source
                : file.path().resolveSibling(source).toString();
        return base.endsWith("/") ? base + stream : base + "/" + stream;
    }

    private static String tableOf(StreamRules stream) {
        String last = stream.name().substring(stream.name().lastIndexOf('/') + 1);
        String name = last.contains(".") ? last.substring(0, last.indexOf('.')) : last;
        if (stream.isPattern() || name.isBlank()) {
            throw stream.yaml()
                    .at(
                            stream.key(),
                            stream.where() + " is a pattern, which does not name a table. Add 'table: NAME'.");
        }
        return name;
    }

    /** A cursor as it is written: a column, and after a colon the type of its values where it is declared. */
    private static Optional<Cursor<?>> typed(StreamRules stream, String written) {
        int colon = written.lastIndexOf(':');
        if (colon < 0) {
            return Optional.empty();
        }
        String word = written.substring(colon + 1);
        return Optional.of(CursorKind.ofWord(word)
                .<Cursor<?>>map(kind -> Cursor.of(written.substring(0, colon), kind))
                .orElseThrow(() -> new IllegalArgumentException("A cursor has no type '" + word + "'. Types are "
                        + String.join(
                                ", ",
                                Stream.of(CursorKind.values())
                                        .map(CursorKind::word)
                                        .toList()))));
    }

    private static void refuse(StreamRules stream, List<String> words, String why) {
        for (String word : words) {
            Member member = stream.own().get(word);
            if (member != null) {
                throw stream.yaml().at(member.key(), stream.where() + ": '" + word + "' " + why + ". Leave it out.");
            }
        }
    }

    private static <R> R at(StreamRules stream, @Nullable String word, Supplier<R> doing) {
        return StreamWords.at(stream, word, doing);
    }

    private static String[] rest(List<String> names) {
        return names.subList(1, names.size()).toArray(String[]::new);
    }
}

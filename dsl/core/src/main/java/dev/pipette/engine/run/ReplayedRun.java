package dev.pipette.engine.run;

import dev.pipette.LoadInfo;
import dev.pipette.Pipeline;
import dev.pipette.Resource;
import dev.pipette.admin.Replay;
import dev.pipette.check.BadRows;
import dev.pipette.check.Check;
import dev.pipette.check.Rule;
import dev.pipette.engine.columnar.DuckEngine;
import dev.pipette.engine.disk.FolderDocument;
import dev.pipette.engine.disk.FolderProblem;
import dev.pipette.engine.disk.PrivateFiles;
import dev.pipette.engine.extract.ResourcePlan;
import dev.pipette.engine.load.bookkeeping.Bookkeeping;
import dev.pipette.engine.load.bookkeeping.RejectQuery;
import dev.pipette.engine.load.bookkeeping.RejectQuery.Group;
import dev.pipette.engine.load.bookkeeping.RejectQuery.Rejected;
import dev.pipette.engine.load.bookkeeping.RuleRows;
import dev.pipette.engine.manifest.ReplayedRows;
import dev.pipette.engine.manifest.ResourceLoad;
import dev.pipette.engine.manifest.StoredRules;
import dev.pipette.engine.manifest.TableRules;
import dev.pipette.engine.query.CorrectedRejects;
import dev.pipette.engine.query.CorrectedRejects.ColumnValues;
import dev.pipette.engine.query.RejectedRows.Reason;
import dev.pipette.error.ErrorCode;
import dev.pipette.error.PipetteException;
import dev.pipette.schema.Column;
import dev.pipette.schema.ColumnHint;
import dev.pipette.schema.ColumnMemory;
import dev.pipette.schema.DataType;
import dev.pipette.schema.MergeStrategy;
import dev.pipette.schema.Naming;
import dev.pipette.schema.Schema;
import dev.pipette.schema.SystemColumns;
import dev.pipette.schema.TableHints;
import dev.pipette.schema.ValueType;
import dev.pipette.schema.WriteDisposition;
import dev.pipette.settings.ProcessEnvironment;
import dev.pipette.spi.DestinationSession;
import dev.pipette.spi.RowSource;
import dev.pipette.text.Units;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.SerializationFeature;

/**
 * Loads rejected rows of a pipeline after all: a load for each resource and table, which is a run like any other and marks the
 * rows in its transaction.
 */
public final class ReplayedRun {
    private final Pipeline pipeline;
    private final RunPlace place;
    private final Replay replay;
    private final RejectQuery query;
    private final List<String> notes = new ArrayList<>();
    private long longest;

    public ReplayedRun(Pipeline pipeline, Replay replay) {
        this.pipeline = pipeline;
        this.place = RunPlace.of(pipeline);
        this.replay = replay;
        this.query = new RejectQuery(
                pipeline.name(),
                replay.filter().table(),
                replay.filter().rule(),
                replay.filter().loadId(),
                replay.filter().rows(),
                false);
    }

    /**
     * What is rejected for one table, and how it is loaded.
     *
     * @param schema the committed one that has the table; an empty one where none has
     * @param content makes rows of what was rejected
     */
    private record Found(Group group, StoredRules rules, Schema schema, RejectedContent content) {
        Collection<Column> columns() {
            return schema.table(group.table())
                    .map(table -> table.columns().values())
                    .orElse(List.of());
        }
    }

    /** Loads the rows; an info without packages where there are none. */
    public LoadInfo run() {
        long begun = System.nanoTime();
        try (TemporaryHome folder = TemporaryHome.make();
                DuckEngine engine =
                        DuckEngine.streaming(folder.folder().resolve("spill"), ProcessEnvironment.engineMemory())) {
            Path spool = folder.folder().resolve("rejects.jsonl");
            List<Found> found =
                    place.client().exists() ? place.client().read(session -> read(session, spool)) : List.of();
            List<LoadInfo> infos = new ArrayList<>();
            if (!found.isEmpty()) {
                CorrectedRejects all = CorrectedRejects.of(engine, spool, longest);
                Path corrected = folder.folder().resolve("corrected.parquet");
                CorrectedRejects rows = replay.correctedIn()
                        .map(file -> all.in(file, corrected))
                        .orElse(all);
                for (ResourcePlan plan : plans(found, rows, folder.folder())) {
                    try {
                        infos.add(new TracedRun(pipeline).runPlans(List.of(plan)));
                    } catch (PipetteException failed) {
                        throw afterOthers(infos, failed);
                    }
                }
            }
            return infos.size() == 1 && notes.isEmpty()
                    ? infos.getFirst()
                    : joined(infos, Duration.ofNanos(System.nanoTime() - begun));
        }
    }

    /** Each table is a load of its own: what was loaded before one fails stays, and is not replayed again. */
    private static PipetteException afterOthers(List<LoadInfo> infos, PipetteException failed) {
        List<String> loaded = infos.stream()
                .flatMap(info -> info.packages().stream())
                .flatMap(made -> made.tables().stream()
                        .filter(table -> table.parent().isEmpty())
                        .map(table -> Units.rows(table.rows()) + " of table " + table.table() + " (load "
                                + made.loadId() + ")"))
                .toList();
        return loaded.isEmpty()
                ? failed
                : new PipetteException(
                        failed.code(),
                        String.valueOf(failed.getMessage()).substring(("[" + failed.code() + "] ").length())
                                + " Each table is replayed by a load of its own. Loaded before this one, and left there: "
                                + String.join(", ", loaded) + ".",
                        failed);
    }

    private LoadInfo joined(List<LoadInfo> infos, Duration duration) {
        return LoadInfo.builder()
                .pipelineName(pipeline.name())
                .destination(place.client().describe())
                .dataset(place.dataset())
                .packages(
                        infos.stream().flatMap(info -> info.packages().stream()).toList())
                .notes(notes(infos))
                .duration(duration)
                .build();
    }

    private List<String> notes(List<LoadInfo> infos) {
        List<String> all = new ArrayList<>(
                infos.stream().flatMap(info -> info.notes().stream()).toList());
        all.addAll(notes);
        if (infos.isEmpty() && notes.isEmpty()) {
            all.add("no rejected row waits for a replay");
        }
        return all;
    }

    /** Writes the rows down and finds what their resources declare. */
    private List<Found> read(DestinationSession session, Path spool) {
        List<Group> groups = query.groups(session, place.dataset());
        Bookkeeping bookkeeping = new Bookkeeping(session, place.dataset(), session.tableNames(place.dataset()));
        try (Writer out = opened(spool)) {
            List<Found> found = new ArrayList<>();
            for (Group group : groups) {
                Schema schema = schema(bookkeeping, group);
                RejectedContent content = new RejectedContent(
                        schema, group.table(), place.client().maxIdentifierLength());
                Map<String, String> newNames = content.newNames();
                StoredRules rules = rules(bookkeeping, group).named(name -> newNames.getOrDefault(name, name));
                write(session, group, rules, content, out);
                found.add(new Found(group, rules, schema, content));
            }
            return found;
        } catch (IOException failed) {
            throw FolderProblem.failedTo("write", spool, failed);
        }
    }

    /** A connection that broke off is read from again. */
    private static Writer opened(Path spool) throws IOException {
        Files.deleteIfExists(spool);
        return new BufferedWriter(new OutputStreamWriter(PrivateFiles.USUAL.newFile(spool), StandardCharsets.UTF_8));
    }

    /** Writes the rows of a group down, but for those of a package that was given up and would have replaced others. */
    private void write(DestinationSession session, Group group, StoredRules rules, RejectedContent content, Writer out)
            throws IOException {
        boolean replacing = rules.disposition().takesOthersAway() && !replay.isOvertaken();
        long left = 0;
        try (Stream<Rejected> rows = query.rows(session, place.dataset(), group)) {
            for (Rejected row : (Iterable<Rejected>) rows::iterator) {
                if (replacing && row.kind().equals(Reason.Kind.PACKAGE.toString())) {
                    left++;
                    continue;
                }
                Map<String, Object> line = new LinkedHashMap<>();
                line.put("resource_name", group.resource());
                line.put("table_name", group.table());
                line.put("load_id", row.loadId());
                line.put("kind", row.kind());
                line.put("row_number", row.number());
                line.put("content", content.currentNames(row.content()));
                String text = FolderDocument.JSON
                        .writer()
                        .without(SerializationFeature.INDENT_OUTPUT)
                        .writeValueAsString(line);
                longest = Math.max(longest, text.getBytes(StandardCharsets.UTF_8).length);
                out.write(text);
                out.write("\n");
            }
        }
        if (left > 0) {
            notes.add(Units.rows(left) + " of table " + group.table()
                    + (left == 1 ? " stays" : " stay") + " rejected: the package with "
                    + (left == 1 ? "it" : "them")
                    + ", which would have replaced other rows, was given up. Run resource " + group.resource()
                    + " again. To add " + (left == 1 ? "it" : "them")
                    + " to the rows that are there, use overtaken() (--overtaken)");
        }
    }

    private StoredRules rules(Bookkeeping bookkeeping, Group group) {
        for (Resource resource : replay.resources()) {
            if (resource.name().equals(group.resource())) {
                return rules(ResourcePlans.of(resource));
            }
        }
        return new RuleRows(bookkeeping)
                .read(pipeline.name(), group.resource())
                .orElseThrow(() -> new PipetteException(
                        ErrorCode.BAD_USAGE,
                        "what resource " + group.resource() + " of pipeline " + pipeline.name()
                                + " declares is not known here: a newer version of Pipette loaded it, or its rules were deleted."
                                + " Replay its rows in Java with Replay.as(resource). Nothing was loaded."));
    }

    private StoredRules rules(ResourcePlan resource) {
        return new StoredRules(
                resource.writeDisposition().named(place.naming()::key),
                resource.primaryKey().stream().map(place.naming()::key).toList(),
                resource.checks().stream()
                        .map(check -> check.named(place.naming()::key, place.naming()::identifier))
                        .distinct()
                        .toList(),
                resource.contract().orElse(null),
                new DeclaredRules(resource, place.naming()).rules().orElse(null),
                resource.columnHints().entrySet().stream()
                        .flatMap(hint -> hint.getValue().type().stream()
                                .map(type -> new ResourceLoad.Hint(
                                        place.naming().key(hint.getKey()),
                                        type,
                                        hint.getValue().precision().orElse(0),
                                        hint.getValue().scale().orElse(0))))
                        .toList());
    }

    /** The schema with the table; of one that was dropped, the last that had it. */
    private Schema schema(Bookkeeping bookkeeping, Group group) {
        return Stream.concat(
                        bookkeeping.newestSchema(place.schemaName()).stream(),
                        bookkeeping.otherSchemas(place.schemaName(), List.of(group.table())).stream())
                .filter(schema -> schema.table(group.table()).isPresent())
                .findFirst()
                .or(() -> bookkeeping.newestSchemaWith(place.schemaName(), group.table()))
                .orElseGet(() -> Schema.create(place.schemaName()));
    }

    /** The loads to be; nothing is loaded where one of them cannot be made. */
    private List<ResourcePlan> plans(List<Found> found, CorrectedRejects rows, Path folder) {
        List<ResourcePlan> plans = new ArrayList<>();
        for (Found one : found) {
            Group group = one.group();
            long unreadable = rows.unreadable(group.resource(), group.table());
            if (unreadable > 0 && replay.correctedIn().isPresent()) {
                throw new PipetteException(
                        ErrorCode.BAD_USAGE,
                        "the content of " + Units.rows(unreadable) + " for table " + group.table()
                                + " is no JSON object: write each as an object with the columns of the table, like"
                                + " {\"id\": 1}. Nothing was loaded.");
            }
            if (unreadable > 0) {
                notes.add(Units.rows(unreadable) + " of table " + group.table()
                        + " could not be read. Replay a file with the corrected rows: corrected(..) (--from)");
            }
            List<ReplayedRows.Part> parts = rows.parts(group.resource(), group.table());
            if (!parts.isEmpty()) {
                Path into = folder.resolve("set-" + plans.size() + ".parquet");
                CorrectedRejects corrected = set(one, rows)
                        .map(values -> rows.with(values, group.resource(), group.table(), into))
                        .orElse(rows);
                plans.add(plan(one, corrected, parts));
            }
        }
        return plans;
    }

    private Optional<ColumnValues> set(Found found, CorrectedRejects rows) {
        if (replay.values().isEmpty() && replay.expressions().isEmpty()) {
            return Optional.empty();
        }
        Naming naming = place.naming().keepingCutNames();
        Map<String, @Nullable String> values = new LinkedHashMap<>();
        replay.values().forEach((column, value) -> values.put(naming.key(column), value));
        Map<String, String> expressions = new LinkedHashMap<>();
        replay.expressions().forEach((column, value) -> expressions.put(naming.key(column), value));
        return Optional.of(new ColumnValues(columns(found, rows), values, expressions));
    }

    /** The columns of the table, those that types are declared of, and those that the rows have beside them. */
    private static Collection<Column> columns(Found found, CorrectedRejects rows) {
        Map<String, Column> columns = new LinkedHashMap<>();
        found.columns().stream()
                .filter(column ->
                        column.dataType().isPresent() && !column.name().startsWith(SystemColumns.PREFIX))
                .forEach(column -> columns.put(column.name(), column));
        found.rules().types().forEach(hint -> columns.putIfAbsent(hint.column(), column(hint)));
        rows.columnsOf(found.group().resource(), found.group().table())
                .forEach(column -> columns.putIfAbsent(column.name(), column));
        return columns.values();
    }

    private static Column column(ResourceLoad.Hint hint) {
        Column column = Column.of(hint.column(), hint.type().dataType());
        if (hint.type() == ValueType.DECIMAL && hint.precision() > 0) {
            return column.withPrecision(hint.precision()).withScale(hint.scale());
        }
        return hint.type() == ValueType.LOCAL_TIMESTAMP ? column.withTimezone(false) : column;
    }

    private ResourcePlan plan(Found found, CorrectedRejects rows, List<ReplayedRows.Part> parts) {
        Group group = found.group();
        return ResourcePlan.builder()
                .name(group.resource())
                .tableName(group.table())
                .source(new RowSource.Supplied(context ->
                        rows.contents(group.resource(), group.table()).map(found.content()::row)))
                .writeDisposition(replaying(found.rules().disposition(), group))
                .primaryKey(found.rules().primaryKey())
                .columnHints(hints(found))
                .tableHints(tableHints(found.rules().table()))
                .checks(found.rules().checks().stream()
                        .filter(check -> isAboutRows(check) && hasColumns(found, check))
                        .toList())
                .contract(Optional.ofNullable(found.rules().contract()))
                .badRows(BadRows.REJECT)
                .deduplicatesWithinRun(false)
                .replays(new ReplayedRows(parts, found.rules().disposition(), replay.isOvertaken()))
                .build();
    }

    /** A rule about a column that a migration dropped since is for rows that had it. */
    private static boolean hasColumns(Found found, Check check) {
        return found.schema()
                .table(found.group().table())
                .map(table -> check.rule().columns().stream().noneMatch(name -> ColumnMemory.isDropped(table, name)))
                .orElse(true);
    }

    /** A rule about all rows of a load, or about the table's age and size, was for another load. */
    private static boolean isAboutRows(Check check) {
        return switch (check.rule()) {
            case Rule.OfRow _, Rule.Unique _, Rule.References _, Rule.Sql _ -> true;
            case Rule.RowCount _, Rule.SumMatches _, Rule.RowCountChange _, Rule.Freshness _ -> false;
        };
    }

    /** How some of the rows of a load join the others: they take nothing away but rows with their own key. */
    private static WriteDisposition replaying(WriteDisposition disposition, Group group) {
        return switch (disposition) {
            case WriteDisposition.Append append -> append;
            case WriteDisposition.Replace _, WriteDisposition.TruncateAndInsert _, WriteDisposition.ReplaceWhere _ ->
                new WriteDisposition.Append();
            case WriteDisposition.Merge merge ->
                switch (merge.strategy()) {
                    case MergeStrategy.DeleteInsert both ->
                        both.primaryKey().isEmpty()
                                ? new WriteDisposition.Append()
                                : new WriteDisposition.Merge(
                                        new MergeStrategy.DeleteInsert(both.primaryKey(), List.of()), merge.rules());
                    case MergeStrategy.Upsert _, MergeStrategy.InsertOnly _ -> merge;
                    case MergeStrategy.Snapshot _, MergeStrategy.Scd2 _ ->
                        throw new PipetteException(
                                ErrorCode.BAD_USAGE,
                                "rejected rows of table " + group.table()
                                        + " cannot be replayed: its write disposition takes the rows of a load for all that"
                                        + " there are. Run resource " + group.resource()
                                        + " again. Nothing was loaded.");
                };
        };
    }

    /** The types of the table's columns that JSON does not have; the others are found, and judged by the contract. */
    private static Map<String, ColumnHint> hints(Found found) {
        Map<String, ColumnHint> hints = new LinkedHashMap<>();
        TableRules rules = found.rules().table();
        if (rules != null) {
            rules.columns().stream()
                    .filter(TableRules.ColumnRule::refusesNull)
                    .forEach(rule ->
                            hints.put(rule.column(), ColumnHint.inferred().notNull()));
        }
        for (Column column : found.columns()) {
            column.dataType()
                    .filter(type -> !column.name().startsWith(SystemColumns.PREFIX))
                    .filter(type -> type != DataType.BIGINT && type != DataType.BOOL)
                    .ifPresent(type ->
                            hints.merge(column.name(), hint(column, type), (notNull, typed) -> typed.notNull()));
        }
        for (ResourceLoad.Hint declared : found.rules().types()) {
            boolean isThere = found.columns().stream()
                    .anyMatch(column -> column.name().equals(declared.column())
                            && column.dataType().isPresent());
            if (!isThere) {
                hints.merge(
                        declared.column(),
                        declared.precision() > 0
                                ? ColumnHint.decimal(declared.precision(), declared.scale())
                                : ColumnHint.of(declared.type()),
                        (notNull, typed) -> typed.notNull());
            }
        }
        return hints;
    }

    /** The keys of the table, by which rows stay rejected that repeat one. */
    private static TableHints tableHints(@Nullable TableRules rules) {
        TableHints hints = TableHints.none();
        if (rules == null) {
            return hints;
        }
        for (List<String> key : rules.uniqueKeys()) {
            hints = hints.unique(key.getFirst(), key.subList(1, key.size()).toArray(String[]::new));
        }
        return rules.primaryKey() ? hints.enforcePrimaryKey() : hints;
    }

    private static ColumnHint hint(Column column, DataType type) {
        return type == DataType.DECIMAL && column.precision().isPresent()
                ? ColumnHint.decimal(
                        column.precision().getAsInt(), column.scale().orElse(0))
                : ColumnHint.of(ValueType.of(type, column.timezone()));
    }
}

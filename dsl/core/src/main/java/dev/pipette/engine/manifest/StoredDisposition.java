package dev.pipette.engine.manifest;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.pipette.schema.DedupSort;
import dev.pipette.schema.MergeRules;
import dev.pipette.schema.MergeStrategy;
import dev.pipette.schema.RowWindow;
import dev.pipette.schema.ValueType;
import dev.pipette.schema.WriteDisposition;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.util.StdConverter;

/**
 * A write disposition as a manifest holds it.
 *
 * @param kind its word
 * @param strategy of a merge
 * @param keys of a merge, the columns that identify a row, as normalized names
 * @param mergeKey of a merge, the columns whose values are replaced as a whole
 * @param hardDelete of a merge, the column that deletes
 * @param dedupSort of a merge, the column by which one of several rows wins
 * @param wins which value of it wins
 * @param skipUnchanged whether a merge leaves rows with the same values as they are
 * @param mostDeleted of a snapshot, the share of rows that it may delete
 * @param mark of a snapshot, the column that marks rows which are missing
 * @param window of a part that is replaced
 * @param truncates whether a replace truncates its tables
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record StoredDisposition(
        String kind,
        @Nullable String strategy,
        @Nullable List<String> keys,
        @Nullable List<String> mergeKey,
        @Nullable String hardDelete,
        @Nullable String dedupSort,
        DedupSort.@Nullable Wins wins,
        @Nullable Boolean skipUnchanged,
        @Nullable Double mostDeleted,
        @Nullable String mark,
        @Nullable Window window,
        @Nullable Boolean truncates) {
    /**
     * The part of a table, with its bounds as text.
     *
     * @param type of the bounds
     */
    record Window(String column, ValueType type, String from, String to, String zone) {
        static Window of(RowWindow window) {
            return new Window(
                    window.column(),
                    window.type(),
                    window.fromText(),
                    window.toText(),
                    window.zone().getId());
        }

        RowWindow read() {
            return new RowWindow(column, RowWindow.parsed(type, from), RowWindow.parsed(type, to), ZoneId.of(zone));
        }
    }

    /** Writes a disposition. */
    static final class Written extends StdConverter<WriteDisposition, StoredDisposition> {
        @Override
        public StoredDisposition convert(WriteDisposition disposition) {
            return switch (disposition) {
                case WriteDisposition.Append append -> plain(append);
                case WriteDisposition.Replace replace -> plain(replace);
                case WriteDisposition.TruncateAndInsert truncate -> plain(truncate, null, true);
                case WriteDisposition.ReplaceWhere part -> plain(part, Window.of(part.part()), null);
                case WriteDisposition.Merge merge -> merge(merge);
            };
        }

        private static StoredDisposition plain(WriteDisposition disposition) {
            return plain(disposition, null, null);
        }

        private static StoredDisposition plain(
                WriteDisposition disposition, @Nullable Window window, @Nullable Boolean truncates) {
            return new StoredDisposition(
                    disposition.kind().toString(),
                    null,
                    null,
                    null,
                    null,
                    null,
                    null,
                    null,
                    null,
                    null,
                    window,
                    truncates);
        }

        private static StoredDisposition merge(WriteDisposition.Merge merge) {
            MergeStrategy strategy = merge.strategy();
            MergeRules rules = merge.rules();
            return new StoredDisposition(
                    merge.dltName(),
                    strategy.word(),
                    strategy.primaryKey(),
                    strategy instanceof MergeStrategy.DeleteInsert both
                                    && !both.mergeKey().isEmpty()
                            ? both.mergeKey()
                            : null,
                    rules.hardDelete().orElse(null),
                    rules.dedupSort().map(DedupSort::column).orElse(null),
                    rules.dedupSort().map(DedupSort::wins).orElse(null),
                    rules.skipUnchanged() ? true : null,
                    strategy instanceof MergeStrategy.Snapshot snapshot ? snapshot.mostDeleted() : null,
                    strategy instanceof MergeStrategy.Snapshot snapshot
                            ? snapshot.mark().orElse(null)
                            : null,
                    null,
                    null);
        }
    }

    /** Reads what {@link Written} wrote. */
    static final class Read extends StdConverter<StoredDisposition, WriteDisposition> {
        @Override
        public WriteDisposition convert(StoredDisposition stored) {
            return switch (String.valueOf(stored.kind())) {
                case "append" -> new WriteDisposition.Append();
                case "replace" ->
                    Boolean.TRUE.equals(stored.truncates())
                            ? new WriteDisposition.TruncateAndInsert()
                            : new WriteDisposition.Replace();
                case "replace-where" -> new WriteDisposition.ReplaceWhere(stored.replaced());
                case "merge" -> new WriteDisposition.Merge(stored.merging(), stored.rules());
                default -> throw new IllegalArgumentException("disposition '" + stored.kind() + "' is unknown");
            };
        }
    }

    private RowWindow replaced() {
        if (window == null) {
            throw new IllegalArgumentException("its window is missing");
        }
        return window.read();
    }

    private MergeStrategy merging() {
        List<String> primaryKey = keys == null ? List.of() : keys;
        List<String> replaced = mergeKey == null ? List.of() : mergeKey;
        if (primaryKey.isEmpty() && replaced.isEmpty()) {
            throw new IllegalArgumentException("its merge has no keys");
        }
        return switch (String.valueOf(strategy)) {
            case "delete-insert" -> new MergeStrategy.DeleteInsert(primaryKey, replaced);
            case "upsert" -> new MergeStrategy.Upsert(primaryKey);
            case "insert-only" -> new MergeStrategy.InsertOnly(primaryKey);
            case "snapshot" ->
                new MergeStrategy.Snapshot(
                        primaryKey,
                        mostDeleted == null ? MergeStrategy.Snapshot.USUAL_SHARE : mostDeleted,
                        Optional.ofNullable(mark));
            default -> throw new IllegalArgumentException("merge strategy '" + strategy + "' is unknown");
        };
    }

    private MergeRules rules() {
        return new MergeRules(
                Optional.ofNullable(hardDelete),
                Optional.ofNullable(dedupSort)
                        .map(column -> new DedupSort(column, wins == null ? DedupSort.Wins.HIGHEST : wins)),
                Boolean.TRUE.equals(skipUnchanged));
    }
}

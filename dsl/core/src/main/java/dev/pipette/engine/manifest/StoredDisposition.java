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
import org.immutables.value.Value;
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
 * @param versions of a merge that keeps versions, how it does
 * @param window of a part that is replaced
 * @param truncates whether a replace truncates its tables
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
@Value.Builder
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
        @Nullable StoredVersions versions,
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
                case WriteDisposition.Append append -> of(append).build();
                case WriteDisposition.Replace replace -> of(replace).build();
                case WriteDisposition.TruncateAndInsert truncate ->
                    of(truncate).truncates(true).build();
                case WriteDisposition.ReplaceWhere part ->
                    of(part).window(Window.of(part.part())).build();
                case WriteDisposition.Merge merge -> merge(merge);
            };
        }

        private static StoredDispositionBuilder of(WriteDisposition disposition) {
            return new StoredDispositionBuilder().kind(disposition.kind().toString());
        }

        private static StoredDisposition merge(WriteDisposition.Merge merge) {
            MergeStrategy strategy = merge.strategy();
            MergeRules rules = merge.rules();
            StoredDispositionBuilder stored = of(merge)
                    .strategy(strategy.word())
                    .keys(strategy.primaryKey())
                    .mergeKey(replaced(strategy))
                    .hardDelete(rules.hardDelete().orElse(null))
                    .skipUnchanged(rules.skipUnchanged() ? true : null)
                    .versions(merge.versions().map(StoredVersions::of).orElse(null));
            rules.dedupSort().ifPresent(sort -> stored.dedupSort(sort.column()).wins(sort.wins()));
            if (strategy instanceof MergeStrategy.Snapshot snapshot) {
                stored.mostDeleted(snapshot.mostDeleted()).mark(snapshot.mark().orElse(null));
            }
            return stored.build();
        }

        private static @Nullable List<String> replaced(MergeStrategy strategy) {
            List<String> mergeKey = switch (strategy) {
                case MergeStrategy.DeleteInsert both -> both.mergeKey();
                case MergeStrategy.Scd2 versions -> versions.mergeKey();
                case MergeStrategy.Upsert _, MergeStrategy.InsertOnly _, MergeStrategy.Snapshot _ -> List.of();
            };
            return mergeKey.isEmpty() ? null : mergeKey;
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
        if (versions != null) {
            return versions.strategy(primaryKey, replaced);
        }
        String word = String.valueOf(strategy);
        MergeStrategy found = switch (word) {
            case "delete-insert" -> new MergeStrategy.DeleteInsert(primaryKey, replaced);
            case "upsert" -> new MergeStrategy.Upsert(primaryKey);
            case "insert-only" -> new MergeStrategy.InsertOnly(primaryKey);
            case "snapshot" ->
                new MergeStrategy.Snapshot(
                        primaryKey,
                        mostDeleted == null ? MergeStrategy.Snapshot.USUAL_SHARE : mostDeleted,
                        Optional.ofNullable(mark));
            default -> throw new IllegalArgumentException("merge strategy '" + word + "' is unknown");
        };
        if (found.keys().isEmpty()) {
            throw new IllegalArgumentException("its merge has no keys");
        }
        return found;
    }

    private MergeRules rules() {
        return new MergeRules(
                Optional.ofNullable(hardDelete),
                Optional.ofNullable(dedupSort)
                        .map(column -> new DedupSort(column, wins == null ? DedupSort.Wins.HIGHEST : wins)),
                Boolean.TRUE.equals(skipUnchanged));
    }
}

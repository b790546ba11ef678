package dev.pipette.engine.load.plan;

import dev.pipette.engine.manifest.ResourceLoad;
import dev.pipette.schema.Column;
import dev.pipette.schema.DedupSort;
import dev.pipette.schema.MergeRules;
import dev.pipette.schema.MergeStrategy;
import dev.pipette.schema.TableSchema;
import dev.pipette.schema.WriteDisposition;
import java.util.List;
import java.util.Optional;

/**
 * Writes a resource's write disposition into the schema of its root table, in dlt's words, so that dlt continues the table in
 * the same way. Source: {@code TColumnSchema} and {@code x-merge-strategy} in dlt 1.26, {@code dlt/common/schema/typing.py}.
 */
final class DispositionHints {
    private static final String STRATEGY = "x-merge-strategy";

    private DispositionHints() {}

    /** The table with what its resource does with it. */
    static TableSchema of(TableSchema table, ResourceLoad resource) {
        WriteDisposition disposition = resource.disposition();
        TableSchema hinted = table.withWriteDisposition(disposition.dltName());
        Optional<String> strategy = dltStrategy(disposition);
        hinted = strategy.isPresent() ? hinted.withHint(STRATEGY, strategy.get()) : hinted.withoutHint(STRATEGY);
        for (Column column : hinted.columns().values()) {
            Column described = column(column, resource);
            if (!described.equals(column)) {
                hinted = hinted.withColumn(described);
            }
        }
        return hinted;
    }

    /** dlt's word for a strategy that is not its default; a snapshot is an upsert that also deletes, which dlt does not know. */
    private static Optional<String> dltStrategy(WriteDisposition disposition) {
        if (!(disposition instanceof WriteDisposition.Merge merge)) {
            return Optional.empty();
        }
        return switch (merge.strategy()) {
            case MergeStrategy.DeleteInsert _ -> Optional.empty();
            case MergeStrategy.Upsert upsert -> Optional.of(upsert.word());
            case MergeStrategy.InsertOnly insertOnly -> Optional.of(insertOnly.word());
            case MergeStrategy.Snapshot _ -> Optional.of("upsert");
            case MergeStrategy.Scd2 scd2 -> Optional.of(scd2.word());
        };
    }

    private static Column column(Column column, ResourceLoad resource) {
        String name = column.name();
        MergeRules rules = resource.mergeRules();
        Column described = column;
        if (resource.primaryKey().contains(name) || resource.merges()) {
            described = described.withPrimaryKey(resource.primaryKey().contains(name));
        }
        if (resource.merges()) {
            boolean deletes = rules.hardDelete().filter(name::equals).isPresent();
            Optional<DedupSort> sort =
                    rules.dedupSort().filter(found -> found.column().equals(name));
            described = described
                    .withMergeKey(replacedBy(resource.disposition()).contains(name))
                    .withHardDelete(deletes);
            described = sort.isPresent()
                    ? described.withDedupSort(sort.get().wins().dltName())
                    : described.withoutHint("dedup_sort");
        }
        return described;
    }

    private static List<String> replacedBy(WriteDisposition disposition) {
        if (!(disposition instanceof WriteDisposition.Merge merge)) {
            return List.of();
        }
        return switch (merge.strategy()) {
            case MergeStrategy.DeleteInsert both -> both.mergeKey();
            case MergeStrategy.Scd2 versions -> versions.mergeKey();
            case MergeStrategy.Upsert _, MergeStrategy.InsertOnly _, MergeStrategy.Snapshot _ -> List.of();
        };
    }
}

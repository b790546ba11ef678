package dev.pipette.cli;

import dev.pipette.error.ErrorCode;
import dev.pipette.error.PipetteException;
import dev.pipette.schema.DedupSort;
import dev.pipette.schema.MergeRules;
import dev.pipette.schema.MergeStrategy;
import dev.pipette.schema.WriteDisposition;
import java.util.Iterator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** How {@code --merge} merges. */
final class MergeOptions {
    private static final String DELETE_INSERT = "delete-insert";
    private static final String SNAPSHOT = "snapshot";
    private static final String SCD2 = "scd2";
    private static final List<String> KNOWN = List.of(DELETE_INSERT, "upsert", "insert-only", SNAPSHOT, SCD2);

    @Option(
            names = "--strategy",
            paramLabel = "STRATEGY",
            completionCandidates = Strategies.class,
            description =
                    "With --merge: delete-insert (the default), upsert (updates rows in their place), insert-only (changes"
                            + " no row that is there), snapshot (the input is all there is: rows that are missing in it are"
                            + " deleted), or scd2 (keeps the history: a row that changes becomes a new version, and a row that"
                            + " is missing ends; with --merge-key, only rows that have the values of loaded ones end).")
    private @Nullable String strategy;

    @Option(
            names = "--merge-key",
            split = ",",
            hideParamSyntax = true,
            paramLabel = "COLUMN,..",
            description =
                    "With --merge: deletes the rows that have the values of a loaded row in these columns, too, like all"
                            + " rows of a day; with --strategy scd2, ends them.")
    private List<String> mergeKey = List.of();

    @Option(
            names = "--hard-delete",
            paramLabel = "COLUMN",
            description =
                    "With --merge: a row that has true in this column, or any value if it is not a boolean, deletes the row"
                            + " with its key.")
    private @Nullable String hardDelete;

    @Option(
            names = "--dedup-sort",
            paramLabel = "COLUMN[:desc|asc]",
            description =
                    "With --merge: of several rows with one key, loads the one with the highest (desc, the default) or the"
                            + " lowest (asc) value of this column. Default: the last row.")
    private @Nullable String dedupSort;

    @Option(
            names = "--skip-unchanged",
            description = "With --merge: leaves rows as they are whose values did not change.")
    private boolean skipUnchanged;

    @Option(
            names = "--allow-deleting",
            paramLabel = "SHARE",
            description =
                    "With --strategy snapshot: the share of the rows that one load may delete, from 0 to 1. Default: 0.3.")
    private @Nullable Double allowDeleting;

    @Option(
            names = "--mark-deleted",
            paramLabel = "COLUMN",
            description =
                    "With --strategy snapshot: writes the time of the load into this column of rows that are missing,"
                            + " instead of deleting them.")
    private @Nullable String markDeleted;

    /** For completion. */
    static final class Strategies implements Iterable<String> {
        @Override
        public Iterator<String> iterator() {
            return KNOWN.iterator();
        }
    }

    /** The merge by a key. */
    WriteDisposition.Merge merge(List<String> key) {
        MergeRules rules = new MergeRules(
                Optional.ofNullable(hardDelete), Optional.ofNullable(dedupSort).map(MergeOptions::sort), skipUnchanged);
        return new WriteDisposition.Merge(strategy(key), rules);
    }

    private MergeStrategy strategy(List<String> key) {
        String word = strategy == null ? DELETE_INSERT : strategy;
        if (!word.equals(SNAPSHOT)) {
            refuse(
                    Stream.of(given("--allow-deleting", allowDeleting), given("--mark-deleted", markDeleted)),
                    "--strategy snapshot");
        }
        List<String> groups = mergeKey.isEmpty() ? List.of() : ColumnOptions.names("--merge-key", mergeKey);
        if (!word.equals(DELETE_INSERT) && !word.equals(SCD2)) {
            refuse(
                    Stream.of(given("--merge-key", groups.isEmpty() ? null : groups)),
                    "--strategy delete-insert or --strategy scd2");
        }
        return switch (word) {
            case DELETE_INSERT -> new MergeStrategy.DeleteInsert(key, groups);
            case SCD2 -> MergeStrategy.scd2(key.toArray(String[]::new)).mergeKey(groups.toArray(String[]::new));
            case "upsert" -> new MergeStrategy.Upsert(key);
            case "insert-only" -> new MergeStrategy.InsertOnly(key);
            case SNAPSHOT ->
                new MergeStrategy.Snapshot(
                        key,
                        allowDeleting == null ? MergeStrategy.Snapshot.USUAL_SHARE : allowDeleting,
                        Optional.ofNullable(markDeleted));
            default ->
                throw new PipetteException(
                        ErrorCode.BAD_USAGE,
                        "--strategy " + word + " is unknown. Give one of " + String.join(", ", KNOWN) + ".");
        };
    }

    private static DedupSort sort(String text) {
        if (text.endsWith(":asc")) {
            return new DedupSort(text.substring(0, text.length() - ":asc".length()), DedupSort.Wins.LOWEST);
        }
        String column = text.endsWith(":desc") ? text.substring(0, text.length() - ":desc".length()) : text;
        return new DedupSort(column, DedupSort.Wins.HIGHEST);
    }

    /** Refuses options of a merge where there is none. */
    void refuseWithoutMerge() {
        refuse(
                Stream.of(
                        given("--strategy", strategy),
                        given("--merge-key", mergeKey.isEmpty() ? null : mergeKey),
                        given("--hard-delete", hardDelete),
                        given("--dedup-sort", dedupSort),
                        given("--skip-unchanged", skipUnchanged ? true : null),
                        given("--allow-deleting", allowDeleting),
                        given("--mark-deleted", markDeleted)),
                "--merge KEY");
    }

    private static @Nullable String given(String option, @Nullable Object value) {
        return value == null ? null : option;
    }

    private static void refuse(Stream<@Nullable String> options, String needed) {
        List<String> given =
                options.filter(Objects::nonNull).map(Objects::requireNonNull).toList();
        if (!given.isEmpty()) {
            throw new PipetteException(
                    ErrorCode.BAD_USAGE,
                    String.join(", ", given) + (given.size() == 1 ? " needs " : " need ") + needed
                            + ". Add it, or leave " + (given.size() == 1 ? "it" : "them") + " out.");
        }
    }
}

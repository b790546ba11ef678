package dev.pipette.schema;

import dev.pipette.error.ErrorCode;
import dev.pipette.error.PipetteException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/**
 * How a merge puts arriving rows in the place of those that are there.
 *
 * <pre>{@code
 * orders.merge("id");                             // MergeStrategy.DeleteInsert
 * orders.merge(MergeStrategy.upsert("id"));       // as Pipette.upsert("id") in a script
 * orders.merge(MergeStrategy.snapshot("id"));
 * }</pre>
 */
public sealed interface MergeStrategy {
    /** The columns by which arriving rows are matched with those that are there. */
    List<String> keys();

    /** The columns that identify a row: of several arriving rows with the same values one is loaded. None where all are. */
    List<String> primaryKey();

    /** The same strategy with other names of its columns. */
    MergeStrategy named(UnaryOperator<String> naming);

    /** The name on the command line and in a schema document: {@code upsert}. */
    String word();

    /** A strategy {@link DeleteInsert} by a primary key. */
    static DeleteInsert deleteInsert(String... key) {
        return new DeleteInsert(List.of(key));
    }

    /** A strategy {@link Upsert}. */
    static Upsert upsert(String... key) {
        return new Upsert(List.of(key));
    }

    /** A strategy {@link InsertOnly}. */
    static InsertOnly insertOnly(String... key) {
        return new InsertOnly(List.of(key));
    }

    /** A strategy {@link Snapshot} that deletes what is missing. */
    static Snapshot snapshot(String... key) {
        return new Snapshot(List.of(key), Snapshot.USUAL_SHARE, Optional.empty());
    }

    /** A strategy {@link Scd2}, by the content of the rows, or by a natural key. */
    static Scd2 scd2(String... key) {
        return new Scd2(
                List.of(key),
                List.of(),
                Scd2.VALID_FROM,
                Scd2.VALID_TO,
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
    }

    /**
     * Deletes the rows that have the key of an arriving row, nested rows included, and inserts the arriving ones; of
     * several arriving rows with one primary key the last wins. (dlt's {@code delete-insert}.)
     *
     * <pre>{@code
     * stats.merge(deleteInsert("id").mergeKey("day"));   // each day that arrives is replaced as a whole
     * }</pre>
     *
     * @param primaryKey identifies a row; may be empty where there is a merge key: then all arriving rows are inserted
     * @param mergeKey rows that have the values of an arriving row in these columns are deleted as well; may be empty
     */
    record DeleteInsert(List<String> primaryKey, List<String> mergeKey) implements MergeStrategy {
        /** Copies the keys; a resource refuses it where there is none. */
        public DeleteInsert {
            primaryKey = List.copyOf(primaryKey);
            mergeKey = List.copyOf(mergeKey);
        }

        /** By a primary key alone. */
        public DeleteInsert(List<String> primaryKey) {
            this(primaryKey, List.of());
        }

        /** The same that also deletes the rows with the values of an arriving row in these columns. */
        public DeleteInsert mergeKey(String... columns) {
            return new DeleteInsert(primaryKey, List.of(columns));
        }

        @Override
        public List<String> keys() {
            return List.copyOf(new LinkedHashSet<>(
                    Stream.concat(primaryKey.stream(), mergeKey.stream()).toList()));
        }

        @Override
        public DeleteInsert named(UnaryOperator<String> naming) {
            return new DeleteInsert(Keys.named(primaryKey, naming), Keys.named(mergeKey, naming));
        }

        @Override
        public String word() {
            return "delete-insert";
        }
    }

    /**
     * Updates the rows that have the key of an arriving row in their place, and inserts the others. A column that no arriving
     * row has becomes NULL; a column that others added to the table keeps its value. Nested rows are replaced with their
     * row. (dlt's {@code upsert}.)
     *
     * @param primaryKey identifies a row, at least one column
     */
    record Upsert(List<String> primaryKey) implements MergeStrategy {
        /** Copies the key and refuses an empty one. */
        public Upsert {
            primaryKey = Keys.needed(primaryKey, "upsert");
        }

        @Override
        public List<String> keys() {
            return primaryKey;
        }

        @Override
        public Upsert named(UnaryOperator<String> naming) {
            return new Upsert(Keys.named(primaryKey, naming));
        }

        @Override
        public String word() {
            return "upsert";
        }
    }

    /**
     * Inserts the rows whose key is not there, and never changes a row that is; of several arriving rows with one key the
     * first is inserted. (dlt's {@code insert-only}.)
     *
     * @param primaryKey identifies a row, at least one column
     */
    record InsertOnly(List<String> primaryKey) implements MergeStrategy {
        /** Copies the key and refuses an empty one. */
        public InsertOnly {
            primaryKey = Keys.needed(primaryKey, "insertOnly");
        }

        @Override
        public List<String> keys() {
            return primaryKey;
        }

        @Override
        public InsertOnly named(UnaryOperator<String> naming) {
            return new InsertOnly(Keys.named(primaryKey, naming));
        }

        @Override
        public String word() {
            return "insert-only";
        }
    }

    /**
     * Takes the arriving rows for all that there are: updates and inserts as {@link Upsert}, and deletes the rows whose key
     * did not arrive, or marks them as deleted. A load that would delete more than a share of the rows is refused.
     *
     * <pre>{@code
     * orders.merge(snapshot("id"));
     * orders.merge(snapshot("id").allowDeleting(0.8));
     * orders.merge(snapshot("id").markDeleted("deleted_at"));
     * }</pre>
     *
     * @param primaryKey identifies a row, at least one column
     * @param mostDeleted the largest share of the rows that a load may delete or mark, from 0 to 1
     * @param mark the column that gets the time of the load in which a row was missing first, in place of a deletion
     */
    record Snapshot(List<String> primaryKey, double mostDeleted, Optional<String> mark) implements MergeStrategy {
        /** What a load may delete where nothing else is asked for. */
        public static final double USUAL_SHARE = 0.3;

        /** Copies the key, and refuses an empty one and a share that is none. */
        public Snapshot {
            primaryKey = Keys.needed(primaryKey, "snapshot");
            if (!(mostDeleted >= 0 && mostDeleted <= 1)) {
                throw new PipetteException(
                        ErrorCode.BAD_USAGE,
                        "allowDeleting(" + mostDeleted
                                + "): the share of rows that may be deleted is 0 to 1; 1 allows all.");
            }
        }

        /**
         * The same that may delete another share of the rows in one load.
         *
         * @param share from 0 to 1; 1 allows that all are deleted
         */
        public Snapshot allowDeleting(double share) {
            return new Snapshot(primaryKey, share, mark);
        }

        /**
         * The same that keeps the rows which are missing, and writes the time of the load into a column. A row that comes
         * again loses the mark.
         *
         * @param column to be made where it is missing, an instant
         */
        public Snapshot markDeleted(String column) {
            return new Snapshot(primaryKey, mostDeleted, Optional.of(column));
        }

        @Override
        public List<String> keys() {
            return primaryKey;
        }

        @Override
        public Snapshot named(UnaryOperator<String> naming) {
            return new Snapshot(Keys.named(primaryKey, naming), mostDeleted, mark.map(naming));
        }

        @Override
        public String word() {
            return "snapshot";
        }
    }

    /**
     * Keeps the history of rows (dlt's {@code scd2}, a slowly changing dimension of type 2): a row that changes becomes a
     * new version with nested rows of its own, and the version before is retired, which ends its validity. A row that
     * arrives as it is continues, and one that does not arrive is retired; with a merge key only where another row with the
     * values of its merge key arrives.
     *
     * <pre>{@code
     * customers.merge(scd2("id"));                    // all customers arrive each time
     * customers.merge(scd2("id").mergeKey("id"));     // only those that changed arrive
     * }</pre>
     *
     * @param primaryKey identifies a row (the natural key): of several arriving rows with one key one is loaded, and at most
     *     one version is active. Empty where a row is known by its content alone
     * @param mergeKey rows whose values in these columns do not arrive are left as they are; empty where all rows arrive
     * @param validFrom the column with the time from which a version is valid
     * @param validTo the column with the time until which a version is valid, exclusive
     * @param boundary the time at which the versions of the load begin and those that they replace end; by default the time
     *     of the load package
     * @param activeTimestamp what an active version has in {@code validTo}; NULL by default
     * @param rowVersion the column whose value changes whenever the row does, and which is compared in place of the content
     */
    record Scd2(
            List<String> primaryKey,
            List<String> mergeKey,
            String validFrom,
            String validTo,
            Optional<Instant> boundary,
            Optional<Instant> activeTimestamp,
            Optional<String> rowVersion)
            implements MergeStrategy {
        /** The name of the strategy; dlt's. */
        public static final String WORD = "scd2";

        /** The column where nothing else is asked for; dlt's. */
        public static final String VALID_FROM = "_dlt_valid_from";

        /** The column where nothing else is asked for; dlt's. */
        public static final String VALID_TO = "_dlt_valid_to";

        /** Copies the keys, and takes times as the destinations keep them, in microseconds. */
        public Scd2 {
            primaryKey = List.copyOf(primaryKey);
            mergeKey = List.copyOf(mergeKey);
            boundary = boundary.map(time -> time.truncatedTo(ChronoUnit.MICROS));
            activeTimestamp = activeTimestamp.map(time -> time.truncatedTo(ChronoUnit.MICROS));
            if (validFrom.equals(validTo)) {
                throw new PipetteException(
                        ErrorCode.BAD_USAGE,
                        "validity(\"" + validFrom + "\", \"" + validTo
                                + "\"): the beginning and the end of a version need a column each.");
            }
        }

        /** The same for loads of a part of the rows: a row is retired only where its values in these columns arrive. */
        public Scd2 mergeKey(String... columns) {
            return new Scd2(primaryKey, List.of(columns), validFrom, validTo, boundary, activeTimestamp, rowVersion);
        }

        /**
         * The same with other columns for the validity.
         *
         * @param from the time from which a version is valid
         * @param to the time until which it is, exclusive
         */
        public Scd2 validity(String from, String to) {
            return new Scd2(primaryKey, mergeKey, from, to, boundary, activeTimestamp, rowVersion);
        }

        /**
         * The same with a boundary other than the time of the load package. A boundary that is before a version which is
         * there is refused.
         */
        public Scd2 boundary(Instant time) {
            return new Scd2(primaryKey, mergeKey, validFrom, validTo, Optional.of(time), activeTimestamp, rowVersion);
        }

        /** The same with a time in place of NULL in the end of active versions: {@code 9999-12-31T00:00:00Z}. */
        public Scd2 activeTimestamp(Instant time) {
            return new Scd2(primaryKey, mergeKey, validFrom, validTo, boundary, Optional.of(time), rowVersion);
        }

        /** The same that compares one column of the data, such as a hash or a version number, in place of all of them. */
        public Scd2 rowVersion(String column) {
            return new Scd2(primaryKey, mergeKey, validFrom, validTo, boundary, activeTimestamp, Optional.of(column));
        }

        @Override
        public List<String> keys() {
            return List.copyOf(new LinkedHashSet<>(
                    Stream.concat(primaryKey.stream(), mergeKey.stream()).toList()));
        }

        /** The time at which the versions of a load begin. */
        public Instant boundaryOf(Instant load) {
            return boundary.orElseGet(() -> load.truncatedTo(ChronoUnit.MICROS));
        }

        @Override
        public Scd2 named(UnaryOperator<String> naming) {
            return new Scd2(
                    Keys.named(primaryKey, naming),
                    Keys.named(mergeKey, naming),
                    naming.apply(validFrom),
                    naming.apply(validTo),
                    boundary,
                    activeTimestamp,
                    rowVersion.map(naming));
        }

        @Override
        public String word() {
            return WORD;
        }
    }
}

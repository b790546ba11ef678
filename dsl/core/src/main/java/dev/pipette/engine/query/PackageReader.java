package dev.pipette.engine.query;

import dev.pipette.engine.columnar.DuckEngine;
import dev.pipette.engine.disk.FolderProblem;
import dev.pipette.engine.files.ParquetProblem;
import dev.pipette.engine.folder.SealedPackage;
import dev.pipette.engine.manifest.ColumnForm;
import dev.pipette.engine.manifest.FileFingerprint;
import dev.pipette.engine.manifest.PackagePart;
import dev.pipette.engine.manifest.PackageTable;
import dev.pipette.engine.manifest.RejectedLines;
import dev.pipette.engine.manifest.ReplayedRows;
import dev.pipette.engine.manifest.Target;
import dev.pipette.engine.sql.Sql;
import dev.pipette.error.ErrorCode;
import dev.pipette.error.PipetteException;
import dev.pipette.schema.Column;
import dev.pipette.spi.PackagedRows;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Answers questions about a sealed package for which its rows are read. */
public final class PackageReader {
    private final DuckEngine engine;
    private final SealedPackage sealed;
    private int judged;

    /** A reader of one package. */
    public PackageReader(DuckEngine engine, SealedPackage sealed) {
        this.engine = engine;
        this.sealed = sealed;
    }

    /** A query over one of the package's tables. */
    public PackageQuery query(PackageTable table) {
        return new PackageQuery(sealed.folder(), table);
    }

    /** The rows of a query over one of the package's tables, whose outputs are these columns. */
    public PackagedRows rows(PackageQuery query, List<Column> columns) {
        return new TableRows(engine, query.sql(), columns, query.made());
    }

    /**
     * The rows of a query over one of the package's tables, some of them without their values.
     *
     * @param number the output of the query by which they are found
     * @param numbers a SELECT of the numbers of those
     * @param hidden the columns whose values they do not have
     */
    public PackagedRows rows(
            PackageQuery query, List<Column> columns, String number, String numbers, Set<String> hidden) {
        String outputs = columns.stream()
                .map(column -> hidden.contains(column.name())
                        ? "CASE WHEN _pipette_hides THEN NULL ELSE " + Sql.name(column.name()) + " END AS "
                                + Sql.name(column.name())
                        : Sql.name(column.name()))
                .collect(Collectors.joining(", "));
        return new TableRows(
                engine,
                "SELECT " + outputs + " FROM (SELECT *, " + Sql.name(number) + " IN (" + numbers
                        + ") AS _pipette_hides FROM (" + query.sql() + "))",
                columns,
                query.made());
    }

    /**
     * The rows of a query for one who judges them.
     *
     * @param query whose outputs are these columns; it stays as it is
     */
    public JudgedRows judged(PackageQuery query, List<Column> columns) {
        return new JudgedRows(engine, sealed.folder().resolve("known-" + judged++ + ".csv"), query.copy(), columns);
    }

    /** Rows that are not loaded, of a root table and those nested in it, the root first. */
    public RejectedRows rejected(List<RejectedRows.JsonTable> tables) {
        return new RejectedRows(engine, sealed.folder(), tables);
    }

    /** Lines of files that could not be read, as rows of the table of rejects; each has its number among them. */
    public PackagedRows lines(RejectedLines lines, RejectColumns columns) {
        String files = lines.files().stream()
                .map(file -> Sql.file(sealed.folder().resolve(file).toString()))
                .collect(Collectors.joining(", "));
        return columns.rows(
                engine,
                "row_number() OVER ()",
                "(SELECT 'line' AS kind, 'readable' AS rule, line, content, message, place FROM read_parquet([" + files
                        + "]))");
    }

    /**
     * Which rejected rows the rows of the package are.
     *
     * @param ordinal name of the column with the number, from 0, of a row in the root table
     */
    public PackagedRows rejectNumbers(ReplayedRows replayed, String ordinal) {
        return RejectNumbers.in(sealed.folder().resolve("replayed-" + judged++ + ".csv"), engine, replayed, ordinal);
    }

    /**
     * The number, from 1, of a row among all rows of a table; empty where there are fewer rows.
     *
     * @param query which of them are counted
     * @param place of the row among these, from 1
     */
    public OptionalLong rowAt(PackageQuery query, long place) {
        query.output(query.ordinal(), JudgedRows.ORDINAL);
        return engine.first(
                "SELECT coalesce((SELECT " + JudgedRows.ORDINAL + " + 1 FROM (" + query.sql() + ") LIMIT 1 OFFSET "
                        + (place - 1) + "), 0)",
                row -> rowNumber(row.getLong(1)));
    }

    /** Whether some values of a form are not taken by a target. */
    public boolean hasRemaining(PackageTable table, ColumnForm form, Target to) {
        return hasAny(table, query -> query.remaining(form, to));
    }

    /** Whether an expression over the table has a value in any row. */
    public boolean hasAny(PackageTable table, Function<PackageQuery, String> expression) {
        PackageQuery query = query(table);
        query.output(expression.apply(query), "value");
        return engine.first(
                "SELECT count(*) FROM (SELECT 1 FROM (" + query.sql() + ") WHERE value IS NOT NULL LIMIT 1)",
                row -> row.getLong(1) > 0);
    }

    /**
     * Values in a table.
     *
     * @param count how many there are
     * @param first the first of them and its row from 1, as a phrase; empty where there is none
     */
    public record Found(long count, String first) {}

    /**
     * How many rows an expression has a value in, and the first value.
     *
     * @param expression gives JSON
     */
    public Found found(PackageTable table, Function<PackageQuery, String> expression) {
        PackageQuery query = query(table);
        query.output(expression.apply(query), "value").output(query.ordinal(), "ordinal");
        return engine.first(
                "SELECT count(*), arg_min(value ->> '$', ordinal), min(ordinal) + 1 FROM (" + query.sql()
                        + ") WHERE value IS NOT NULL",
                row -> row.getLong(1) == 0
                        ? new Found(0, "")
                        : new Found(row.getLong(1), shown(row.getString(2)) + " in row " + row.getLong(3)));
    }

    /** The first value of a form that a target does not take, and its row from 1, as a phrase. */
    public String firstRemaining(PackageTable table, ColumnForm form, Target to) {
        PackageQuery query = query(table);
        query.output("CAST(" + query.remaining(form, to) + " AS VARCHAR)", "value")
                .output(query.ordinal(), "ordinal");
        return engine.first(
                "SELECT arg_min(value, ordinal), min(ordinal) + 1 FROM (" + query.sql() + ") WHERE value IS NOT NULL",
                row -> shown(row.getString(1)) + " in row " + row.getLong(2));
    }

    private static String shown(String value) {
        return "'" + JudgedRows.readable(value) + "'";
    }

    /**
     * The number, from 1, of the last row that has these values: of two rows with one key the second is refused.
     *
     * @param columns names of columns; where there are none, no row is found
     * @param values of the columns, as text; empty for a row without a value
     */
    public OptionalLong lastRowWith(PackageTable table, List<String> columns, List<String> values) {
        if (columns.isEmpty() || !table.columns().containsAll(columns)) {
            return OptionalLong.empty();
        }
        return engine.first(
                "SELECT coalesce(max(ordinal) + 1, 0) FROM (" + rowsWith(table, columns, values) + ")",
                row -> rowNumber(row.getLong(1)));
    }

    /** Whether more than one row has these values. */
    public boolean isRepeated(PackageTable table, List<String> columns, List<String> values) {
        return !columns.isEmpty()
                && table.columns().containsAll(columns)
                && engine.first(
                        "SELECT count(*) > 1 FROM (" + rowsWith(table, columns, values) + ")",
                        row -> row.getBoolean(1));
    }

    private String rowsWith(PackageTable table, List<String> columns, List<String> values) {
        PackageQuery query = query(table);
        for (int index = 0; index < columns.size(); index++) {
            List<String> forms = query.forms(columns.get(index)).stream()
                    .map(form -> "CAST(" + query.value(form) + " AS VARCHAR)")
                    .toList();
            String value = "coalesce(" + String.join(", ", forms) + ", NULL)";
            query.where(values.isEmpty() ? value + " IS NULL" : value + " = " + Sql.literal(values.get(index)));
        }
        query.output(query.ordinal(), "ordinal");
        return query.sql();
    }

    private static OptionalLong rowNumber(long number) {
        return number == 0 ? OptionalLong.empty() : OptionalLong.of(number);
    }

    /**
     * The number, from 1, of the first row that does not meet a condition; empty where all do.
     *
     * @param query whose outputs are the columns that the condition is about; gets one more
     * @param condition in DuckDB's SQL
     */
    public OptionalLong firstWithout(PackageQuery query, String condition) {
        query.output(query.ordinal(), JudgedRows.ORDINAL);
        return engine.first(
                "SELECT coalesce(min(" + JudgedRows.ORDINAL + ") + 1, 0) FROM (" + query.sql() + ") WHERE NOT "
                        + condition,
                row -> rowNumber(row.getLong(1)));
    }

    /**
     * The values of a row, as text; NULL for none.
     *
     * @param number of the row, from 1
     * @param columns of the table
     */
    public List<String> valuesAt(PackageTable table, long number, List<String> columns) {
        PackageQuery query = query(table);
        for (int index = 0; index < columns.size(); index++) {
            String forms = query.forms(columns.get(index)).stream()
                    .map(form -> "CAST(" + query.value(form) + " AS VARCHAR)")
                    .collect(Collectors.joining(", "));
            query.output("coalesce(" + forms + ", 'NULL')", "v" + index);
        }
        query.output(query.ordinal(), JudgedRows.ORDINAL);
        String outputs = IntStream.range(0, columns.size())
                .mapToObj(index -> "v" + index)
                .collect(Collectors.joining(", "));
        return engine.first(
                "SELECT " + outputs + " FROM (" + query.sql() + ") WHERE " + JudgedRows.ORDINAL + " = " + (number - 1),
                row -> {
                    List<String> values = new ArrayList<>();
                    for (int index = 1; index <= columns.size(); index++) {
                        values.add(row.getString(index));
                    }
                    return values;
                });
    }

    /**
     * Checks that the files that the package refers to are still those it was made from.
     *
     * @param content whether their content is read as well, or size and time are enough
     * @throws PipetteException SOURCE_CHANGED naming the file
     */
    public void checkFiles(boolean content) {
        checkFiles(content, " Nothing was loaded, and the package was put aside.");
    }

    /**
     * The same for somebody who does not load the package.
     *
     * @param consequence what the error says of the package
     */
    public void checkFiles(boolean content, String consequence) {
        for (PackageTable table : sealed.manifest().tables()) {
            for (PackagePart part : table.parts()) {
                if (!part.fingerprint().equals(FileFingerprint.OWN)) {
                    check(Path.of(part.file()), part.fingerprint(), content, consequence);
                }
            }
        }
    }

    /**
     * Reads the Parquet files that the package refers to, all of their columns: damage inside them is found by nothing
     * less. For finding out why a load failed.
     *
     * @throws PipetteException SOURCE_UNREADABLE naming the file
     */
    public void checkReadable() {
        for (PackageTable table : sealed.manifest().tables()) {
            for (PackagePart part : table.parts()) {
                if (part.kind() == PackagePart.Kind.PARQUET) {
                    read(sealed.folder().resolve(part.file()), part.header());
                }
            }
        }
    }

    private void read(Path file, List<String> header) {
        String columns = header.stream().map(Sql::name).collect(Collectors.joining(", "));
        try {
            engine.row(
                    "SELECT bit_xor(hash(" + columns + ")) FROM read_parquet(" + Sql.file(file.toString()) + ")",
                    row -> row.wasNull());
        } catch (SQLException failed) {
            throw ParquetProblem.of(file, failed);
        }
    }

    private void check(Path file, FileFingerprint fingerprint, boolean content, String consequence) {
        try {
            boolean same = fingerprint.looksLike(file)
                    && (!content || FileFingerprint.of(file).equals(fingerprint));
            if (!same) {
                throw new PipetteException(
                        ErrorCode.SOURCE_CHANGED,
                        file + " changed after package " + sealed.loadId() + " was made from it." + consequence
                                + " Run again to load the file as it is now.");
            }
        } catch (IOException failed) {
            if (FolderProblem.isInterrupt(failed)) {
                throw FolderProblem.interrupted(
                        "the run was interrupted while " + file + " was checked. Package " + sealed.loadId()
                                + " waits, and the next run loads it.",
                        failed);
            }
            throw new PipetteException(
                    ErrorCode.SOURCE_CHANGED,
                    file + ", which package " + sealed.loadId() + " was made from, cannot be read any more: "
                            + failed.getMessage() + "." + consequence,
                    failed);
        }
    }
}

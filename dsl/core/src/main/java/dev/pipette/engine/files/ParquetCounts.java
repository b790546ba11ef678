package dev.pipette.engine.files;

import dev.pipette.engine.columnar.DuckEngine;
import dev.pipette.engine.sql.Sql;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * How many rows and values are in Parquet files that have the same columns.
 *
 * @param rows of each file
 * @param values of each column, in all files
 */
public record ParquetCounts(List<Long> rows, long[] values) {
    /**
     * Counts with one statement. Where it fails, each half of the files is read on its own, down to the file at
     * fault; so it is where a column hides which file a row is from.
     *
     * @param header names of the columns
     */
    public static ParquetCounts of(DuckEngine engine, List<ParquetFile> files, List<String> header) {
        boolean alone = files.size() == 1;
        if (alone || FileGroups.canBeTold(header)) {
            try {
                return counted(engine, files, header);
            } catch (SQLException failed) {
                if (alone) {
                    throw ParquetProblem.of(files.getFirst().part().named(), failed);
                }
            }
        }
        int half = files.size() / 2;
        ParquetCounts first = of(engine, files.subList(0, half), header);
        return first.plus(of(engine, files.subList(half, files.size()), header));
    }

    private static ParquetCounts counted(DuckEngine engine, List<ParquetFile> files, List<String> header)
            throws SQLException {
        boolean alone = files.size() == 1;
        StringBuilder sql = new StringBuilder("SELECT ").append(alone ? "0" : FileGroups.FILE_INDEX);
        sql.append(", count(*)");
        header.forEach(column -> sql.append(", count(").append(Sql.name(column)).append(')'));
        sql.append(" FROM ")
                .append(Sql.parquet(
                        files.stream().map(file -> file.part().file()).toList(), ""));
        sql.append(alone ? "" : " GROUP BY " + FileGroups.FILE_INDEX);
        ParquetCounts counts =
                new ParquetCounts(new ArrayList<>(Collections.nCopies(files.size(), 0L)), new long[header.size()]);
        try (var connection = engine.connection();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(sql.toString())) {
            while (row.next()) {
                counts.rows().set(row.getInt(1), row.getLong(2));
                for (int index = 0; index < header.size(); index++) {
                    counts.values()[index] += row.getLong(index + 3);
                }
            }
        }
        return counts;
    }

    private ParquetCounts plus(ParquetCounts other) {
        List<Long> all = new ArrayList<>(rows);
        all.addAll(other.rows);
        long[] sums = values.clone();
        for (int index = 0; index < sums.length; index++) {
            sums[index] += other.values[index];
        }
        return new ParquetCounts(all, sums);
    }
}

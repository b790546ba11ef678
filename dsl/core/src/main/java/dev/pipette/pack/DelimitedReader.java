package dev.pipette.pack;

import dev.pipette.ErrorCode;
import dev.pipette.PipetteException;
import dev.pipette.schema.Naming;
import dev.pipette.schema.ValueType;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** DuckDB's reader of delimited text: how it is told to read, and the pass that learns what the columns hold. */
final class DelimitedReader {
    private static final int SAMPLE = 4_096;

    private final DuckEngine engine;

    DelimitedReader(DuckEngine engine) {
        this.engine = engine;
    }

    /** What a pass over a file found: the rows, and a profile for each column of the header. */
    record Profile(long rows, List<String> header, List<TextProfile> columns) {}

    /**
     * The names in the file's first line; empty for an empty file.
     *
     * @throws PipetteException NAME_COLLISION when two columns have one name
     */
    static List<String> header(Path file, String delimiter) throws IOException {
        List<String> names = HeaderLine.read(file, delimiter.charAt(0)).stream()
                .map(name -> name.isEmpty() ? Naming.EMPTY : name) // DuckDB has no name without a letter
                .toList();
        Set<String> seen = new HashSet<>();
        for (String name : names) {
            if (!seen.add(name)) {
                throw new PipetteException(
                        ErrorCode.NAME_COLLISION,
                        file + ": two columns have the name '" + name
                                + "'. Rename one of them in the file's first line.");
            }
        }
        return names;
    }

    /**
     * The call that reads the file.
     *
     * @param types DuckDB types by name in the file; columns without one are read as text
     */
    static String call(String file, String delimiter, List<String> header, Map<String, String> types) {
        String columns = header.stream()
                .map(name -> Sql.name(name) + " := " + Sql.literal(types.getOrDefault(name, "VARCHAR")))
                .collect(Collectors.joining(", ", "struct_pack(", ")"));
        return "read_csv(" + Sql.literal(file) + ", " + dialect(delimiter) + ", header = true, columns = " + columns
                + ")";
    }

    private static String dialect(String delimiter) {
        return "auto_detect = false, delim = " + Sql.literal(delimiter)
                + ", quote = '\"', escape = '\"', nullstr = '', allow_quoted_nulls = true, strict_mode = true";
    }

    /**
     * Learns what the columns hold: guesses from the first rows, then checks the guess over all of them, and counts
     * everything only of columns where the guess was wrong.
     *
     * @param named the file in errors
     * @param known columns whose type is said, by name in the file; they are not looked at, except decimals
     */
    Profile profile(Path file, Path named, String delimiter, List<String> header, Map<String, ValueType> known) {
        if (header.isEmpty()) {
            return new Profile(0, header, List.of());
        }
        String all = call(file.toString(), delimiter, header, Map.of());
        try {
            List<TextProfile> sample = full("(SELECT * FROM " + all + " LIMIT " + SAMPLE + ")", header);
            List<ValueType> guesses = new ArrayList<>();
            for (int index = 0; index < header.size(); index++) {
                ValueType said = known.get(header.get(index));
                guesses.add(said == null ? sample.get(index).type().orElse(ValueType.TEXT) : ValueType.TEXT);
            }
            String checks = "count(*)";
            for (int index = 0; index < header.size(); index++) {
                checks += ", " + TextProfile.check(Sql.name(header.get(index)), guesses.get(index));
            }
            long[] counts = read("SELECT " + checks + " FROM " + all, 1 + 2 * header.size());
            Map<Integer, TextProfile> profiles = new LinkedHashMap<>();
            List<Integer> wrong = new ArrayList<>();
            for (int index = 0; index < header.size(); index++) {
                long values = counts[1 + 2 * index];
                boolean certain = guesses.get(index) != ValueType.DECIMAL && counts[2 + 2 * index] == 0;
                boolean decimalSaid = known.get(header.get(index)) == ValueType.DECIMAL;
                boolean emptySample =
                        sample.get(index).isWithoutNumbers() && values > 0 && !known.containsKey(header.get(index));
                if (!certain || decimalSaid || emptySample) {
                    wrong.add(index);
                } else {
                    profiles.put(index, TextProfile.allOf(guesses.get(index), values));
                }
            }
            if (!wrong.isEmpty()) {
                List<TextProfile> counted =
                        full(all, wrong.stream().map(header::get).toList());
                for (int place = 0; place < wrong.size(); place++) {
                    profiles.put(wrong.get(place), counted.get(place));
                }
            }
            List<TextProfile> columns = new ArrayList<>();
            for (int index = 0; index < header.size(); index++) {
                columns.add(java.util.Objects.requireNonNull(profiles.get(index)));
            }
            return new Profile(counts[0], header, columns);
        } catch (SQLException failed) {
            throw DelimitedProblem.of(named, failed);
        }
    }

    /** Counts everything of one column of a file. */
    TextProfile whole(Path file, Path named, String delimiter, List<String> header, String field) {
        try {
            return full(call(file.toString(), delimiter, header, Map.of()), List.of(field))
                    .getFirst();
        } catch (SQLException failed) {
            throw DelimitedProblem.of(named, failed);
        }
    }

    private List<TextProfile> full(String from, List<String> columns) throws SQLException {
        String aggregates = columns.stream()
                .map(column -> TextProfile.aggregates(Sql.name(column)))
                .collect(Collectors.joining(", "));
        try (var connection = engine.connection();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("SELECT " + aggregates + " FROM " + from)) {
            row.next();
            List<TextProfile> profiles = new ArrayList<>();
            for (int index = 0; index < columns.size(); index++) {
                profiles.add(TextProfile.read(row, index));
            }
            return profiles;
        }
    }

    private long[] read(String sql, int columns) throws SQLException {
        try (var connection = engine.connection();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(sql)) {
            row.next();
            long[] values = new long[columns];
            for (int index = 0; index < columns; index++) {
                values[index] = row.getLong(index + 1);
            }
            return values;
        }
    }
}

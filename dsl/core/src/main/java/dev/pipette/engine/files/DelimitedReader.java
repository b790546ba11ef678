package dev.pipette.engine.files;

import dev.pipette.engine.columnar.DuckEngine;
import dev.pipette.engine.columnar.ManyProfiles;
import dev.pipette.engine.columnar.TextProfile;
import dev.pipette.engine.manifest.Dialect;
import dev.pipette.engine.sql.Sql;
import dev.pipette.error.ErrorCode;
import dev.pipette.error.PipetteException;
import dev.pipette.schema.Naming;
import dev.pipette.schema.ValueType;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** DuckDB's reader of delimited text: how it is configured, and the pass that learns what the columns hold. */
public final class DelimitedReader {
    private static final int SAMPLE = 4_096;

    /** The longest line that DuckDB reads unasked, in bytes. */
    private static final int USUAL_LINE = 2_000_000;

    /** Columns whose guessed types are checked in aggregates of their own. */
    private static final int MOST_CHECKS = 300;

    private final DuckEngine engine;
    private final @Nullable LineRepair repair;

    /** A reader for which a line that cannot be read is an error. */
    public DelimitedReader(DuckEngine engine) {
        this(engine, null);
    }

    /** @param repair of a file with lines that cannot be read; null where such a line is an error */
    public DelimitedReader(DuckEngine engine, @Nullable LineRepair repair) {
        this.engine = engine;
        this.repair = repair;
    }

    /**
     * What a pass over files that agree found.
     *
     * @param files that were read, in their order: of one with lines that cannot be read, a copy without them
     * @param rows of each of them
     * @param columns a profile for each column of the header, over all of them
     */
    public record Profile(
            List<DelimitedFile> files,
            List<Long> rows,
            List<String> header,
            List<TextProfile> columns,
            Dialect dialect) {
        private Profile alone(DelimitedFile file) {
            return new Profile(List.of(file), List.of(), header, List.of(), dialect);
        }
    }

    /**
     * The names in the file's first line, or those that its columns are given; empty for an empty file.
     *
     * @throws PipetteException NAME_COLLISION when two columns have one name
     */
    static List<String> header(DelimitedFile file) {
        if (!file.dialect().headed()) {
            return GivenNames.of(file);
        }
        List<String> written = HeaderLine.read(file);
        HeaderLine.checkEmpty(file, written);
        List<String> names = written.stream()
                .map(name -> name.isEmpty() ? Naming.EMPTY : name) // DuckDB has no name without a letter
                .toList();
        Set<String> seen = new HashSet<>();
        for (String name : names) {
            if (!seen.add(name)) {
                throw new PipetteException(
                        ErrorCode.NAME_COLLISION,
                        file.named() + ": two columns have the name '" + name
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
    static String call(String file, Dialect dialect, List<String> header, Map<String, String> types) {
        return call(List.of(file), dialect, header, types);
    }

    /** The call that reads the files, one after the other. */
    static String call(List<String> files, Dialect dialect, List<String> header, Map<String, String> types) {
        String columns = header.stream()
                .map(name -> Sql.name(name) + " := " + Sql.literal(types.getOrDefault(name, "VARCHAR")))
                .collect(Collectors.joining(", ", "struct_pack(", ")"));
        return "read_csv(" + Sql.files(files) + ", " + dialect.arguments() + ", columns = " + columns + ")";
    }

    /**
     * Learns what the columns hold: guesses from the first rows, then checks the guess over all of them, and counts
     * everything only of columns where the guess was wrong.
     *
     * @param known columns whose type is declared, by name in the file; their values are counted and not looked at,
     *     except decimals
     */
    Profile profile(DelimitedFile file, List<String> header, Map<String, ValueType> known) {
        if (header.isEmpty()) {
            return new Profile(List.of(file), List.of(0L), header, List.of(), Dialect.usual(file.dialect()));
        }
        try {
            return wholeProfile(file, header, known);
        } catch (PipetteException failed) {
            Optional<DelimitedFile> copy = repair == null ? Optional.empty() : repair.without(file, failed);
            return copy.map(readable -> repaired(readable, header, known, failed))
                    .orElseThrow(() -> failed);
        }
    }

    private Profile repaired(
            DelimitedFile copy, List<String> header, Map<String, ValueType> known, PipetteException why) {
        try {
            return wholeProfile(copy, header, known);
        } catch (PipetteException failed) {
            why.addSuppressed(failed);
            throw why;
        }
    }

    private Profile wholeProfile(DelimitedFile file, List<String> header, Map<String, ValueType> known) {
        return read(file, dialect -> {
            Learnt learnt = learn(List.of(file), dialect, header, known);
            return new Profile(List.of(file), List.of(learnt.rows()), header, learnt.columns(), dialect);
        });
    }

    /** What one pass found: the rows of all files, and a profile for each column. */
    private record Learnt(long rows, List<TextProfile> columns, Dialect dialect) {}

    /**
     * Learns the same of files that have this header and are written alike, in one pass over all of them. Where that fails,
     * or finds another number of rows, one of them is at fault or has long lines: each half is read on its own, down to the
     * file, which alone is read as it needs, or named by the error.
     *
     * @param rows that a scan found in each of the files; not used of a file alone
     * @return profiles that together are of all files, in their order
     */
    public List<Profile> profiles(
            List<DelimitedFile> files, List<Long> rows, List<String> header, Map<String, ValueType> known) {
        if (files.size() == 1 || header.isEmpty()) {
            return files.stream().map(file -> profile(file, header, known)).toList();
        }
        Optional<Profile> together =
                together(files, rows, header, known).or(() -> withoutBadLines(files, rows, header, known));
        if (together.isPresent()) {
            return List.of(together.get());
        }
        int half = files.size() / 2;
        List<Profile> profiles =
                new ArrayList<>(profiles(files.subList(0, half), rows.subList(0, half), header, known));
        profiles.addAll(profiles(files.subList(half, files.size()), rows.subList(half, files.size()), header, known));
        return profiles;
    }

    /** Reads the files together, with copies in the place of those that have bad lines: a statement for each would cost more. */
    private Optional<Profile> withoutBadLines(
            List<DelimitedFile> files, List<Long> rows, List<String> header, Map<String, ValueType> known) {
        LineRepair repairs = repair;
        if (repairs == null) {
            return Optional.empty();
        }
        LineRepair.Readable readable = repairs.readable(files, rows, header.size());
        Optional<Profile> together = together(readable.files(), readable.rows(), header, known);
        if (together.isPresent()) {
            repairs.tell(files, readable, header.size());
        } else {
            repairs.discard(files, readable);
        }
        return together;
    }

    private Optional<Profile> together(
            List<DelimitedFile> files, List<Long> rows, List<String> header, Map<String, ValueType> known) {
        try {
            Learnt learnt = learn(files, Dialect.usual(files.getFirst().dialect()), header, known);
            long scanned = rows.stream().mapToLong(Long::longValue).sum();
            return learnt.rows() == scanned
                    ? Optional.of(new Profile(files, rows, header, learnt.columns(), learnt.dialect()))
                    : Optional.empty();
        } catch (SQLException atFault) {
            return Optional.empty();
        }
    }

    /** Counts the rows. */
    long count(DelimitedFile file) {
        List<String> header = header(file);
        return header.isEmpty()
                ? 0
                : read(
                        file,
                        dialect -> read(
                                "SELECT count(*) FROM " + call(file.path().toString(), dialect, header, Map.of()), 1)[
                                0]);
    }

    /** Something that reads the whole file. */
    @FunctionalInterface
    private interface Pass<R> {
        R read(Dialect dialect) throws SQLException;
    }

    /** Reads as files usually are, and where that fails once more for lines that may be long. */
    private static <R> R read(DelimitedFile file, Pass<R> pass) {
        Dialect usual = Dialect.usual(file.dialect());
        try {
            return pass.read(usual);
        } catch (SQLException failed) {
            if (!perhapsLong(file.path())) {
                throw DelimitedProblem.of(file, failed);
            }
        }
        try {
            return pass.read(usual.withLongLines());
        } catch (SQLException failed) {
            throw DelimitedProblem.of(file, failed);
        }
    }

    /** Whether a line of the file may be longer than DuckDB reads unasked. */
    private static boolean perhapsLong(Path file) {
        try {
            return Files.size(file) > USUAL_LINE;
        } catch (IOException gone) {
            return false;
        }
    }

    private static String call(List<DelimitedFile> files, Dialect dialect, List<String> header) {
        return call(files.stream().map(file -> file.path().toString()).toList(), dialect, header, Map.of());
    }

    private Learnt learn(List<DelimitedFile> files, Dialect dialect, List<String> header, Map<String, ValueType> known)
            throws SQLException {
        String all = dialect.withPoints(call(files, dialect, header), header);
        List<String> unknown =
                header.stream().filter(name -> !known.containsKey(name)).toList();
        if (unknown.size() > MOST_CHECKS) {
            return new Learnt(read("SELECT count(*) FROM " + all, 1)[0], full(all, header), dialect);
        }
        Map<String, TextProfile> sample = new LinkedHashMap<>();
        if (!unknown.isEmpty()) {
            // of few rows, as those of one column: the aggregates of each would take longer to plan than to run
            List<TextProfile> first = ManyProfiles.of(
                    engine,
                    unknown.stream().map(Sql::name).toList(),
                    "(SELECT * FROM " + all + " LIMIT " + SAMPLE + ")");
            for (int index = 0; index < unknown.size(); index++) {
                sample.put(unknown.get(index), first.get(index));
            }
        }
        List<TextProfile.Guess> guesses = header.stream()
                .map(name ->
                        sample.getOrDefault(name, TextProfile.EMPTY).guess().orElse(TextProfile.Guess.TEXT))
                .toList();
        long[] counts = counts(all, header, guesses);
        Map<Integer, TextProfile> profiles = new LinkedHashMap<>();
        List<Integer> wrong = new ArrayList<>();
        for (int index = 0; index < header.size(); index++) {
            long values = counts[1 + 2 * index];
            boolean certain = guesses.get(index).type() != ValueType.DECIMAL && counts[2 + 2 * index] == 0;
            boolean decimalSaid = known.get(header.get(index)) == ValueType.DECIMAL;
            TextProfile first = sample.get(header.get(index));
            boolean emptySample = first != null && first.isWithoutNumbers() && values > 0;
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
        return new Learnt(counts[0], columns, dialect);
    }

    /** The rows, and then of each column its values, and those of them that are not of the type that was guessed. */
    private long[] counts(String all, List<String> header, List<TextProfile.Guess> guesses) throws SQLException {
        long[] counts = new long[1 + 2 * header.size()];
        for (int from = 0; from < header.size(); from += MOST_CHECKS) {
            int to = Math.min(header.size(), from + MOST_CHECKS);
            StringBuilder checks = new StringBuilder("count(*)");
            for (int index = from; index < to; index++) {
                checks.append(", ").append(TextProfile.check(Sql.name(header.get(index)), guesses.get(index)));
            }
            long[] part = read("SELECT " + checks + " FROM " + all, 1 + 2 * (to - from));
            counts[0] = part[0];
            System.arraycopy(part, 1, counts, 1 + 2 * from, part.length - 1);
        }
        return counts;
    }

    /** Counts everything of one column of the files that a profile is of. */
    public TextProfile whole(Profile of, String field) {
        try {
            String all = call(of.files(), of.dialect(), of.header());
            return full(of.dialect().withPoints(all, List.of(field)), List.of(field))
                    .getFirst();
        } catch (SQLException failed) {
            if (of.files().size() == 1) {
                throw DelimitedProblem.of(of.files().getFirst(), failed);
            }
            return of.files().stream()
                    .map(file -> whole(of.alone(file), field))
                    .reduce(TextProfile.EMPTY, TextProfile::plus);
        }
    }

    private List<TextProfile> full(String from, List<String> columns) throws SQLException {
        return columns.size() <= ManyProfiles.FEW
                ? fullOfFew(from, columns)
                : ManyProfiles.of(engine, columns.stream().map(Sql::name).toList(), from);
    }

    private List<TextProfile> fullOfFew(String from, List<String> columns) throws SQLException {
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

package dev.pipette.engine.files;

import dev.pipette.engine.columnar.DuckEngine;
import dev.pipette.engine.disk.FolderProblem;
import dev.pipette.engine.disk.PrivateFiles;
import dev.pipette.engine.manifest.Dialect;
import dev.pipette.engine.sql.Sql;
import dev.pipette.error.ErrorCode;
import dev.pipette.error.PipetteException;
import dev.pipette.schema.ValueType;
import dev.pipette.spi.CsvDialect;
import dev.pipette.spi.FileContent;
import dev.pipette.spi.Mask;
import dev.pipette.spi.SourceFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Collection;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * A columnar file with masks in the place of some values, which DuckDB writes: the values themselves never come into a sealed
 * package. No error has what DuckDB says of its statement, which would show salts and keys.
 */
public final class MaskedFile {
    /** RFC 2104: the size of a block of SHA-256, and what the key is combined with. */
    private static final int BLOCK = 64;

    private static final int INNER = 0x36;
    private static final int OUTER = 0x5c;

    private final DuckEngine engine;
    private final FileContent.Columnar content;

    /** @param content a file that can be read as it is */
    public MaskedFile(DuckEngine engine, FileContent.Columnar content) {
        this.engine = engine;
        this.content = content;
    }

    /**
     * Writes a file with the masks.
     *
     * @param masks gives the masks of columns, in their order, by their names in the file
     * @return the file, which the package may take in
     * @throws PipetteException what reading the file throws
     */
    public FileContent.Columnar masked(Function<Collection<String>, Map<String, List<Mask>>> masks) {
        List<String> header = header();
        if (header.isEmpty()) {
            return content; // an empty file
        }
        Map<String, List<Mask>> byField = masks.apply(header);
        Path copy = engine.scratch();
        boolean text = content.kind() == FileContent.Kind.DELIMITED;
        Map<String, String> types = text ? Map.of() : types();
        String columns = header.stream()
                .map(field -> byField.containsKey(field)
                        ? masked(text(Sql.name(field), types.getOrDefault(field, "VARCHAR")), byField.get(field))
                                + " AS " + Sql.name(field)
                        : Sql.name(field))
                .collect(Collectors.joining(", "));
        try {
            write(columns, header, copy, text);
            PrivateFiles.USUAL.narrow(copy);
            CsvDialect usual =
                    CsvDialect.usual(",").withDecimalComma(content.dialect().decimalComma());
            return new FileContent.Columnar(
                    new SourceFile(
                            copy, content.source().named(), content.source().digest(), true),
                    content.kind(),
                    text ? usual : content.dialect(),
                    content.allText(),
                    Optional.empty(),
                    0,
                    content.notes());
        } catch (PipetteException failed) {
            delete(copy);
            throw unreadable(header);
        } catch (IOException failed) {
            throw FolderProblem.failedTo("write", copy, failed);
        }
    }

    private void write(String columns, List<String> header, Path copy, boolean text) {
        if (!text) {
            engine.copy("COPY (SELECT " + columns + " FROM "
                    + Sql.parquet(content.file().toAbsolutePath(), "") + ") TO " + Sql.literal(copy.toString())
                    + " (FORMAT parquet)");
            return;
        }
        Dialect usual = Dialect.usual(content.dialect());
        try {
            write(columns, header, copy, usual);
        } catch (PipetteException perhapsLong) {
            write(columns, header, copy, usual.withLongLines());
        }
    }

    private void write(String columns, List<String> header, Path copy, Dialect dialect) {
        engine.copy("COPY (SELECT " + columns + " FROM "
                + DelimitedReader.call(content.file().toAbsolutePath().toString(), dialect, header, Map.of()) + ") TO "
                + Sql.literal(copy.toString()) + " (FORMAT csv, HEADER true)");
    }

    /** The names of its columns. */
    public List<String> header() {
        return content.kind() == FileContent.Kind.DELIMITED
                ? DelimitedReader.header(DelimitedFile.of(content))
                : List.copyOf(types().keySet());
    }

    /** The types of a Parquet file's columns as DuckDB has them, in their order. */
    private Map<String, String> types() {
        Map<String, String> types = new LinkedHashMap<>();
        engine.all(
                        "SELECT column_name, column_type FROM (DESCRIBE SELECT * FROM "
                                + Sql.parquet(content.file().toAbsolutePath(), "") + ")",
                        row -> Map.entry(row.getString(1), row.getString(2)))
                .forEach(column -> types.put(column.getKey(), column.getValue()));
        return types;
    }

    /** The text of a value of a flat file, as {@code MaskedText} makes it of a value of a row. */
    private static String text(String value, String type) {
        return switch (type) {
            case "TIMESTAMP", "TIMESTAMP_S", "TIMESTAMP_MS", "TIMESTAMP_NS" -> iso(value, "");
            case "TIMESTAMP WITH TIME ZONE" -> iso(value, "Z");
            case "DATE" -> finite(value, "strftime(" + value + ", '%Y-%m-%d')");
            case "FLOAT" -> "CAST(CAST(" + value + " AS DOUBLE) AS VARCHAR)";
            case "BLOB" -> "lower(hex(" + value + "))";
            default -> "CAST(" + value + " AS VARCHAR)";
        };
    }

    /** With seconds, and at most microseconds without zeros at the end. DuckDB of a run has the time zone UTC. */
    private static String iso(String value, String zone) {
        return finite(
                value,
                "regexp_replace(strftime(CAST(" + value + " AS " + (zone.isEmpty() ? "TIMESTAMP" : "TIMESTAMPTZ")
                        + "), '%Y-%m-%dT%H:%M:%S.%f'), '\\.?0+$', '') || '" + zone + "'");
    }

    private static String finite(String value, String text) {
        return "CASE WHEN isfinite(" + value + ") THEN " + text + " ELSE CAST(" + value + " AS VARCHAR) END";
    }

    /** What a reader that knows the file's form says; or no more than that it cannot be read. */
    private PipetteException unreadable(List<String> header) {
        if (content.kind() == FileContent.Kind.DELIMITED) {
            Map<String, ValueType> known = new LinkedHashMap<>();
            header.forEach(field -> known.put(field, ValueType.TEXT));
            var _ = new DelimitedReader(engine).profile(DelimitedFile.of(content), header, known);
        }
        return new PipetteException(
                ErrorCode.SOURCE_UNREADABLE, content.source().named() + " cannot be read to mask its columns.");
    }

    private static void delete(Path copy) {
        try {
            Files.deleteIfExists(copy);
        } catch (IOException left) {
            // the engine's folder is deleted with what is in it
        }
    }

    private static String masked(String text, List<Mask> masks) {
        String masked = text;
        for (Mask mask : masks) {
            masked = masked(masked, mask);
        }
        return masked;
    }

    private static String masked(String text, Mask mask) {
        return switch (mask) {
            case Mask.Sha256 sha256 -> "sha256(" + Sql.literal(sha256.salt()) + " || " + text + ")";
            case Mask.Hmac hmac ->
                "sha256(" + pad(hmac, OUTER) + " || unhex(sha256(" + pad(hmac, INNER) + " || encode(" + text + "))))";
            case Mask.Partial partial -> partial(text, (long) partial.first(), partial.last());
            case Mask.None _ -> "CAST(NULL AS VARCHAR)";
        };
    }

    /** The key in a block, combined with a byte: RFC 2104, with SHA-256 for a key that is longer than a block. */
    private static String pad(Mask.Hmac hmac, int with) {
        byte[] key = hmac.key().getBytes(StandardCharsets.UTF_8);
        byte[] block = Arrays.copyOf(key.length > BLOCK ? sha256(key) : key, BLOCK);
        for (int index = 0; index < BLOCK; index++) {
            block[index] ^= (byte) with;
        }
        return "unhex('" + HexFormat.of().formatHex(block) + "')";
    }

    private static byte[] sha256(byte[] bytes) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(bytes);
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible); // each JDK has it
        }
    }

    private static String partial(String text, long first, int last) {
        String length = "length(" + text + ")";
        return "CASE WHEN " + length + " <= " + (first + last) + " THEN repeat('*', " + length + ") ELSE left(" + text
                + ", "
                + first + ") || repeat('*', " + length + " - " + (first + last) + ") || right(" + text + ", " + last
                + ") END";
    }
}

package dev.pipette.engine.manifest;

import dev.pipette.schema.ValueType;
import dev.pipette.spi.CsvDialect;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One file with rows of a package's table.
 *
 * @param kind how it is read
 * @param file its name inside the package's folder, or the absolute path of a file that the package refers to
 * @param delimiter between the fields of a delimited file
 * @param longestLine how long the lines of a delimited file may be, in bytes; null for the usual
 * @param rows how many rows it has
 * @param fingerprint of a file that the package refers to
 * @param header all columns of a delimited or Parquet file by their names in the file, in order
 * @param fields which columns of the table it has
 * @param text how a delimited file is written; null where it has names in its first line and fields in RFC 4180 quotes, and
 *     in packages of format 4 and older
 * @param schema equal in files that one call may read: in Parquet files whose columns have the same names and types in the same
 *     order, and in delimited files of which a scan knows the rows; null where that is not known, and in packages of older
 *     versions
 * @param place what the table of rejects has before the number of a row of the file: its name as people know it; null in packages
 *     of an earlier version, of segments and of files that were put together
 * @param offset how the rows of a segment are numbered among those of other slices; null for those of the first slice, and in
 *     packages of format 5 and older
 */
public record PackagePart(
        Kind kind,
        String file,
        String delimiter,
        @Nullable Long longestLine,
        long rows,
        FileFingerprint fingerprint,
        List<String> header,
        List<Field> fields,
        @Nullable CsvDialect text,
        @Nullable String schema,
        @Nullable String place,
        @Nullable RowOffset offset) {
    /** A file with rows that Java made. */
    public static PackagePart segment(String file, long rows, List<Field> fields, @Nullable RowOffset offset) {
        return new PackagePart(
                Kind.SEGMENT, file, "", null, rows, FileFingerprint.OWN, List.of(), fields, null, null, null, offset);
    }

    /** The same with what the table of rejects has before the number of a row. */
    public PackagePart at(String newPlace) {
        return new PackagePart(
                kind,
                file,
                delimiter,
                longestLine,
                rows,
                fingerprint,
                header,
                fields,
                text,
                schema,
                newPlace.isEmpty() ? null : newPlace,
                offset);
    }

    /** A Parquet file as it is. */
    public static PackagePart parquet(
            String file,
            long rows,
            FileFingerprint fingerprint,
            List<String> header,
            List<Field> fields,
            @Nullable String schema) {
        return new PackagePart(
                Kind.PARQUET, file, "", null, rows, fingerprint, header, fields, null, schema, null, null);
    }

    /** A file of delimited text as it is. */
    public static PackagePart delimited(
            String file,
            Dialect dialect,
            long rows,
            FileFingerprint fingerprint,
            List<String> header,
            List<Field> fields,
            @Nullable String schema) {
        return new PackagePart(
                Kind.DELIMITED,
                file,
                dialect.text().delimiter(),
                dialect.longestLine(),
                rows,
                fingerprint,
                header,
                fields,
                dialect.text().isUsual() ? null : dialect.text(),
                schema,
                null,
                null);
    }

    public Dialect dialect() {
        return new Dialect(text == null ? CsvDialect.usual(delimiter) : text, longestLine);
    }

    /**
     * How many rows earlier slices have. Each slice counts its rows from 0; with these added, the rows are numbered in the order of
     * slices.
     *
     * @param table rows of the part's table
     * @param root rows of its root table
     * @param parent rows of the table that it is nested in; those of the root table for the root table itself
     */
    public record RowOffset(long table, long root, long parent) {}

    /** How a part is read. */
    public enum Kind {
        /** A Parquet file that pack wrote. */
        SEGMENT,
        /** Delimited text. */
        DELIMITED,
        /** A Parquet file that the package refers to. */
        PARQUET
    }

    /**
     * A column of a part.
     *
     * @param column its normalized name
     * @param kind its type in the part
     * @param field its name in the file; empty for a column that the file does not have
     * @param constant what a column that the file does not have holds in all rows, as text; null where it holds the
     *     number of the row in the file, from 0
     */
    public record Field(
            String column,
            ValueType kind,
            String field,
            @Nullable String constant) {
        /** A column that the file has. */
        public static Field read(String column, ValueType kind, String field) {
            return new Field(column, kind, field, null);
        }

        /** A column that the file does not have. */
        public static Field made(MadeColumn made) {
            return new Field(made.column(), made.kind(), "", made.constant());
        }

        public boolean isMade() {
            return field.isEmpty();
        }
    }

    /** What all rows have in a column that the file does not have; null where there is no such column. */
    @Nullable
    String constant(String column) {
        return fields.stream()
                .filter(field -> field.isMade() && field.column().equals(column))
                .map(Field::constant)
                .findFirst()
                .orElse(null);
    }
}

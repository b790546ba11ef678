package dev.pipette.pack;

import dev.pipette.schema.ValueType;
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
 */
public record PackagePart(
        Kind kind,
        String file,
        String delimiter,
        @Nullable Long longestLine,
        long rows,
        FileFingerprint fingerprint,
        List<String> header,
        List<Field> fields) {
    Dialect dialect() {
        return new Dialect(delimiter, longestLine);
    }

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
     * @param field its name in the file
     */
    public record Field(String column, ValueType kind, String field) {}
}

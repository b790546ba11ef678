package dev.pipette.engine.files;

import dev.pipette.engine.manifest.MadeColumn;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A Parquet file, of which no more than its schema is known.
 *
 * @param schema the same text for files whose columns have the same names and types in the same order; empty where it is not
 *     known
 */
public record ParquetFile(ColumnarPart part, String schema) {
    public static ParquetFile of(ColumnarPart part) {
        return new ParquetFile(part, ParquetFooter.of(part.file()).schema());
    }

    /** Equal for files that one statement reads; null for a file that it reads alone. */
    @Nullable
    public Object alike() {
        return schema.isEmpty()
                ? null
                : List.of(schema, part.made().stream().map(MadeColumn::column).toList());
    }
}

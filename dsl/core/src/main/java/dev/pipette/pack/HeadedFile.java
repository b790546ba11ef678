package dev.pipette.pack;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A file of delimited text, of which no more than its first line is known.
 *
 * @param header names in that line; empty for an empty file
 */
record HeadedFile(ResourceTables.ColumnarPart part, List<String> header) {
    static HeadedFile of(ResourceTables.ColumnarPart part) {
        return new HeadedFile(part, DelimitedReader.header(part.text()));
    }

    /** How it is written. */
    Dialect dialect() {
        return Dialect.usual(part.dialect());
    }

    /** Equal for files that one statement reads; null for a file that it reads alone. */
    @Nullable
    Object alike() {
        return header.isEmpty() || !FileGroups.canBeTold(header)
                ? null
                : List.of(
                        dialect(),
                        header,
                        part.allText(),
                        part.made().stream().map(MadeColumn::column).toList());
    }
}

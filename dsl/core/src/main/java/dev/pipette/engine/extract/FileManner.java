package dev.pipette.engine.extract;

import dev.pipette.engine.files.ColumnarRows;
import dev.pipette.incremental.Cursor;
import dev.pipette.spi.FileContent;

/** How files are read. A column has one form for each type only where pack takes files of one kind. */
enum FileManner {
    DELIMITED_AS_IT_IS,
    PARQUET_AS_IT_IS,
    ROWS;

    /**
     * Chooses how the files of one resource are read.
     *
     * @param dltRows the rows that dlt has to know, whose keys Java has to see
     * @param sampled whether only some of the rows are read, which Java counts
     * @param feeds whether other resources are made of the rows, which Java gives them
     */
    record Choice(ResourcePlan resource, ColumnSteps columns, DltBoundary dltRows, boolean sampled, boolean feeds) {
        /** How a file that is on this machine is read. */
        FileManner of(InputFile file, ColumnarRows columnarRows) {
            boolean seenByJava = sampled
                    || feeds
                    || !columns.canBeColumnar()
                    || dltRows.hasKeys()
                    || resource.tableChoice().isPresent()
                    || resource.cursor().flatMap(Cursor::function).isPresent();
            if (seenByJava
                    || !(file.content().orElseThrow() instanceof FileContent.Columnar columnar)
                    || !columnarRows.isFlat(columnar)) {
                return ROWS;
            }
            return switch (columnar.kind()) {
                case DELIMITED -> DELIMITED_AS_IT_IS;
                case PARQUET -> PARQUET_AS_IT_IS;
            };
        }
    }
}

package dev.pipette.engine.files;

import dev.pipette.engine.columnar.RowText;
import dev.pipette.engine.manifest.MadeColumn;
import dev.pipette.engine.sql.Sql;
import java.util.Map;
import java.util.Optional;

/** Composes what identifies the rows of a file: of the rows that are loaded, of which the file has some columns or all. */
@FunctionalInterface
public interface FileIdentity {
    /** Nothing identifies a row. */
    FileIdentity NONE = values -> Optional.empty();

    /**
     * Returns a text of each row as a DuckDB expression.
     *
     * @param values how the values of the file are written, as DuckDB expressions by the names of its columns
     */
    Optional<String> of(Map<String, String> values);

    /** How the value of a column is written that Pipette adds to the file's rows, as a DuckDB expression. */
    static String written(MadeColumn made) {
        String value = made.constant() == null ? PartRun.ROW_OF_CALL : Sql.literal(made.constant());
        return RowText.ofFile(made.form(1), value);
    }
}

package dev.pipette.engine.query;

import dev.pipette.engine.columnar.DuckEngine;
import dev.pipette.engine.manifest.CursorLoad;
import dev.pipette.engine.manifest.PackageTable;
import dev.pipette.engine.sql.Sql;
import dev.pipette.error.PipetteException;
import dev.pipette.incremental.CursorKind;
import java.nio.file.Path;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Checks the texts of a cursor's column in files that DuckDB moves, as Java's filter does row by row. */
final class CursorTextCheck {
    private final DuckEngine engine;
    private final Path folder;
    private final String resource;
    private final PackageTable root;

    CursorTextCheck(DuckEngine engine, Path folder, String resource, PackageTable root) {
        this.engine = engine;
        this.folder = folder;
        this.resource = resource;
        this.root = root;
    }

    /**
     * Checks that texts can be read in the type that the cursor declares.
     *
     * @throws PipetteException TYPE_MISMATCH that names the first text that cannot
     */
    void checkReadable(CursorLoad cursor, CursorKind kind) {
        PackageQuery query = new PackageQuery(folder, root);
        String texts = root.forms(cursor.column()).stream()
                .map(form -> "CAST(" + query.typed(form) + " AS VARCHAR)")
                .collect(Collectors.joining(", ", "coalesce(", ")"));
        query.output(query.cursorValue(cursor, kind), "value");
        Optional<FirstText> unreadable = FirstText.of(engine, query, texts, "value IS NULL");
        if (unreadable.isPresent()) {
            throw unreadable.get().mismatch(resource, cursor, kind, root.rows() == 1);
        }
    }

    /**
     * Checks that texts are not numbers in another order.
     *
     * @throws PipetteException TYPE_MISMATCH where rows would be left out
     */
    void checkNumbers(CursorLoad cursor) {
        PackageQuery query = new PackageQuery(folder, root);
        CursorSql sql = query.cursor(cursor, CursorKind.TEXT);
        query.output(sql.value(), "value");
        String furthest = sql.furthest();
        Stream<String> from = cursor.from(CursorKind.TEXT, resource).stream().map(Object::toString);
        Stream<String> to = cursor.window(CursorKind.TEXT, resource).stream()
                .map(window -> window.to().toString());
        String bounds = Stream.concat(from, to)
                .filter(CursorKind::isNumber)
                .map(bound -> CursorSql.differsAsNumbers("value", Sql.literal(bound)))
                .collect(Collectors.joining(" OR "));
        String problem = engine.first(
                "SELECT count(*) FILTER (number IS NULL), " + furthest + "(value), arg_" + furthest
                        + "(value, number), "
                        + (bounds.isEmpty() ? "NULL" : "min(value) FILTER (" + bounds + ")")
                        + " FROM (SELECT value, " + CursorSql.number("value") + " AS number FROM (" + query.sql()
                        + ")) WHERE value IS NOT NULL",
                row -> {
                    String text = row.getString(2);
                    String number = row.getString(3);
                    if (row.getLong(1) > 0 || text == null) {
                        return "";
                    }
                    return !Objects.equals(text, number)
                            ? "'" + text + "' and '" + number + "'"
                            : row.getString(4) == null
                                    ? ""
                                    : "'" + row.getString(4) + "' and where the load begins or ends";
                });
        if (!problem.isEmpty()) {
            throw CursorKind.numbersInText(resource, cursor.path(), problem);
        }
    }
}

package dev.pipette.duckdb;

import java.util.Arrays;
import org.jooq.Field;
import org.jooq.Param;
import org.jooq.VisitContext;
import org.jooq.VisitListener;
import org.jooq.impl.DSL;

/** Writes a text with U+0000, which DuckDB reads in no literal, as its parts with {@code chr(0)} between them. */
final class NulTexts implements VisitListener {
    private static final String NUL = "\0";

    @Override
    public void visitStart(VisitContext context) {
        if (context.queryPart() instanceof Param<?> param
                && param.getValue() instanceof String text
                && text.contains(NUL)) {
            context.queryPart(joined(text));
        }
    }

    private static Field<String> joined(String text) {
        return Arrays.stream(text.split(NUL, -1))
                .map(DSL::val)
                .map(part -> (Field<String>) part)
                .reduce((before, after) -> before.concat(DSL.field("chr(0)", String.class), after))
                .orElseThrow();
    }
}

package dev.pipette.engine.sql;

import org.jooq.Field;
import org.jooq.QueryPart;
import org.jooq.SQLDialect;
import org.jooq.impl.DSL;

/**
 * The way from the text of DuckDB's expressions, of which the queries of packages are made, to jOOQ's expressions and back.
 *
 * <pre>{@code
 * Expressions.text(DSL.coalesce(Expressions.of("t.a"), Expressions.of("t.b")));   // coalesce(t.a, t.b)
 * }</pre>
 */
public final class Expressions {
    private Expressions() {}

    /** An expression whose text is given; nothing in it is taken for a placeholder. */
    public static Field<Object> of(String text) {
        return DSL.field(DSL.raw(text));
    }

    /** The text of an expression, with its values in it. */
    public static String text(QueryPart expression) {
        return DSL.using(SQLDialect.DUCKDB).renderInlined(expression);
    }
}

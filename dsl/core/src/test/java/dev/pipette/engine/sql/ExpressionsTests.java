package dev.pipette.engine.sql;

import static org.assertj.core.api.Assertions.assertThat;

import org.jooq.impl.DSL;
import org.jooq.impl.SQLDataType;
import org.junit.jupiter.api.Test;

class ExpressionsTests {
    @Test
    void text_goes_through_as_it_is() {
        String text = "regexp_matches(t.\"a?\", '^{0}\\?$') AND ':b' <> t.c";

        assertThat(Expressions.text(Expressions.of(text))).isEqualTo(text);
    }

    @Test
    void values_are_in_the_text_quoted() {
        assertThat(Expressions.text(DSL.inline("it's_").concat(Expressions.of("r.n"))))
                .isEqualTo("('it''s_' || cast(r.n as varchar))");
        assertThat(Expressions.text(DSL.coalesce(Expressions.of("a >= 1"), Expressions.of("b"))))
                .isEqualTo("coalesce(a >= 1, b)");
        assertThat(Expressions.text(DSL.when(Expressions.of("f(a)").isNull(), Expressions.of("a"))))
                .isEqualTo("case when f(a) is null then a end");
        assertThat(Expressions.text(Expressions.of("a").cast(SQLDataType.VARCHAR)))
                .isEqualTo("cast(a as varchar)");
    }
}

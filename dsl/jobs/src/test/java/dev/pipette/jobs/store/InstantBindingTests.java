package dev.pipette.jobs.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.jooq.Condition;
import org.jooq.SQLDialect;
import org.jooq.impl.DSL;
import org.junit.jupiter.api.Test;

class InstantBindingTests {
    private static final Condition CONDITION =
            DSL.field("due", Tables.INSTANT).le(Instant.parse("2025-12-24T12:00:00.123456789Z"));

    @Test
    void an_instant_is_bound() {
        assertThat(DSL.using(SQLDialect.SQLITE).render(CONDITION)).isEqualTo("due <= ?");
        assertThat(DSL.using(SQLDialect.POSTGRES).render(CONDITION)).isEqualTo("due <= ?");
    }

    /** As jOOQ does with statements that have more values than the database takes. */
    @Test
    void an_instant_in_the_text_of_a_statement_is_that_of_the_column() {
        assertThat(DSL.using(SQLDialect.SQLITE).renderInlined(CONDITION))
                .isEqualTo("due <= '2025-12-24T12:00:00.123456Z'");
        assertThat(DSL.using(SQLDialect.POSTGRES).renderInlined(CONDITION))
                .isEqualTo("due <= timestamptz '2025-12-24T12:00:00.123456Z'");
        assertThat(DSL.using(SQLDialect.SQLITE).renderInlined(DSL.val((Instant) null, Tables.INSTANT)))
                .isEqualTo("null");
    }
}

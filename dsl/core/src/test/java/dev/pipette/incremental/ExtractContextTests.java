package dev.pipette.incremental;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.time.Clock;
import java.time.LocalDate;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What the code of a resource reads of its cursor, in the type that it declared. */
class ExtractContextTests {
    private static ExtractContext context(Optional<Comparable<?>> cursor, Optional<Comparable<?>> end) {
        return new ExtractContext(new ResourceState(Map.of()), cursor, end, Clock.systemUTC());
    }

    @Test
    void a_value_has_the_type_of_the_cursor() {
        ExtractContext context = context(Optional.of(5L), Optional.of(10L));

        assertThat(context.cursor(Long.class)).contains(5L);
        assertThat(context.backfillEnd(Long.class)).contains(10L);
    }

    @Test
    void a_first_load_without_a_start_has_none() {
        ExtractContext context = context(Optional.empty(), Optional.empty());

        assertThat(context.cursor(LocalDate.class)).isEmpty();
        assertThat(context.backfillEnd(LocalDate.class)).isEmpty();
    }

    @Test
    void a_value_of_another_writing_is_read_by_the_rules_of_the_type() {
        assertThat(context(Optional.of(5L), Optional.empty()).cursor(BigDecimal.class))
                .contains(new BigDecimal(5));
        assertThat(context(Optional.of("2025-12-24"), Optional.empty()).cursor(LocalDate.class))
                .contains(LocalDate.of(2025, 12, 24));
    }

    @Test
    void another_type_than_that_of_the_cursor_is_refused_with_both() {
        assertThatThrownBy(() -> context(Optional.of("many"), Optional.empty()).cursor(Long.class))
                .hasMessage(
                        "[BAD_USAGE] the cursor has values of String, not of Long. Ask the context for the type that"
                                + " cursor(path, type) was given.");
    }
}

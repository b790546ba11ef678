package dev.pipette.engine.extract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pipette.incremental.LastValue;
import java.time.Instant;
import java.time.LocalDateTime;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class LastWritingTests {
    private final LastWriting up = new LastWriting(LastValue.HIGHEST);

    @SuppressWarnings({"unchecked", "rawtypes"})
    private static Comparable<Object> at(String instant) {
        return (Comparable) Instant.parse(instant);
    }

    @Test
    void the_writing_of_the_value_that_the_cursor_goes_on_from_is_kept() {
        up.row("2024-01-04 13:00:00+00:00", at("2024-01-04T13:00:00Z"), at("2024-01-04T13:00:00Z"));
        up.row("2024-01-03", at("2024-01-03T00:00:00Z"), at("2024-01-04T13:00:00Z"));

        assertThat(up.of(at("2024-01-04T13:00:00Z"))).contains("2024-01-04 13:00:00+00:00");
        assertThat(up.of(at("2024-01-05T13:00:00Z"))).isEmpty();
    }

    @Test
    void of_several_writings_the_furthest_text_is_kept_in_any_order() {
        LastWriting down = new LastWriting(LastValue.LOWEST);
        for (String text : new String[] {"2024-01-04 13:00:00Z", "2024-01-04T13:00:00Z", "2024-01-04 13:00:00.0Z"}) {
            up.row(text, at("2024-01-04T13:00:00Z"), at("2024-01-04T13:00:00Z"));
            down.row(text, at("2024-01-04T13:00:00Z"), at("2024-01-04T13:00:00Z"));
        }

        assertThat(up.of(at("2024-01-04T13:00:00Z"))).contains("2024-01-04T13:00:00Z");
        assertThat(down.of(at("2024-01-04T13:00:00Z"))).contains("2024-01-04 13:00:00.0Z");
    }

    @Test
    void the_text_of_a_file_takes_the_place_of_what_java_saw() {
        LocalDateTime seen = LocalDateTime.parse("2024-01-04T13:00");
        up.row(seen, at("2024-01-04T13:00:00Z"), at("2024-01-04T13:00:00Z"));

        up.inFile(value -> Optional.empty());
        assertThat(up.of(at("2024-01-04T13:00:00Z"))).contains(seen);
        up.inFile(value -> Optional.of("2024-01-04 13:00:00"));
        up.inFile(value -> Optional.of("asked again"));

        assertThat(up.of(at("2024-01-04T13:00:00Z"))).contains("2024-01-04 13:00:00");
    }
}

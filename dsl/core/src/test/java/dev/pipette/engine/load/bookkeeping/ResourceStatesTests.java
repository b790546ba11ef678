package dev.pipette.engine.load.bookkeeping;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pipette.dlt.TypedText;
import dev.pipette.engine.manifest.CursorLoad;
import dev.pipette.engine.manifest.CursorRules;
import dev.pipette.engine.manifest.Manifest;
import dev.pipette.engine.manifest.ResourceLoad;
import dev.pipette.incremental.CursorKind;
import dev.pipette.incremental.LastValue;
import dev.pipette.incremental.MissingValue;
import dev.pipette.schema.StateDocument;
import dev.pipette.schema.WriteDisposition;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** In which form the state keeps the value of a cursor that a load of text moved. */
class ResourceStatesTests {
    private static final CursorRules RULES =
            new CursorRules(LastValue.HIGHEST, false, false, MissingValue.RAISE, null, null, null, List.of());

    static Stream<Arguments> forms() {
        return Stream.of(
                Arguments.of("2024-01-01 10:00:00", "2024-01-04T13:00", "2024-01-04 13:00:00", "2024-01-04 13:00:00"),
                Arguments.of(
                        LocalDateTime.parse("2024-01-01T10:00"),
                        "2024-01-04T13:00",
                        "2024-01-04 13:00:00",
                        LocalDateTime.parse("2024-01-04T13:00")),
                Arguments.of(
                        OffsetDateTime.parse("2024-01-01T10:00Z"),
                        "2024-01-04T13:00:00Z",
                        "2024-01-04T14:00:00+01:00",
                        OffsetDateTime.parse("2024-01-04T13:00Z")),
                Arguments.of(LocalDate.parse("2024-01-01"), "2024-01-04", "2024-01-04", LocalDate.parse("2024-01-04")),
                Arguments.of(LocalDate.parse("2024-01-01"), "2024-01-04T13:00", "2024-01-04 13:00", "2024-01-04 13:00"),
                Arguments.of(41L, 42L, "42", 42L));
    }

    /** dlt compares the value with its own rows, so it stays what it was for dlt. */
    @ParameterizedTest
    @MethodSource("forms")
    void a_value_keeps_the_form_of_the_one_that_it_follows(Object before, Object end, String written, Object after) {
        StateDocument state = StateDocument.create("shop", "shop", "duckdb")
                .withResourceState("shop", "orders", Map.of("incremental", Map.of("at", Map.of("last_value", before))));
        Object source = end instanceof Long ? end : written;

        StateDocument next = ResourceStates.applied(state, manifest(cursor(before, end, TypedText.of(source))));

        assertThat(ResourceStates.cursors(next.resourceState("shop", "orders")).get("at"))
                .containsEntry("last_value", after)
                .containsEntry("start_value", before);
    }

    private static CursorLoad cursor(Object start, Object end, String written) {
        return CursorLoad.builder()
                .path("at")
                .column("at")
                .kind(CursorKind.ofState(end))
                .start(ResourceStates.plain(start))
                .end(end)
                .deduplicated(false)
                .rules(RULES)
                .written(written)
                .build();
    }

    private static Manifest manifest(CursorLoad cursor) {
        ResourceLoad orders = ResourceLoad.builder()
                .name("orders")
                .table("orders")
                .disposition(new WriteDisposition.Append())
                .input("rows of orders")
                .inputExact(false)
                .resetsState(false)
                .state(Map.of())
                .cursor(cursor)
                .base("")
                .build();
        return new Manifest(
                Manifest.FORMAT, "1", "shop", "duckdb", "shop", "shop", 1, "", List.of(orders), List.of(), null);
    }
}

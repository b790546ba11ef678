package dev.pipette.schema;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pipette.dlt.CompressedText;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class StateDocumentTests {
    private static final StateDocument NEW = StateDocument.create("crm_dlt", "crm", "dlt.destinations.duckdb");

    static Stream<String> states_of_dlt() {
        return Golden.interopColumn("_dlt_pipeline_state", "state").stream();
    }

    @ParameterizedTest
    @MethodSource("states_of_dlt")
    void a_state_of_dlt_is_written_again_as_it_was_read(String stored) {
        StateDocument state = StateDocument.decode(stored);

        assertThat(CompressedText.decode(state.encode(), "state")).isEqualTo(CompressedText.decode(stored, "state"));
        assertThat(StateDocument.decode(state.toJson())).isEqualTo(state);
    }

    @ParameterizedTest
    @MethodSource("states_of_dlt")
    void the_hash_is_the_one_that_dlt_recorded(String stored) {
        StateDocument state = StateDocument.decode(stored);

        assertThat(state.hash()).isEqualTo(state.versionHash());
        assertThat(Golden.interopColumn("_dlt_pipeline_state", "version_hash")).contains(state.hash());
        assertThat(state.bumped()).isEqualTo(state);
    }

    @Test
    void a_state_of_dlt_tells_its_pipeline_and_what_its_resources_remember() {
        StateDocument state = StateDocument.decode(states_of_dlt().toList().getLast());

        assertThat(state.pipelineName()).isEqualTo("crm_dlt");
        assertThat(state.datasetName()).contains("crm");
        assertThat(state.defaultSchemaName()).contains("crm");
        assertThat(state.schemaNames()).containsExactly("crm");
        assertThat(state.destinationType()).contains("dlt.destinations.duckdb");
        assertThat(state.destinationName()).isEmpty();
        assertThat(state.version()).isEqualTo(2);
        assertThat(state.sourceNames()).containsExactly("crm");
        assertThat(state.resourceNames("crm")).containsExactly("events", "users");
        assertThat(state.resourceState("crm", "users")).isEqualTo(Map.of("runs", 2L, "last_file_date", "2025-12-19"));
        assertThat(state.resourceState("crm", "nobody")).isEmpty();
        assertThat(state.resourceState("nobody", "users")).isEmpty();
    }

    @Test
    void the_second_state_is_made_from_the_first_by_changing_two_resources() {
        StateDocument first = StateDocument.decode(states_of_dlt().toList().getFirst());
        StateDocument second = StateDocument.decode(states_of_dlt().toList().getLast());

        StateDocument changed = first.withResourceState("crm", "events", second.resourceState("crm", "events"))
                .withResourceState("crm", "users", second.resourceState("crm", "users"))
                .bumped();

        assertThat(changed).isEqualTo(second);
        assertThat(changed.toJson()).isEqualTo(second.toJson());
    }

    @Test
    void a_state_that_is_built_anew_has_the_hash_of_dlt() {
        StateDocument recorded = StateDocument.decode(states_of_dlt().toList().getFirst());

        StateDocument built = NEW.withSchema("crm")
                .withSchema("crm")
                .withSourceState("crm", recorded.sourceState("crm"))
                .bumped();

        assertThat(NEW.version()).isZero();
        assertThat(NEW.versionHash()).isEqualTo(NEW.hash());
        assertThat(built.version()).isEqualTo(1);
        assertThat(built.versionHash()).isEqualTo(recorded.versionHash());
    }

    @Test
    void a_second_schema_does_not_become_the_default() {
        StateDocument state = NEW.withSchema("crm").withSchema("ads");

        assertThat(state.schemaNames()).containsExactly("crm", "ads");
        assertThat(state.defaultSchemaName()).contains("crm");
    }

    @Test
    void typed_values_are_marked_as_dlt_marks_them_and_come_back() {
        UUID uuid = UUID.fromString("00000000-0000-0000-0000-00000000002a");
        var identity = Map.<String, Object>of(
                "decimal", new BigDecimal("1.20"),
                "timestamp", OffsetDateTime.parse("2025-01-02T03:04:05.000007+02:00"),
                "naive", LocalDateTime.parse("2025-01-02T03:04:05"),
                "date", LocalDate.parse("2025-01-02"),
                "time", LocalTime.parse("03:04:05"),
                "uuid", uuid,
                "bytes", "hi".getBytes(StandardCharsets.UTF_8),
                "list", List.of(1L, 2.5, true, "x", Map.of("in", new BigDecimal("2"))));

        StateDocument state = NEW.withResourceState("s", "r", identity);

        assertThat(state.toJson())
                .contains("\"\uf0261.20\"")
                .contains("\"\uf0272025-01-02T03:04:05.000007+02:00\"")
                .contains("\"\uf0272025-01-02T03:04:05\"")
                .contains("\"\uf0282025-01-02\"")
                .contains("\"\uf029" + uuid + "\"")
                .contains("\"\uf02baGk=\"")
                .contains("\"\uf02d03:04:05\"")
                .contains("{\"in\":\"\uf0262\"}");
        assertThat(StateDocument.decode(state.encode()).resourceState("s", "r"))
                .usingRecursiveComparison()
                .isEqualTo(identity);
    }

    @Test
    void an_instant_is_kept_in_utc_and_an_integer_of_any_size_exactly() {
        BigInteger big = BigInteger.TWO.pow(70);

        StateDocument state =
                NEW.withResourceState("s", "r", Map.of("at", Instant.parse("2025-01-02T03:04:05Z"), "big", big));

        assertThat(StateDocument.decode(state.encode()).resourceState("s", "r"))
                .containsEntry("at", OffsetDateTime.of(2025, 1, 2, 3, 4, 5, 0, ZoneOffset.UTC))
                .containsEntry("big", big);
    }

    @Test
    void marked_strings_that_java_has_no_type_for_stay_as_they_are() {
        for (String marked :
                Arrays.asList("\uf02a0xff", "\uf02c100", "\uf026NaN", "\uf027yesterday", "\uf028", "\uf02e1")) {
            StateDocument state = NEW.withResourceState("s", "r", Map.of("value", marked));

            assertThat(state.resourceState("s", "r")).containsEntry("value", marked);
            assertThat(StateDocument.decode(state.encode())).isEqualTo(state);
        }
    }

    @Test
    void a_date_with_a_zulu_zone_of_an_older_dlt_is_read() {
        StateDocument state = NEW.withResourceState("s", "r", Map.of("at", "\uf0272025-01-02T03:04:05Z"));

        assertThat(state.resourceState("s", "r")).containsEntry("at", OffsetDateTime.parse("2025-01-02T03:04:05Z"));
    }

    @Test
    void the_hash_counts_what_is_remembered_and_not_the_version() {
        StateDocument state = NEW.withResourceState("s", "r", Map.of("a", 1)).bumped();

        assertThat(state.withVersion(40).hash()).isEqualTo(state.hash());
        assertThat(state.withVersion(40).bumped().version()).isEqualTo(40);
        assertThat(state.withResourceState("s", "r", Map.of("a", 2)).bumped().version())
                .isEqualTo(2);
        assertThat(state.withDatasetName("other").hash()).isNotEqualTo(state.hash());
    }

    @Test
    void a_resource_forgets() {
        StateDocument state = NEW.withResourceState("s", "a", Map.of("n", 1)).withResourceState("s", "b", Map.of());

        assertThat(state.withoutResourceState("s", "a").resourceNames("s")).containsExactly("b");
        assertThat(state.withoutResourceState("s", "nobody")).isSameAs(state);
        assertThat(NEW.withoutResourceState("s", "a")).isSameAs(NEW);
    }

    @Test
    void the_local_part_of_dlt_is_dropped_and_unknown_entries_are_kept() {
        StateDocument state = StateDocument.decode("{\"_state_version\":3,\"_state_engine_version\":4,"
                + "\"pipeline_name\":\"p\",\"_local\":{\"first_run\":true},\"x-of-tomorrow\":[1,null]}");

        assertThat(state.toJson())
                .isEqualTo("{\"_state_version\":3,\"_state_engine_version\":4,\"pipeline_name\":\"p\","
                        + "\"x-of-tomorrow\":[1,null]}");
        assertThat(state.entry("x-of-tomorrow")).contains(Arrays.asList(1L, null));
        assertThat(state.datasetName()).isEmpty();
    }

    @Test
    void a_state_cannot_be_changed_from_outside() {
        var list = new ArrayList<>(List.of("a"));
        StateDocument state = NEW.withResourceState("s", "r", Map.of("list", list));

        list.add("b");

        assertThat(state.resourceState("s", "r")).containsEntry("list", List.of("a"));
        assertThatThrownBy(() -> state.resourceState("s", "r").put("x", 1))
                .isInstanceOf(UnsupportedOperationException.class);
    }

    @Test
    void what_is_no_state_of_this_version_is_refused() {
        assertThatThrownBy(() -> StateDocument.decode(
                        "{\"_state_version\":3,\"_state_engine_version\":5," + "\"pipeline_name\":\"p\"}"))
                .hasMessage("[WRITTEN_BY_NEWER_VERSION] the state of pipeline 'p' has engine version 5, and this "
                        + "Pipette reads up to 4. A newer dlt or Pipette wrote it: use a newer Pipette.");
        assertThatThrownBy(() -> StateDocument.decode(
                        "{\"_state_version\":3,\"_state_engine_version\":3," + "\"pipeline_name\":\"p\"}"))
                .hasMessage("[SOURCE_UNREADABLE] the state of pipeline 'p' has engine version 3, and this Pipette "
                        + "reads 4. An older dlt wrote it: run the pipeline once with dlt 1.26, which upgrades it.");
        assertThatThrownBy(() -> StateDocument.decode("{\"a\":1}"))
                .hasMessage("[SOURCE_UNREADABLE] the state document has no _state_version, _state_engine_version or "
                        + "pipeline_name. It has: a.");
        assertThatThrownBy(() -> StateDocument.decode(NEW.encode().substring(0, 40)))
                .hasMessage("[SOURCE_UNREADABLE] the state document is neither JSON nor base64 of zlib (40 characters)."
                        + " The row is damaged or cut off.");
        assertThatThrownBy(() -> NEW.withResourceState("s", "r", Map.of("x", new Object()))
                        .toJson())
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("a java.lang.Object cannot be written as JSON. Use text, numbers, booleans, java.time "
                        + "values, UUID, byte[], maps or lists.");
    }
}

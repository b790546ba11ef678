package dev.pipette.schema;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class SchemaOriginTests {
    private static SchemaOrigin dlts(Map<String, Object> normalizers) {
        return SchemaOrigin.of(Optional.of(Schema.create("crm").withNormalizers(normalizers)));
    }

    @Test
    void pipettes_own_schema_is_known_again_after_dlt_wrote_it() {
        Schema own = SchemaOrigin.pipettes("crm");

        assertThat(SchemaOrigin.of(Optional.of(Schema.fromJson(own.toJson()))).isDlts())
                .isFalse();
        assertThat(SchemaOrigin.of(Optional.of(own.withSettings(Map.of()))).isDlts())
                .as("dlt replaces the settings by those of its source")
                .isFalse();
        assertThat(SchemaOrigin.of(Optional.empty()).isDlts()).isFalse();
        assertThat(SchemaOrigin.of(Optional.of(Schema.create("crm"))).isDlts()).isTrue();
    }

    @Test
    void names_are_those_of_who_made_the_schema() {
        assertThat(SchemaOrigin.of(Optional.of(Schema.create("crm")))
                        .naming("crm", 63)
                        .key("Złoty"))
                .isEqualTo("z_oty");
        assertThat(SchemaOrigin.of(Optional.of(SchemaOrigin.pipettes("crm")))
                        .naming("crm", 63)
                        .key("Złoty"))
                .isEqualTo("zloty");
        assertThat(dlts(Map.of("names", "dlt.common.normalizers.naming.snake_case"))
                        .naming("crm", 63)
                        .key("é"))
                .isEqualTo("x");
    }

    @Test
    void another_convention_is_refused_by_its_name() {
        assertThatThrownBy(() -> dlts(Map.of("names", "direct")).naming("data", 63))
                .hasMessage(
                        "[BAD_USAGE] dlt made schema crm of dataset data with the naming convention 'direct', and Pipette"
                                + " knows snake_case only: it would give the same columns other names. Load these rows with dlt, or"
                                + " into another dataset: .datasetName(\"data_pipette\") (--dataset data_pipette). Nothing was loaded.");
    }

    @Test
    void a_schema_without_limits_has_none() {
        SchemaOrigin origin = SchemaOrigin.of(Optional.of(Schema.create("crm")));

        assertThat(origin.maxNesting("users")).isEmpty();
        assertThat(origin.documents()).isEmpty();
    }
}

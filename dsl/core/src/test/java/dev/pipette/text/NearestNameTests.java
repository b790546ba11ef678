package dev.pipette.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NearestNameTests {
    private static final List<String> KNOWN = List.of("date", "affiliate_id", "advertiser_id", "zip", "id", "Zone");

    @ParameterizedTest
    @CsvSource({
        "affilate_id, affiliate_id",
        "afiliate_id, affiliate_id",
        "affiliateid, affiliate_id",
        "zpi, zip",
        "zi, zip",
        "ZIP, zip",
        "zone, Zone",
        "di, id",
    })
    void a_mistyped_name_is_found(String name, String near) {
        assertThat(NearestName.of(name, KNOWN)).contains(near);
        assertThat(NearestName.question(name, KNOWN)).isEqualTo(" Did you mean '" + near + "'?");
    }

    @ParameterizedTest
    @CsvSource({"country", "payload", "''", "x"})
    void another_name_is_not(String name) {
        assertThat(NearestName.of(name, KNOWN)).isEmpty();
        assertThat(NearestName.question(name, KNOWN)).isEmpty();
    }

    @Test
    void a_name_is_not_the_nearest_of_itself() {
        assertThat(NearestName.of("zip", List.of("zip"))).isEmpty();
    }
}

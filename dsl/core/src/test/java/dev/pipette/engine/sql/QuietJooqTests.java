package dev.pipette.engine.sql;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.Properties;
import org.junit.jupiter.api.Test;

class QuietJooqTests {
    @Test
    void the_logo_and_the_tips_are_off_where_the_user_set_nothing() {
        Properties system = new Properties();
        system.setProperty("org.jooq.no-tips", "false");

        QuietJooq.set(system);

        assertThat(system).isEqualTo(Map.of("org.jooq.no-logo", "true", "org.jooq.no-tips", "false"));
    }
}

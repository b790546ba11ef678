package dev.pipette.testing.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

/** The URL of a server that somebody else runs. */
class AddressTests {
    @Test
    void user_and_password_are_taken_out_and_other_parameters_stay() {
        Address address = Address.parse(
                "jdbc:postgresql://db.example:6543/items?user=postgres.abc&password=a%26b&sslmode=require&ssl=true");

        assertThat(address.user()).isEqualTo("postgres.abc");
        assertThat(address.password()).isEqualTo("a&b");
        assertThat(address.url("other")).isEqualTo("jdbc:postgresql://db.example:6543/other?sslmode=require&ssl=true");
    }

    @Test
    void a_short_url_means_the_usual_port_database_and_user() {
        assertThat(Address.parse("jdbc:postgresql://localhost"))
                .isEqualTo(new Address("localhost", 5432, "postgres", "", "postgres", ""));
    }

    @Test
    void a_url_of_another_database_is_refused_without_its_password() {
        assertThatThrownBy(() -> Address.parse("jdbc:mysql://localhost/items?password=secret"))
                .hasMessage("PIPETTE_TEST_POSTGRES_URL is not a URL of PostgreSQL:"
                        + " jdbc:postgresql://host:port/database?user=..&password=..");
    }
}

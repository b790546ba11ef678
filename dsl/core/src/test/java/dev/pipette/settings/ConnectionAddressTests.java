package dev.pipette.settings;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pipette.settings.ConnectionAddress.Part;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ConnectionAddressTests {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            nullValues = "-",
            value = {
                "postgresql://me:pw@db.example:5432/shop     | db.example | 5432 | shop     | me   | pw",
                "postgres://me@db.example/shop               | db.example | -    | shop     | me   | -",
                "postgresql://db.example                     | db.example | -    | -        | -    | -",
                "postgresql:///shop                          | -          | -    | shop     | -    | -",
                "jdbc:postgresql://db:6543/shop              | db         | 6543 | shop     | -    | -",
                "jdbc:postgresql://db/shop?user=me&password=a%26b | db   | -    | shop     | me   | a&b",
                "postgresql://a%40b:p%3Aw%2F%3F%40%25@db/x   | db         | -    | x        | a@b  | p:w/?@%",
                "postgresql://me:a@b/c@db/x                  | db         | -    | x        | me   | a@b/c",
                "postgresql://me:a+b@db/my%20shop            | db         | -    | my shop  | me   | a+b",
                "postgresql://me@[::1]:5432/x                | [::1]      | 5432 | x        | me   | -",
                "postgresql://me@a:1,b:2/x                   | a:1,b:2    | -    | x        | me   | -",
                "duckdb:data/quakes.duckdb                   | -          | -    | data/quakes.duckdb | - | -",
                "duckdb:///quakes.duckdb                     | -          | -    | quakes.duckdb      | - | -",
                "duckdb:////var/quakes.duckdb                | -          | -    | /var/quakes.duckdb | - | -",
            })
    void an_address_is_taken_apart(
            String address, String host, String port, String database, String user, String password) {
        ConnectionAddress parsed = ConnectionAddress.parse(address).orElseThrow();

        assertThat(parsed.part(Part.HOST).orElse(null)).isEqualTo(host);
        assertThat(parsed.part(Part.PORT).orElse(null)).isEqualTo(port);
        assertThat(parsed.part(Part.DATABASE).orElse(null)).isEqualTo(database);
        assertThat(parsed.part(Part.USER).orElse(null)).isEqualTo(user);
        assertThat(parsed.part(Part.PASSWORD).orElse(null)).isEqualTo(password);
    }

    @Test
    void what_else_an_address_says_are_its_parameters() {
        assertThat(ConnectionAddress.parse("postgresql://db/x?sslmode=require&user=me&options=-c%20a%3Db&odd")
                        .orElseThrow()
                        .parameters())
                .isEqualTo(Map.of("sslmode", "require", "options", "-c a=b"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "hunter2",
                "mysql://db/x",
                "postgresql://me:hunter2/x",
                "postgresql://me:hun?ter2@db/x",
                "postgresql://me:hunter2%@db/x",
                "postgresql://a b/x",
                ""
            })
    void other_texts_are_no_addresses(String text) {
        assertThat(ConnectionAddress.parse(text)).isEmpty();
    }

    @Test
    void an_address_does_not_print_what_it_holds() {
        assertThat(ConnectionAddress.parse("postgresql://me:hunter2@db/x").orElseThrow())
                .hasToString("address of [USER, PASSWORD, HOST, DATABASE]");
    }
}

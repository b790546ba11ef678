package dev.pipette.spi;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SecretsTests {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "postgres:postgresql://me:s3cret@host/db  | postgres:postgresql://me:***@host/db",
                "no 'postgres:postgresql://me:a@b/c:d@host/db' here | no 'postgres:postgresql://me:***@host/db' here",
                "jdbc:postgresql://host/db?user=me&password=s3cret&ssl=true"
                        + " | jdbc:postgresql://host/db?user=me&password=***&ssl=true",
                "md:db?motherduck_token=abc.def | md:db?motherduck_token=***",
                "API_KEY: abc, then | API_KEY: ***, then"
            })
    void secrets_are_masked(String text, String masked) {
        assertThat(Secrets.masked(text)).isEqualTo(masked);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "duckdb:scratch.duckdb",
                "https://example.org/a:b",
                "no file day.json, line 3: the token is missing",
                "user@host"
            })
    void other_text_stays(String text) {
        assertThat(Secrets.masked(text)).isEqualTo(text);
    }
}

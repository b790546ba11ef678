package dev.pipette.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.pipette.error.ErrorCode;
import dev.pipette.error.PipetteException;
import dev.pipette.settings.Secret;
import dev.pipette.settings.Settings;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DatabaseAddressTests {
    @TempDir
    Path folder;

    private Settings settings() {
        return Settings.from(folder, folder, Map.of());
    }

    @ParameterizedTest
    @CsvSource({
        "postgres://reader@db.example.com/shop, jdbc:postgresql://db.example.com/shop, reader, ''",
        "postgresql://db.example.com:5433/shop?sslmode=require, jdbc:postgresql://db.example.com:5433/shop?sslmode=require, '', ''",
        "postgres://reader:p%40ss%2Fword@db.example.com/shop, jdbc:postgresql://db.example.com/shop, reader, p@ss/word",
        "jdbc:postgresql://db/shop?user=reader&password=pass-word&ssl=true, jdbc:postgresql://db/shop?ssl=true, reader, pass-word",
        "jdbc:postgresql://db/shop?ssl=true&password=pass-word, jdbc:postgresql://db/shop?ssl=true, '', pass-word",
        "jdbc:postgresql://db/shop?password=pass-word, jdbc:postgresql://db/shop, '', pass-word",
        "mysql://root@127.0.0.1:3307/shop, jdbc:mariadb://127.0.0.1:3307/shop, root, ''",
        "jdbc:h2:mem:shop;USER=sa;PASSWORD=pass-word;MODE=MySQL, jdbc:h2:mem:shop;MODE=MySQL, sa, pass-word",
        "sqlite:data/app.db, jdbc:sqlite:data/app.db, '', ''",
        "sqlite:////var/app.db, jdbc:sqlite:/var/app.db, '', ''",
        "duckdb:app.duckdb, jdbc:duckdb:app.duckdb, '', ''"
    })
    void an_address_is_a_url_without_a_login(String text, String url, String user, String password) {
        DatabaseAddress address = DatabaseAddress.of(text, settings());

        assertThat(address.url()).isEqualTo(url);
        assertThat(address.user().orElse("")).isEqualTo(user);
        assertThat(address.password().map(Secret::reveal).orElse("")).isEqualTo(password);
        assertThat(address.toString()).doesNotContain("pass-word").doesNotContain("p@ss");
    }

    @Test
    void the_settings_have_what_the_address_does_not() {
        Settings settings = settings()
                .with("sources.shop.url", "postgres://db.example.com/shop")
                .with("sources.shop.user", "reader")
                .with("sources.shop.password", Secret.of("from-settings"))
                .with("PGPASSWORD", Secret.of("from-libpq"));

        assertThat(DatabaseAddress.of("shop", settings).password().map(Secret::reveal))
                .contains("from-settings");
        assertThat(DatabaseAddress.of("shop", settings).user()).contains("reader");
        assertThat(DatabaseAddress.of("postgres://db.example.com/shop", settings)
                        .password()
                        .map(Secret::reveal))
                .contains("from-libpq");
    }

    @Test
    void what_is_no_address_is_refused_without_being_repeated() {
        assertThatExceptionOfType(PipetteException.class)
                .isThrownBy(() -> DatabaseAddress.of("postgre://reader:open-sesame-42@db/shop", settings()))
                .satisfies(failed -> assertThat(failed.code()).isEqualTo(ErrorCode.BAD_USAGE))
                .withMessageContaining("'postgre:' is not the address of a database.")
                .withMessageContaining("Did you mean 'postgres'?")
                .withMessageNotContaining("open-sesame-42");
    }

    @Test
    void a_driver_that_is_missing_is_named_by_its_artifact() {
        assertThatExceptionOfType(PipetteException.class)
                .isThrownBy(() -> Database.at("jdbc:sqlserver://db;databaseName=shop", settings())
                        .table("orders"))
                .withMessage("[NOT_INSTALLED] no JDBC driver on the class path serves sqlserver://db. Add the artifact"
                        + " with its JDBC driver to it. The command takes it in a script: pipette run --add"
                        + " GROUP:ARTIFACT:VERSION FILE.jsh.");
    }
}

package dev.pipette.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pipette.settings.Secret;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Where a password comes from, in libpq's order. */
class PasswordTests {
    private static final PostgresAddress ADDRESS = PostgresAddress.of("//DB.example:5433/shop");

    @TempDir
    Path home;

    private Path file;

    @BeforeEach
    void nameTheFile() {
        file = home.resolve(".pgpass");
    }

    private void write(Path to, String text, String rights) throws IOException {
        Files.writeString(to, text);
        Files.setPosixFilePermissions(to, PosixFilePermissions.fromString(rights));
    }

    private Password found(Map<String, String> settings, Map<String, String> variables, PostgresAddress address) {
        return Password.find(settings, new LibpqEnvironment(variables, home), address, "loader");
    }

    private Password found() {
        return found(Map.of(), Map.of(), ADDRESS);
    }

    private static Optional<String> text(Password password) {
        return password.value().map(Secret::reveal);
    }

    @Test
    void the_first_of_settings_variable_and_file_is_taken() throws IOException {
        write(file, "*:*:*:*:pw-of-file", "rw-------");
        Map<String, String> variables = Map.of("PGPASSWORD", "pw-of-variable");

        Password given = found(Map.of("password", "pw-given"), variables, ADDRESS);
        Password variable = found(Map.of(), variables, ADDRESS);
        Password inFile = found(Map.of("password", ""), Map.of("PGPASSWORD", ""), ADDRESS);

        assertThat(text(given)).contains("pw-given");
        assertThat(given.origin()).isEmpty();
        assertThat(text(variable)).contains("pw-of-variable");
        assertThat(variable.origin()).isEqualTo("PGPASSWORD");
        assertThat(text(inFile)).contains("pw-of-file");
        assertThat(inFile.origin()).isEqualTo("line 1 of " + file);
        assertThat(given + " " + variable + " " + inFile)
                .doesNotContain("password=pw-given", "pw-of-variable", "pw-of-file");
    }

    @Test
    void no_file_is_no_password() {
        assertThat(found()).isEqualTo(Password.none());
    }

    @Test
    void a_variable_names_another_file() throws IOException {
        write(file, "*:*:*:*:pw-home", "rw-------");
        Path other = home.resolve("other");
        write(other, "*:*:*:*:pw-elsewhere", "rw-------");

        assertThat(text(found(Map.of(), Map.of("PGPASSFILE", other.toString()), ADDRESS)))
                .contains("pw-elsewhere");
        assertThat(found(Map.of(), Map.of("PGPASSFILE", "nowhere"), ADDRESS).ignored())
                .contains("PGPASSFILE names nowhere, which is not there");
    }

    @Test
    void the_variable_of_the_home_folder_counts_as_for_libpq() throws IOException {
        Path elsewhere = Files.createDirectory(home.resolve("elsewhere"));
        write(elsewhere.resolve(".pgpass"), "*:*:*:*:pw-elsewhere", "rw-------");

        assertThat(text(found(Map.of(), Map.of("HOME", elsewhere.toString()), ADDRESS)))
                .contains("pw-elsewhere");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            ignoreLeadingAndTrailingWhitespace = false,
            value = {
                "db.example:5433:shop:loader:s3cret|s3cret",
                "DB.EXAMPLE:5433:shop:loader:s3cret|s3cret",
                "*:*:*:*:s3cret|s3cret",
                "*:5433:shop:*:s3cret|s3cret",
                "*:*:*:*:a\\:b\\\\c\\d|a:b\\cd",
                "*:*:*:*: w1th blanks | w1th blanks ",
                "*:*:*:*:pw-1:a colon|pw-1",
                "*:*:sh\\op:*:s3cret|s3cret",
                "*:*:*:*:s3cret:|s3cret",
                "*:*:*:*:|",
                "#*:*:*:*:s3cret|",
                "db.exampl:5433:shop:loader:s3cret|",
                "db.example.org:5433:shop:loader:s3cret|",
                "db.example:5432:shop:loader:s3cret|",
                "db.example:5433:SHOP:loader:s3cret|",
                "db.example:5433:shop:Loader:s3cret|",
                "db.example:5433:shop:loader|",
                "**:*:*:*:s3cret|",
                "db.example|"
            })
    void a_line_matches_as_in_libpq(String line, String password) throws IOException {
        write(file, line + "\n", "rw-------");

        assertThat(text(found())).isEqualTo(Optional.ofNullable(password));
    }

    @Test
    void an_address_of_ipv6_needs_no_backslash() throws IOException {
        write(file, "# hosts\n\n::1:5433:shop:loader:pw-plain\n", "rw-------");

        assertThat(found(Map.of(), Map.of(), PostgresAddress.of("//[::1]:5433/shop")))
                .isEqualTo(new Password(Optional.of(Secret.of("pw-plain")), "line 3 of " + file, Optional.empty()));
    }

    @Test
    void the_first_line_that_matches_is_taken() throws IOException {
        write(file, "other:*:*:*:0\r\n*:*:shop:*:pw-first\r\n*:*:*:*:pw-second\r\n", "r--------");

        assertThat(text(found())).contains("pw-first");
    }

    @ParameterizedTest
    @ValueSource(strings = {"rw-r-----", "rw----r--", "rw--w----", "rwxrwxrwx", "rw-----w-"})
    void a_file_that_others_can_read_is_ignored_and_the_run_says_so(String rights) throws IOException {
        write(file, "*:*:*:*:s3cret", rights);

        assertThat(found().value()).isEmpty();
        assertThat(found().ignored()).contains(file + " is ignored, because others can read it: run chmod 600 " + file);
        assertThat(found().toCheck())
                .isEqualTo("a password is given (" + file + " is ignored, because others can read it: run chmod 600 "
                        + file + ")");
        assertThat(DriverProperties.of(Map.of(), "loader", found())).containsEntry("password", "");
    }

    @Test
    void a_folder_is_no_password_file() throws IOException {
        Files.createDirectory(file);

        assertThat(found().ignored()).contains(file + " is ignored, because it is not a plain file");
    }
}

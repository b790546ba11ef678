package dev.pipette.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pipette.error.PipetteException;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is decided of TLS before a connection is opened. */
class EncryptionTests {
    private static final Path HOME = Path.of("home");

    /** The properties of the driver that are about encryption, and the note of the run. */
    private static String decided(String location, Map<String, String> variables) {
        PostgresAddress address = PostgresAddress.of(location);
        LibpqEnvironment environment = new LibpqEnvironment(variables, HOME);
        Map<String, String> parameters = DriverProperties.parameters(address, environment);
        Encryption encryption = Encryption.of(address, environment, parameters);
        Map<String, String> properties = new TreeMap<>(encryption.in(parameters));
        return properties + encryption.note(address).map(note -> " + note").orElse("");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "//db.example/x | {sslmode=require}",
                "//[2001:db8::1]/x | {sslmode=require}",
                "//10.0.0.7/x | {sslmode=require}",
                "//localhost.example/x | {sslmode=require}",
                "//128.0.0.1/x | {sslmode=require}",
                "//aws-0-eu-west-1.pooler.supabase.com:6543/postgres | {sslmode=require}",
                "//db.example/x?ssl=false | {ssl=false, sslmode=require}",
                "//db.example/x?sslmode= | {sslmode=require}",
                "//localhost/x?sslmode= | {}",
                "//localhost/x | {}",
                "//LOCALHOST/x | {}",
                "//127.0.0.1/x | {}",
                "//127.8.9.1/x | {}",
                "//[::1]/x | {}",
                "//localhost/x?sslmode=disable | {sslmode=disable}",
                "//localhost/x?sslmode=require | {sslmode=require}",
                "//db.example/x?sslmode=disable | {requireAuth=!password, sslmode=disable} + note",
                "//db.example/x?sslmode=allow | {requireAuth=!password, sslmode=allow} + note",
                "//db.example/x?sslmode=Prefer | {requireAuth=!password, sslmode=prefer} + note",
                "//db.example/x?sslmode=prefer&require_auth=password | {requireAuth=password, sslmode=prefer} + note",
                "//db.example/x?sslmode=require | {sslmode=require}",
                "//db.example/x?sslmode=verify-ca | {sslmode=verify-ca}",
                "//db.example/x?sslmode=verify-full | {sslmode=verify-full}",
                "//db.example/x?sslmode=nonsense | {sslmode=nonsense}",
                "//db.example/x?ssl=true | {ssl=true, sslmode=verify-full}",
                "//db.example/x?sslrootcert=ca.crt | {sslmode=verify-full, sslrootcert=ca.crt}",
                "//db.example/x?sslmode=require&sslrootcert=ca.crt | {sslmode=verify-ca, sslrootcert=ca.crt}",
                "//db.example/x?sslrootcert=system |"
                        + " {sslfactory=org.postgresql.ssl.DefaultJavaSSLFactory, sslmode=verify-full}",
                "//db.example/x?require_auth=scram-sha-256 | {requireAuth=scram-sha-256, sslmode=require}",
                "//db.example/x?channel_binding=require | {channelBinding=require, sslmode=require}"
            })
    void the_address_decides_or_else_where_the_server_is(String location, String decided) {
        assertThat(decided(location, Map.of())).isEqualTo(decided);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "PGSSLMODE | verify-full | //db.example/x | {sslmode=verify-full}",
                "PGSSLMODE | prefer | //db.example/x | {requireAuth=!password, sslmode=prefer} + note",
                "PGSSLMODE | require | //localhost/x | {sslmode=require}",
                "PGSSLMODE | disable | //db.example/x?sslmode=require | {sslmode=require}",
                "PGSSLMODE | '' | //db.example/x | {sslmode=require}",
                "PGSSLROOTCERT | ca.crt | //db.example/x | {sslmode=verify-full, sslrootcert=ca.crt}",
                "PGREQUIREAUTH | scram-sha-256 | //db.example/x | {requireAuth=scram-sha-256, sslmode=require}",
                "PGREQUIREAUTH | md5 | //db.example/x?require_auth=none | {requireAuth=none, sslmode=require}",
                "PGCHANNELBINDING | require | //db.example/x | {channelBinding=require, sslmode=require}"
            })
    void the_environment_decides_what_the_address_does_not(
            String variable, String value, String location, String decided) {
        assertThat(decided(location, Map.of(variable, value))).isEqualTo(decided);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "?sslmode=disable | '' | the connection to db.example:5432 is not encrypted (sslmode=disable in the"
                        + " address): others on the way can read the rows. Take sslmode=disable out of the URL to"
                        + " require TLS",
                "?sslmode=prefer | '' | the connection to db.example:5432 may be unencrypted (sslmode=prefer in the"
                        + " address): others on the way can read the rows. Take sslmode=prefer out of the URL to require"
                        + " TLS",
                "'' | allow | the connection to db.example:5432 may be unencrypted (PGSSLMODE=allow): others on the way"
                        + " can read the rows. Unset PGSSLMODE to require TLS"
            })
    void each_run_says_that_rows_may_travel_readable(String query, String variable, String note) {
        PostgresAddress address = PostgresAddress.of("//db.example/x" + query);
        LibpqEnvironment environment = new LibpqEnvironment(Map.of("PGSSLMODE", variable), HOME);

        assertThat(Encryption.of(address, environment, address.parameters()).note(address))
                .contains(note);
    }

    @Test
    void public_authorities_are_trusted_only_for_a_host_by_its_name() {
        assertThatThrownBy(() -> decided("//db.example/x?sslrootcert=system&sslmode=require", Map.of()))
                .isInstanceOf(PipetteException.class)
                .hasMessage("[BAD_USAGE] sslrootcert=system trusts every public authority, so it needs"
                        + " sslmode=verify-full, and not sslmode=require. Take sslmode out, or write"
                        + " sslmode=verify-full.");
    }

    @Test
    void a_parameter_that_has_no_effect_is_named() {
        PostgresAddress address =
                PostgresAddress.of("//db.example/x?sslmod=verify-full&sslcrl=a.pem&require_auth=md5&sslmode=require");
        LibpqEnvironment environment = new LibpqEnvironment(Map.of("PGSSLROOTCERT", "ca.crt"), HOME);

        assertThat(DriverProperties.unknown(DriverProperties.parameters(address, environment)))
                .contains("the driver of PostgreSQL does not know sslcrl, sslmod, so that it has no effect: correct the"
                        + " address");
        assertThat(DriverProperties.unknown(Map.of("sslmode", "require", "requireAuth", "md5")))
                .isEmpty();
    }
}

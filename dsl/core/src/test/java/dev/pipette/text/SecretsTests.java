package dev.pipette.text;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.pipette.error.ErrorCode;
import dev.pipette.error.PipetteException;
import java.net.URLEncoder;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.json.JsonMapper;

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
                "API_KEY: abc, then | API_KEY: ***, then",
                "postgres:/me:s3cret@host/db | postgres:/me:***@host/db",
                "postgres:me:s3:cr/et@host/db | postgres:me:***@host/db",
                "GET https://api.example/x?api_key=abc&X-Amz-Signature=0ff&X-Amz-Credential=AKIA%2F2025&page=2"
                        + " | GET https://api.example/x?api_key=***&X-Amz-Signature=***&X-Amz-Credential=***&page=2",
                "https://account.blob.example/c?sv=2024&sig=a%2Bb | https://account.blob.example/c?sv=2024&sig=***",
                "{\"client_secret\": \"a\\\"b\", \"id\": \"7\"} | {\"client_secret\": \"***\", \"id\": \"7\"}",
                "Authorization: Bearer abc.def-ghi, next | Authorization: Bearer ***, next",
                "ALTER USER me PASSWORD 'a b' VALID | ALTER USER me PASSWORD '***' VALID"
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
                "user@host",
                "duckdb:/tmp/me:too@home.duckdb",
                "mailto:ada@example.com",
                "last:1h@Etc/UTC@1796022400",
                "s3://demo-exports/orders-create/2025-12-24T10:20:30.csv",
                "not with these credentials: ask for others",
                "at 2025-12-24T10:20:30Z"
            })
    void other_text_stays(String text) {
        assertThat(Secrets.masked(text)).isEqualTo(text);
    }

    /** A part of no word, so that it hides nothing in other tests of this JVM. */
    private static final String SECRET = "Zq7\"x/R+ &%é'k9\\w?" + System.nanoTime();

    static Stream<Arguments> encodings() {
        byte[] bytes = SECRET.getBytes(UTF_8);
        String form = URLEncoder.encode(SECRET, UTF_8);
        String query = form.replace("+", "%20");
        String json = JsonMapper.shared().writeValueAsString(SECRET);
        return Stream.of(
                Arguments.of("as it is", SECRET),
                Arguments.of("form", form),
                Arguments.of("query", query),
                Arguments.of(
                        "lower case",
                        Pattern.compile("%..")
                                .matcher(query)
                                .replaceAll(code -> code.group().toLowerCase(Locale.ROOT))),
                Arguments.of("twice", URLEncoder.encode(query, UTF_8)),
                Arguments.of("json", json),
                Arguments.of("json in json", JsonMapper.shared().writeValueAsString(json)),
                Arguments.of("ascii json", json.replace("é", "\\u00E9")),
                Arguments.of("slashes", json.replace("/", "\\/")),
                Arguments.of("sql", SECRET.replace("'", "''")),
                Arguments.of("shell", SECRET.replace("'", "'\\''")),
                Arguments.of(
                        "html",
                        SECRET.replace("&", "&amp;").replace("\"", "&quot;").replace("'", "&#39;")),
                Arguments.of("hex", HexFormat.of().formatHex(bytes)),
                Arguments.of("hex", HexFormat.of().withUpperCase().formatHex(bytes)),
                Arguments.of("basic", base64("loader:" + SECRET)),
                Arguments.of("basic", base64("me:" + SECRET)),
                Arguments.of("basic", base64("I:" + SECRET + "\n")),
                Arguments.of("url-safe", Base64.getUrlEncoder().withoutPadding().encodeToString(bytes)),
                Arguments.of("base64 in a query", URLEncoder.encode(base64(SECRET), UTF_8)));
    }

    private static String base64(String text) {
        return Base64.getEncoder().encodeToString(text.getBytes(UTF_8));
    }

    @ParameterizedTest
    @MethodSource("encodings")
    void a_known_value_is_masked_in_each_encoding(String encoding, String encoded) {
        Secrets.remember(SECRET);

        String text = encoding + ": " + encoded;
        int most = encoding.length() + 15; // the user before a password stays
        assertThat(Secrets.maskedValues(text))
                .startsWith(encoding + ": ")
                .contains("***")
                .hasSizeLessThan(most);
        assertThat(new PipetteException(ErrorCode.BAD_USAGE, text))
                .hasMessage("[BAD_USAGE] " + Secrets.maskedValues(text));
    }

    @Test
    void a_value_of_several_lines_is_masked_line_by_line() {
        String line = "MIIEvQIBADANBgkqhkiG" + System.nanoTime();
        Secrets.remember("-----BEGIN PRIVATE KEY-----\n" + line + "\n-----END PRIVATE KEY-----\n");

        assertThat(Secrets.masked("first " + line + " last")).isEqualTo("first *** last");
    }

    @ParameterizedTest
    @ValueSource(strings = {"ab", "qzx", "4711", "postgres", "password", "true"})
    void a_short_value_a_number_and_an_ordinary_word_hide_no_text(String value) {
        SecretValues values = new SecretValues();
        values.add(value);

        assertThat(values.masked("a " + value + " b")).isEqualTo("a " + value + " b");
    }

    @Test
    void a_word_is_masked_where_it_is_no_part_of_another() {
        SecretValues values = new SecretValues();
        values.add("orders");

        assertThat(values.masked("orders reorders 'orders' pw%3Dorders \\norders"))
                .isEqualTo("*** reorders '***' pw%3D*** \\n***");
    }

    @Test
    void the_longer_of_two_values_is_masked_first_and_the_newest_are_kept() {
        SecretValues values = new SecretValues();
        for (int number = 0; number < 2_500; number++) {
            values.add("value-" + number + "-of-many");
        }
        values.add("zebra-7-long");
        values.add("zebra-7");

        assertThat(values.masked("zebra-7-long value-0-of-many value-2499-of-many"))
                .isEqualTo("*** value-0-of-many ***");
    }

    @ParameterizedTest
    @CsvSource({
        "postgres://me:Pw-4711-a@host/db,Pw-4711-a",
        "postgres:/me:Pw-4711-b@host/db,Pw-4711-b",
        "postgres//me:Pw-4711-c@host/db,Pw-4711-c",
        "postgres:me:Pw-4711-d@host/db,Pw-4711-d",
        "me:Pw-4711-e@host/db,Pw-4711-e",
        "jdbc:postgresql://host/db?sslpassword=Pw-4711-f,Pw-4711-f",
        "nowhere:nosql://me:Pw-4711-i@host/db,Pw-4711-i",
        "https://Token-4711-g@git.example/x,Token-4711-g",
        "https://me:Pw%2D4711-h@api.example/x,Pw-4711-h"
    })
    void an_address_is_remembered_right_or_wrong(String address, String secret) {
        Secrets.rememberAddress(address);

        assertThat(Secrets.masked("it is " + secret)).isEqualTo("it is ***");
    }

    @ParameterizedTest
    @CsvSource({
        "STRIPE_KEY,true",
        "destination.x.sslpassword,true",
        "apiKey,true",
        "stripeKey,true",
        "AWS_SESSION_TOKEN,true",
        "X-Amz-Signature,true",
        "SMTP_PASS,true",
        "key,true",
        "SENTRY_DSN,true",
        "primary_key,false",
        "S3_BUCKET_NAME,false",
        "host,false",
        "monkey,false",
        "compass,false",
        "pattern,false",
        "run-key,false",
        "author,false"
    })
    void a_name_tells_whether_a_secret_may_be_there(String name, boolean secret) {
        assertThat(Secrets.isSecretName(name)).isEqualTo(secret);
    }

    @ParameterizedTest
    @CsvSource({
        "SHOP_TOKEN, Env-4711-a, true",
        "MY_PWD, Env-4711-b, true",
        "AWS_ACCESS_KEY_ID, Env-4711-c, true",
        "WAREHOUSE, postgres://me:Env-4711-d@db/x, true",
        "PWD, /Env-4711-e, false",
        "AWS_WEB_IDENTITY_TOKEN_FILE, /Env-4711-f, false",
        "SSH_AUTH_SOCK, /Env-4711-g, false",
        "NUMBER_OF_TOKENS, 4711, false",
        "DESTINATION__POSTGRES__CREDENTIALS__DATABASE, Env-4711-h, false",
        "DESTINATION__POSTGRES__CREDENTIALS__PASSWORD, Env-4711-i, true",
        "DESTINATION__POSTGRES__CREDENTIALS, postgres://me:Env-4711-j@db/x, true",
        "SOME_SECRET, /, false"
    })
    void a_variable_is_remembered_by_its_name(String name, String value, boolean masked) {
        Secrets.rememberVariable(name, value);

        String secret = value.replaceFirst(".*me:(.*)@.*", "$1");
        assertThat(Secrets.maskedValues("it is " + secret)).isEqualTo(masked ? "it is ***" : "it is " + secret);
    }

    @Test
    void a_secret_of_any_length_and_one_that_was_cut_are_masked() {
        String token = "k\\u0041".repeat(30_000);

        assertThat(Secrets.masked("{\"token\": \"" + token + "\", \"id\": 1}"))
                .isEqualTo("{\"token\": \"***\", \"id\": 1}");
        assertThat(Secrets.masked("{\"token\": \"" + token)).isEqualTo("{\"token\": \"***\"");
        assertThat(Secrets.masked("{\"token\": \"\"}")).isEqualTo("{\"token\": \"\"}");
    }
}

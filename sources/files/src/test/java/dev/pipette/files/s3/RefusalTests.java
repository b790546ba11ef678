package dev.pipette.files.s3;

import static dev.pipette.Pipette.s3;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pipette.Bucket;
import dev.pipette.error.ErrorCode;
import dev.pipette.error.PipetteException;
import dev.pipette.settings.Secret;
import dev.pipette.spi.FileLocation;
import dev.pipette.spi.FileStore.OpenLocation;
import dev.pipette.testing.s3.LocalS3;
import dev.pipette.testing.s3.S3Bucket;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.util.function.UnaryOperator;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What S3 refuses, and settings that cannot be: each says what to do, and none tells a secret. */
class RefusalTests {
    private static final String SECRET = "hunter2-hunter2";

    private final LocalS3 s3 = LocalS3.shared();
    private final S3Bucket bucket = s3.newBucket();

    private static void assertError(ErrorCode code, ThrowingCallable failing, String message) {
        assertThatThrownBy(failing)
                .isInstanceOfSatisfying(PipetteException.class, failed -> {
                    assertThat(failed.code()).isEqualTo(code);
                    StringWriter everything = new StringWriter();
                    failed.printStackTrace(new PrintWriter(everything));
                    assertThat(everything.toString()).doesNotContain(SECRET);
                })
                .hasMessage("[" + code + "] resource orders: " + message);
    }

    private void assertListing(ErrorCode code, UnaryOperator<Bucket> otherwise, String message) {
        try (OpenLocation location = Opened.at(bucket.name(), "orders/*.csv", otherwise)) {
            assertError(code, location::list, message);
        }
    }

    @Test
    void a_bucket_that_may_not_be_listed() {
        bucket.failsListingOnce(403);

        assertListing(
                ErrorCode.SOURCE_AUTH,
                UnaryOperator.identity(),
                bucket
                        + " may not be listed with these credentials (403 AccessDenied). Grant them s3:ListBucket, or use"
                        + " others.");
    }

    @Test
    void credentials_that_are_not_known() {
        String advice = ". Correct the access key id and the secret access key.";

        assertListing(
                ErrorCode.SOURCE_AUTH,
                other -> other.credentials("nobody", Secret.of(SECRET)),
                s3.endpoint() + " does not accept the credentials (403 InvalidAccessKeyId)" + advice);
        assertListing(
                ErrorCode.SOURCE_AUTH,
                other -> other.credentials(s3.accessKey(), Secret.of(SECRET)),
                s3.endpoint() + " does not accept the credentials (403 SignatureDoesNotMatch)" + advice);
    }

    @Test
    void one_key_that_may_not_be_asked_for() {
        try (OpenLocation location =
                Opened.at(bucket.name(), "1.csv", other -> other.credentials(s3.accessKey(), Secret.of(SECRET)))) {
            assertError(
                    ErrorCode.SOURCE_AUTH,
                    location::list,
                    bucket
                            + " may not be listed with these credentials (403). Grant them s3:ListBucket, or use others.");
        }
    }

    @Test
    void credentials_that_have_expired() {
        bucket.failsListingOnce("ExpiredToken");

        assertListing(
                ErrorCode.SOURCE_AUTH,
                UnaryOperator.identity(),
                "the credentials for " + s3.endpoint() + " have expired (400 ExpiredToken). Get new ones, for instance"
                        + " with aws sso login.");
    }

    @Test
    void a_clock_that_is_wrong() {
        for (int attempt = 0; attempt < 3; attempt++) {
            bucket.failsListingOnce("RequestTimeTooSkewed");
        }

        assertListing(
                ErrorCode.SOURCE_AUTH,
                UnaryOperator.identity(),
                "the clock of this machine differs too much from that of " + s3.endpoint()
                        + " (403 RequestTimeTooSkewed). Set the clock.");
    }

    @Test
    void a_bucket_in_another_region() {
        bucket.failsListingOnce("PermanentRedirect");

        assertListing(
                ErrorCode.BAD_SETTINGS,
                UnaryOperator.identity(),
                "the bucket " + bucket.name() + " is in the region eu-central-1 (301 PermanentRedirect). Say s3(\""
                        + bucket.name() + "\").region(\"eu-central-1\"), or set AWS_REGION.");
    }

    @ParameterizedTest
    @ValueSource(strings = {"*.csv", "1.csv"})
    void a_bucket_that_is_not_there(String keys) {
        try (OpenLocation location = Opened.at("no-such-bucket", keys, UnaryOperator.identity())) {
            assertError(
                    ErrorCode.SOURCE_MISSING,
                    location::list,
                    "there is no bucket no-such-bucket at " + s3.endpoint() + " (404 NoSuchBucket). Correct the name or"
                            + " the endpoint.");
        }
    }

    @Test
    void an_endpoint_that_nobody_listens_at() throws IOException {
        URI nobody;
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            nobody = URI.create("http://127.0.0.1:" + socket.getLocalPort());
        }

        assertListing(
                ErrorCode.SOURCE_UNAVAILABLE,
                other -> other.endpoint(nobody),
                bucket + " cannot be listed, because " + nobody + " cannot be reached (the connection was refused), and"
                        + " was tried again. Correct the endpoint, or run again when it answers.");
    }

    @Test
    void no_credentials_anywhere() {
        try (OpenLocation location =
                Opened.at(s3(bucket.name()).endpoint(s3.endpoint()).glob("*.csv"))) {
            assertError(
                    ErrorCode.SOURCE_AUTH,
                    location::list,
                    "no valid credentials for S3 were found in the environment (AWS_ACCESS_KEY_ID and"
                            + " AWS_SECRET_ACCESS_KEY), in a profile (AWS_PROFILE) or in a role of this machine. Set"
                            + " them, or say s3(\"" + bucket.name() + "\").credentials(..).");
        }
    }

    @Test
    void no_region_anywhere() {
        try (OpenLocation location =
                Opened.at(s3("exports").credentials("id", Secret.of(SECRET)).glob("*.csv"))) {
            assertError(
                    ErrorCode.BAD_SETTINGS,
                    location::list,
                    "the region of the bucket exports is not set. Set AWS_REGION, or say"
                            + " s3(\"exports\").region(\"us-east-1\").");
        }
    }

    @Test
    void an_endpoint_needs_no_region() {
        bucket.put("1.csv", "x");

        try (OpenLocation location = Opened.at(s3(bucket.name())
                .endpoint(s3.endpoint())
                .pathStyle()
                .credentials(s3.accessKey(), Secret.of(s3.secretKey()))
                .glob("*.csv"))) {
            assertThat(location.list()).hasSize(1);
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "s3:///a.csv         | s3:///a.csv names no bucket. Write s3://bucket/folder/*.csv.",
                "s3://exports        | s3://exports/ is a bucket. Say which objects: s3://exports/**/*.csv.",
                "s3://exports/       | s3://exports/ is a bucket. Say which objects: s3://exports/**/*.csv.",
                "s3://exports/day/   | s3://exports/day/ is a folder. Say which objects: s3://exports/day/**/*.csv.",
                "s3://exports/[z-a]  | '[z-a]' is not a pattern: Illegal character range. Write a backslash before"
                        + " a character that stands for itself.",
            })
    void a_pattern_that_means_nothing(String pattern, String message) {
        assertError(
                ErrorCode.BAD_USAGE, () -> Opened.at(FileLocation.of(pattern)).close(), message);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "endpoint      | localhost:9000        | the endpoint 'localhost:9000' is not an address. Write it like"
                        + " http://127.0.0.1:9000.",
                "endpoint      | http://a b            | the endpoint is not an address. Write it like"
                        + " http://127.0.0.1:9000.",
                "endpoint      | http://me:hunter2-hunter2@host | the endpoint holds a user or a password. Leave them"
                        + " out, and say .credentials(..).",
                "access_key_id | me                    | credentials of S3 are access_key_id and secret_access_key"
                        + " together, and secret_access_key is missing. Say both, or none to take those of the"
                        + " environment.",
                "style         | path                  | S3 has no setting 'style'. It has: access_key_id, endpoint,"
                        + " max_objects, path_style, region.",
            })
    void a_setting_that_cannot_be(String setting, String value, String message) {
        FileLocation location = FileLocation.of("s3://exports/*.csv").with(setting, value);

        assertError(ErrorCode.BAD_USAGE, () -> Opened.at(location).close(), message);
    }

    @Test
    void a_secret_that_cannot_be() {
        FileLocation location = FileLocation.of("s3://exports/*.csv").with("password", Secret.of(SECRET));

        assertError(
                ErrorCode.BAD_USAGE,
                () -> Opened.at(location).close(),
                "S3 has no secret 'password'. It has: secret_access_key, session_token.");
    }
}

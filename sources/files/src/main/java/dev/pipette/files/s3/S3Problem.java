package dev.pipette.files.s3;

import dev.pipette.error.ErrorCode;
import dev.pipette.error.PipetteException;
import dev.pipette.text.Secrets;
import java.io.IOException;
import java.net.ConnectException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.util.Optional;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.core.exception.ApiCallAttemptTimeoutException;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.s3.model.S3Exception;

/** Says what S3 refuses, in a sentence with what to do; never a key or a secret. */
final class S3Problem implements ClientProblem {
    private final String resource;
    private final String bucket;
    private final ClientSettings settings;

    S3Problem(String resource, String bucket, ClientSettings settings) {
        this.resource = resource;
        this.bucket = bucket;
        this.settings = settings;
    }

    PipetteException listing(SdkException failed) {
        return of(failed, "s3://" + bucket, "listed", "s3:ListBucket");
    }

    PipetteException reading(String key, SdkException failed) {
        return of(failed, address(key), "read", "s3:GetObject");
    }

    @Override
    public PipetteException noCredentials(SdkException failed) {
        return error(
                ErrorCode.SOURCE_AUTH,
                "no valid credentials for S3 were found in the environment (AWS_ACCESS_KEY_ID and"
                        + " AWS_SECRET_ACCESS_KEY), in a profile (AWS_PROFILE) or in a role of this machine. Set them, or"
                        + " say s3(\"" + bucket + "\").credentials(..).",
                failed);
    }

    @Override
    public PipetteException noRegion(SdkException failed) {
        return error(
                ErrorCode.BAD_SETTINGS,
                "the region of the bucket " + bucket + " is not set. Set AWS_REGION, or say s3(\"" + bucket
                        + "\").region(\"us-east-1\").",
                failed);
    }

    PipetteException brokenOff(String key, long arrived, long size, @Nullable Throwable cause) {
        return error(
                ErrorCode.SOURCE_UNAVAILABLE,
                address(key) + " cannot be fetched: the connection ended after " + arrived + " of " + size
                        + " bytes, again and again. Nothing of it was loaded. Run again when the connection is better.",
                cause);
    }

    PipetteException damaged(String key, int times) {
        return error(
                ErrorCode.SOURCE_UNREADABLE,
                address(key) + " was fetched " + times
                        + " times, and its bytes never fit its checksum. Nothing of it was"
                        + " loaded. Store the object again, or look for what changes bytes on the way.",
                null);
    }

    PipetteException changing(String key, int times) {
        return error(
                ErrorCode.SOURCE_CHANGED,
                address(key) + " was replaced " + times + " times while it was fetched. Nothing of it was loaded. Run"
                        + " again when it is no longer written.",
                null);
    }

    PipetteException longer(String key, long size) {
        return error(
                ErrorCode.SOURCE_CHANGED,
                address(key) + " has more than the " + size + " bytes that were promised. Nothing of it was loaded. Run"
                        + " again when it is no longer written; if that does not help, the store gives wrong sizes.",
                null);
    }

    PipetteException tooManyObjects(int most) {
        return error(
                ErrorCode.SOURCE_UNREADABLE,
                "the pattern matches more than " + most + " objects of s3://" + bucket + ". Nothing of them was loaded."
                        + " Choose a pattern that matches fewer, or allow more with s3(\"" + bucket
                        + "\").maxObjects(..).",
                null);
    }

    PipetteException endlessListing(String how) {
        return error(
                ErrorCode.SOURCE_UNREADABLE,
                "the listing of s3://" + bucket + " does not end: the store " + how + ". Choose a pattern that begins"
                        + " with more of the key, or ask those who run " + settings.where() + ".",
                null);
    }

    @Override
    public PipetteException endlessAnswer(long megabytes) {
        return error(
                ErrorCode.SOURCE_UNREADABLE,
                settings.where() + " answered a request about s3://" + bucket + " with more than " + megabytes
                        + " MB, where a page of a listing has 4 MB at most. Correct the endpoint.",
                null);
    }

    PipetteException interrupted(String key, RuntimeException cause) {
        Thread.currentThread().interrupt();
        return error(
                ErrorCode.INTERRUPTED,
                "the run was interrupted while " + address(key) + " was read. Nothing of it was loaded.",
                cause);
    }

    private PipetteException of(SdkException failed, String what, String done, String right) {
        for (@Nullable Throwable at = failed; at != null; at = at.getCause()) {
            if (at instanceof PipetteException ours) {
                return ours; // Amazon's client wraps what AnswerLimit throws
            }
        }
        return failed instanceof S3Exception refused
                ? refused(refused, what, done, right)
                : unanswered(failed, what, done);
    }

    private PipetteException refused(S3Exception failed, String what, String done, String right) {
        Optional<AwsErrorDetails> details = Optional.ofNullable(failed.awsErrorDetails());
        String code = details.map(AwsErrorDetails::errorCode).orElse("");
        String answer = "(" + (failed.statusCode() + " " + code).strip() + ")";
        return switch (code) {
            case "NoSuchBucket" ->
                error(
                        ErrorCode.SOURCE_MISSING,
                        "there is no bucket " + bucket + " at " + settings.where() + " " + answer
                                + ". Correct the name or the endpoint.",
                        failed);
            case "InvalidAccessKeyId", "SignatureDoesNotMatch", "InvalidToken" ->
                error(
                        ErrorCode.SOURCE_AUTH,
                        settings.where() + " does not accept the credentials " + answer
                                + ". Correct the access key id and the secret access key.",
                        failed);
            case "ExpiredToken", "TokenRefreshRequired" ->
                error(
                        ErrorCode.SOURCE_AUTH,
                        "the credentials for " + settings.where() + " have expired " + answer
                                + ". Get new ones, for instance with aws sso login.",
                        failed);
            case "RequestTimeTooSkewed", "RequestExpired" ->
                error(
                        ErrorCode.SOURCE_AUTH,
                        "the clock of this machine differs too much from that of " + settings.where() + " " + answer
                                + ". Set the clock.",
                        failed);
            case "InvalidObjectState" ->
                error(
                        ErrorCode.SOURCE_UNREADABLE,
                        what + " is archived and cannot be read as it is " + answer
                                + ". Restore it, or leave it out of the pattern.",
                        failed);
            case "PermanentRedirect", "AuthorizationHeaderMalformed", "IllegalLocationConstraintException" ->
                elsewhere(failed, details, answer);
            default -> byStatus(failed, details, what, done, right, answer);
        };
    }

    private PipetteException byStatus(
            S3Exception failed,
            Optional<AwsErrorDetails> details,
            String what,
            String done,
            String right,
            String answer) {
        int status = failed.statusCode();
        if (status == 301 || status == 307) {
            return elsewhere(failed, details, answer);
        }
        if (status == 401 || status == 403) {
            return error(
                    ErrorCode.SOURCE_AUTH,
                    what + " may not be " + done + " with these credentials " + answer + ". Grant them " + right
                            + ", or use others.",
                    failed);
        }
        if (status == 429 || status >= 500) {
            return error(
                    ErrorCode.SOURCE_UNAVAILABLE,
                    what + " cannot be " + done + " now " + answer + ", and was tried again. Run again later.",
                    failed);
        }
        String message = details.map(AwsErrorDetails::errorMessage).orElse("");
        return error(
                ErrorCode.SOURCE_UNREADABLE,
                what + " cannot be " + done + " " + answer
                        + (message == null || message.isEmpty() ? "." : ": " + Secrets.masked(message)),
                failed);
    }

    private PipetteException elsewhere(S3Exception failed, Optional<AwsErrorDetails> details, String answer) {
        String region = details.map(AwsErrorDetails::sdkHttpResponse)
                .flatMap(response -> response.firstMatchingHeader("x-amz-bucket-region"))
                .orElse("");
        return error(
                ErrorCode.BAD_SETTINGS,
                "the bucket " + bucket + " is in "
                        + (region.isEmpty() ? "another region than the given one " : "the region " + region + " ")
                        + answer
                        + ". Say s3(\"" + bucket + "\").region("
                        + (region.isEmpty() ? ".." : '"' + region + '"') + "), or set AWS_REGION.",
                failed);
    }

    /** Why no answer came, in words. */
    static String reason(SdkException failed) {
        Throwable cause = failed;
        while (!(cause instanceof IOException) && cause.getCause() != null) {
            cause = cause.getCause();
        }
        return switch (cause) {
            case UnknownHostException ignored -> "there is no such host";
            case ConnectException ignored -> "the connection was refused";
            case SocketTimeoutException ignored -> "no answer came in time";
            case ApiCallAttemptTimeoutException ignored -> "an answer did not end in time";
            case SSLException tls -> "the encryption failed: " + tls.getMessage();
            default -> Secrets.masked(String.valueOf(cause.getMessage()));
        };
    }

    private PipetteException unanswered(SdkException failed, String what, String done) {
        return error(
                ErrorCode.SOURCE_UNAVAILABLE,
                what + " cannot be " + done + ", because " + settings.where() + " cannot be reached (" + reason(failed)
                        + "), and was tried again. Correct the endpoint, or run again when it answers.",
                failed);
    }

    private String address(String key) {
        return "s3://" + bucket + "/" + key;
    }

    private PipetteException error(ErrorCode code, String what, @Nullable Throwable cause) {
        return new PipetteException(code, "resource " + resource + ": " + what, cause);
    }
}

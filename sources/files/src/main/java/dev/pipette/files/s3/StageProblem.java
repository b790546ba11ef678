package dev.pipette.files.s3;

import dev.pipette.error.ErrorCode;
import dev.pipette.error.PipetteException;
import dev.pipette.text.Secrets;
import java.io.IOException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.s3.model.S3Exception;

/** Says what S3 refuses of a stage; never a key or a secret. What another attempt may bring is an {@link IOException}. */
final class StageProblem implements ClientProblem {
    private static final int FORBIDDEN = 403;
    private static final int CONFLICT = 409;
    private static final int THROTTLED = 429;
    private static final int SERVER_ERROR = 500;

    private final String address;
    private final String bucket;
    private final ClientSettings settings;

    StageProblem(String address, String bucket, ClientSettings settings) {
        this.address = address;
        this.bucket = bucket;
        this.settings = settings;
    }

    /**
     * What a failed request is.
     *
     * @param done what was asked for: {@code written}
     * @param right that it needs
     * @throws PipetteException for what another attempt does not change
     */
    IOException of(SdkException failed, String done, String right) {
        for (@Nullable Throwable at = failed; at != null; at = at.getCause()) {
            if (at instanceof PipetteException ours) {
                throw ours; // Amazon's client wraps what AnswerLimit throws
            }
        }
        if (!(failed instanceof S3Exception refused)) {
            return new IOException(settings.where() + " cannot be reached (" + S3Problem.reason(failed) + ")", failed);
        }
        Optional<AwsErrorDetails> details = Optional.ofNullable(refused.awsErrorDetails());
        String code = details.map(AwsErrorDetails::errorCode).orElse("");
        String answer = "(" + (refused.statusCode() + " " + code).strip() + ")";
        int status = refused.statusCode();
        // a conflict of two writes names no winner yet
        if (status == CONFLICT
                || status == THROTTLED
                || status >= SERVER_ERROR
                || code.equals("RequestTimeout")
                || code.equals("SlowDown")) {
            return new IOException(settings.where() + " has no time now " + answer, failed);
        }
        if (code.equals("NoSuchBucket")) {
            throw error(
                    ErrorCode.BAD_SETTINGS,
                    "there is no bucket " + bucket + " at " + settings.where() + " " + answer
                            + ". Create it, or correct the address of the stage or stage.endpoint.",
                    failed);
        }
        if (status == FORBIDDEN || status == 401) {
            throw error(
                    ErrorCode.BAD_SETTINGS,
                    "it may not be " + done + " with the credentials of this process " + answer + ". Grant them "
                            + right + " on " + address + ", or set stage.access_key_id and"
                            + " stage.secret_access_key to others, for each process of the load.",
                    failed);
        }
        String message = details.map(AwsErrorDetails::errorMessage).orElse("");
        throw error(
                ErrorCode.WORKING_FOLDER_FAILED,
                "it cannot be " + done + " " + answer
                        + (message == null || message.isEmpty() ? "" : ": " + Secrets.masked(message))
                        + ". Check stage.endpoint, stage.region and stage.path_style.",
                failed);
    }

    PipetteException notConditional() {
        return error(
                ErrorCode.NOT_INSTALLED,
                settings.where() + " replaced an object although the request said If-None-Match: *, so two processes of"
                        + " a load could both believe that they were first. Use a store that has conditional writes, or"
                        + " a folder that all processes share.",
                null);
    }

    @Override
    public PipetteException noCredentials(SdkException failed) {
        return error(
                ErrorCode.BAD_SETTINGS,
                "this process has no valid credentials for S3 in its environment (AWS_ACCESS_KEY_ID and"
                        + " AWS_SECRET_ACCESS_KEY), in a profile (AWS_PROFILE) or in a role of the machine. Set them, or"
                        + " the settings stage.access_key_id and stage.secret_access_key.",
                failed);
    }

    @Override
    public PipetteException noRegion(SdkException failed) {
        return error(
                ErrorCode.BAD_SETTINGS,
                "the region of the bucket " + bucket + " is not set. Set AWS_REGION, or the setting stage.region.",
                failed);
    }

    @Override
    public PipetteException endlessAnswer(long megabytes) {
        return error(
                ErrorCode.WORKING_FOLDER_FAILED,
                settings.where() + " answered a request with more than " + megabytes + " MB. Correct stage.endpoint.",
                null);
    }

    private PipetteException error(ErrorCode code, String what, @Nullable Throwable cause) {
        return new PipetteException(code, "stage " + address + ": " + what, cause);
    }
}

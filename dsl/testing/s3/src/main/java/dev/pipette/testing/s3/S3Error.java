package dev.pipette.testing.s3;

import java.util.Arrays;
import java.util.stream.Collectors;

/** Errors of S3; the words are those of its documentation, "Error responses" in the API reference. */
enum S3Error {
    ACCESS_DENIED(403, "AccessDenied", "Access Denied"),
    INTERNAL_ERROR(500, "InternalError", "We encountered an internal error. Please try again."),
    SLOW_DOWN(503, "SlowDown", "Please reduce your request rate."),
    PERMANENT_REDIRECT(
            301,
            "PermanentRedirect",
            "The bucket you are attempting to access must be addressed using the specified endpoint."),
    EXPIRED_TOKEN(400, "ExpiredToken", "The provided token has expired."),
    REQUEST_TIME_TOO_SKEWED(
            403, "RequestTimeTooSkewed", "The difference between the request time and the server's time is too large."),
    INVALID_OBJECT_STATE(403, "InvalidObjectState", "The operation is not valid for the object's storage class");

    private final int status;
    private final String code;
    private final String message;

    S3Error(int status, String code, String message) {
        this.status = status;
        this.code = code;
        this.message = message;
    }

    /** The most usual one with the status. */
    static S3Error of(int status) {
        return Arrays.stream(values())
                .filter(error -> error.status == status)
                .findFirst()
                .orElseThrow(() -> unknown(String.valueOf(status)));
    }

    static S3Error of(String code) {
        return Arrays.stream(values())
                .filter(error -> error.code.equals(code))
                .findFirst()
                .orElseThrow(() -> unknown(code));
    }

    private static IllegalArgumentException unknown(String what) {
        String known = Arrays.stream(values()).map(S3Error::toString).collect(Collectors.joining(", "));
        return new IllegalArgumentException("S3 does not fail with " + what + " here. Use " + known + ".");
    }

    int status() {
        return status;
    }

    /** The body of the answer. */
    String document() {
        return "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<Error><Code>" + code + "</Code><Message>" + message
                + "</Message><RequestId>local</RequestId></Error>";
    }

    @Override
    public String toString() {
        return status + " (" + code + ")";
    }
}

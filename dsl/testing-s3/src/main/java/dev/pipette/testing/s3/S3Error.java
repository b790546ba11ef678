package dev.pipette.testing.s3;

import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Collectors;

/** Errors of S3; the words are those of its documentation, "Error responses" in the API reference. */
enum S3Error {
    ACCESS_DENIED(403, "AccessDenied", "Access Denied"),
    INTERNAL_ERROR(500, "InternalError", "We encountered an internal error. Please try again."),
    SLOW_DOWN(503, "SlowDown", "Please reduce your request rate.");

    private final int status;
    private final String code;
    private final String message;

    S3Error(int status, String code, String message) {
        this.status = status;
        this.code = code;
        this.message = message;
    }

    static Optional<S3Error> find(int status) {
        return Arrays.stream(values()).filter(error -> error.status == status).findFirst();
    }

    static String statuses() {
        return Arrays.stream(values())
                .map(error -> error.status + " (" + error.code + ")")
                .collect(Collectors.joining(", "));
    }

    /** The body of the answer. */
    String document() {
        return "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<Error><Code>" + code + "</Code><Message>" + message
                + "</Message><RequestId>local</RequestId></Error>";
    }
}

package dev.pipette.files.web;

import dev.pipette.error.ErrorCode;
import dev.pipette.error.PipetteException;
import dev.pipette.text.Secrets;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.ConnectException;
import java.net.UnknownHostException;
import java.util.List;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/** The errors of one address; nothing in them is a secret. */
final class WebProblem {
    private final WebAddress address;

    WebProblem(WebAddress address) {
        this.address = address;
    }

    /** An answer that another attempt does not change. */
    PipetteException status(int status, @Nullable String movedTo) {
        return switch (status) {
            case 401, 403 ->
                problem(
                        ErrorCode.SOURCE_AUTH,
                        " answered " + status + ": "
                                + (address.credentials().isPresent()
                                        ? "the user and password in the address are wrong, or may not read this file."
                                        : "it needs credentials, or the signature in the address has expired. A user and"
                                                + " password are written https://USER:PASSWORD@HOST/.."));
            case 404, 410 ->
                problem(
                        ErrorCode.SOURCE_MISSING,
                        " answered " + status + ": there is no such file. Correct the address.");
            default ->
                movedTo == null
                        ? problem(
                                ErrorCode.SOURCE_UNREADABLE,
                                " answered " + status
                                        + ", and that is not a file. Open the address in a browser to see why.")
                        : problem(
                                ErrorCode.SOURCE_UNREADABLE,
                                " answered " + status + " and leads to " + Secrets.masked(movedTo)
                                        + ", over a connection that is not encrypted. If that is right, give that address.");
        };
    }

    /** The last of several attempts failed. */
    PipetteException unavailable(String reason, int attempts, @Nullable Throwable cause) {
        return new PipetteException(
                ErrorCode.SOURCE_UNAVAILABLE,
                text(" " + reason + " (" + attempts + (attempts == 1 ? " attempt" : " attempts")
                        + "). Nothing of the resource was loaded: run it again later."),
                cause);
    }

    /** There is nobody to trust, no TLS, or no such host: it will be the same in a moment. */
    PipetteException unreachable(IOException failed) {
        return new PipetteException(
                ErrorCode.SOURCE_UNAVAILABLE,
                text(
                        failed instanceof UnknownHostException
                                ? ": there is no host " + address.url().host()
                                        + ". Correct the address, or look whether this machine is connected."
                                : ": no encrypted connection can be made: " + Secrets.masked(message(failed))
                                        + ". Check the address, and that this machine trusts the server's certificate."),
                failed);
    }

    PipetteException interrupted(Throwable cause) {
        return new PipetteException(
                ErrorCode.INTERRUPTED,
                text(" was being read when the run was interrupted. Nothing of it was loaded."),
                cause);
    }

    PipetteException page() {
        return problem(
                ErrorCode.SOURCE_UNREADABLE,
                " is a web page and not a file. It may be a login, or a page that shows the file: open it in a browser and"
                        + " copy the address of the download (on GitHub, that of the button Raw).");
    }

    /** The file is compressed, and its name does not have the ending that says so. */
    PipetteException packed(String what, String ending) {
        List<String> path = address.url().pathSegments();
        String name = path.getLast().isEmpty() ? "download" : path.getLast();
        return problem(
                ErrorCode.SOURCE_UNREADABLE,
                " is " + what + ", and its name does not end in " + ending + ". Save it on this machine as " + name
                        + ending + ", and load that file.");
    }

    PipetteException redirectedForEver() {
        return problem(
                ErrorCode.SOURCE_UNREADABLE,
                " redirects to other addresses again and again, and never to a file. Open the address in a browser, and give"
                        + " the address of the download.");
    }

    PipetteException changing(int times) {
        return problem(
                ErrorCode.SOURCE_UNAVAILABLE,
                " changed " + times + " times while it was read. Run it again when the file is at rest.");
    }

    /** Whether what answered does not speak TLS at all. */
    static boolean isWithoutTls(IOException failed) {
        return failed instanceof SSLException && message(failed).contains("unrecognized SSL message");
    }

    /** What an exception of the connection says, in words. */
    static String reason(IOException failed) {
        String message = message(failed);
        return switch (failed) {
            case ConnectException refused -> "cannot be reached: " + Secrets.masked(message);
            case InterruptedIOException timeout -> "sent nothing for too long";
            case SSLException tls -> "does not speak TLS as it should: " + message;
            default -> "broke off: " + Secrets.masked(message);
        };
    }

    private static String message(IOException failed) {
        String message = failed.getMessage();
        return message == null ? failed.getClass().getSimpleName() : message.replaceFirst("[.\\s]+$", "");
    }

    private PipetteException problem(ErrorCode code, String rest) {
        return new PipetteException(code, text(rest));
    }

    private String text(String rest) {
        return "resource " + address.resource() + ": " + address.shown() + rest;
    }
}

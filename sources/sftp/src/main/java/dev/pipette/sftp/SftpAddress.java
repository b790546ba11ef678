package dev.pipette.sftp;

import dev.pipette.error.ErrorCode;
import dev.pipette.error.PipetteException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * {@code sftp://user@host:port/path/*.csv}.
 *
 * @param path a path or a glob, from the root, or from the user's folder where it begins with {@code ~/}
 */
record SftpAddress(String user, String host, int port, String path) {
    static final int USUAL_PORT = 22;

    private static final Pattern WRITTEN = Pattern.compile(
            "(?:([^@/]*)@)?(\\[[0-9a-fA-F:.%]+\\]|[^:/@\\[\\]]+)(?::([1-9][0-9]{0,4}))?/(.+)", Pattern.DOTALL);
    private static final int LAST_PORT = 65_535;

    /**
     * Reads an address.
     *
     * @throws PipetteException BAD_USAGE for one that cannot be, and for one with a password
     */
    static SftpAddress of(String resource, String pattern) {
        String rest = pattern.substring(pattern.indexOf("://") + "://".length());
        int slash = rest.indexOf('/');
        int at = rest.lastIndexOf('@', slash < 0 ? rest.length() : slash);
        if (rest.lastIndexOf(':', at) >= 0 && at > 0) {
            // nothing of it is printed
            throw new PipetteException(
                    ErrorCode.BAD_USAGE,
                    "resource " + resource + ": the address sftp://.. holds a password. Leave it out, as in"
                            + " sftp://USER@HOST/.., and set SFTP_PASSWORD, or .password(..) of sftp(\"HOST\").");
        }
        Matcher matcher = WRITTEN.matcher(rest);
        int port = 0;
        if (matcher.matches()) {
            port = matcher.group(3) == null ? USUAL_PORT : Integer.parseInt(matcher.group(3));
        }
        if (port < 1 || port > LAST_PORT) {
            throw new PipetteException(
                    ErrorCode.BAD_USAGE,
                    "resource " + resource + ": '" + pattern + "' is not an address of files. Write it like"
                            + " sftp://USER@HOST/out/*.csv.");
        }
        String user = matcher.group(1) == null ? "" : matcher.group(1);
        if (user.isEmpty()) {
            throw new PipetteException(
                    ErrorCode.BAD_USAGE,
                    "resource " + resource + ": '" + pattern + "' names no user. Write it like sftp://USER@"
                            + matcher.group(2) + "/.., or add .user(..) to sftp(\"" + matcher.group(2) + "\").");
        }
        String path = matcher.group(4);
        return new SftpAddress(user, matcher.group(2), port, path.startsWith("~/") ? path : "/" + path);
    }

    /** The host and its port, as known_hosts and keys of files have it. */
    String place() {
        return port == USUAL_PORT ? host : host + ":" + port;
    }

    /** The host for a connection: an address of IPv6 without its brackets. */
    String plainHost() {
        return host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
    }
}

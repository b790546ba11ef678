package dev.pipette;

import com.google.errorprone.annotations.CheckReturnValue;
import dev.pipette.error.ErrorCode;
import dev.pipette.error.PipetteException;
import dev.pipette.settings.Secret;
import dev.pipette.spi.FileLocation;
import java.nio.file.Path;

/**
 * A server that gives files over SFTP; read by {@code pipette-sftp}.
 *
 * <pre>{@code
 * resource("orders").files(
 *     sftp("files.example.com").user("loader").privateKey(Path.of("/etc/pipette/id_ecdsa")).glob("/out/*.csv"), csvFormat());
 * }</pre>
 *
 * <p>What is not set here is taken from the settings {@code SFTP_PASSWORD}, {@code SFTP_KEY_FILE}, {@code
 * SFTP_KEY_PASSPHRASE} and {@code SFTP_KNOWN_HOSTS}.
 */
@CheckReturnValue
public final class SftpHost {
    /** The setting of {@link #privateKey}. */
    public static final String KEY_FILE = "key_file";

    /** The setting of {@link #knownHosts}. */
    public static final String KNOWN_HOSTS = "known_hosts";

    /** The secret of {@link #passphrase}. */
    public static final String PASSPHRASE = "passphrase";

    /** The secret of {@link #password}. */
    public static final String PASSWORD = "password";

    private static final int LAST_PORT = 65_535;

    private final String host;
    private final String user;
    private final int port;
    private final FileLocation options;

    private SftpHost(String host, String user, int port, FileLocation options) {
        this.host = host;
        this.user = user;
        this.port = port;
        this.options = options;
    }

    static SftpHost named(String host) {
        if (host.isBlank() || host.contains("/") || host.contains("@")) {
            throw new PipetteException(
                    ErrorCode.BAD_USAGE,
                    "'" + host
                            + "' is not the name of a host. Write the name alone, the user as .user(..) and the files"
                            + " as .glob(..).");
        }
        return new SftpHost(host, "", 0, FileLocation.of(""));
    }

    /** Sets the user to log in as. */
    public SftpHost user(String name) {
        if (name.isBlank() || name.contains("/") || name.contains("@") || name.contains(":")) {
            throw new PipetteException(
                    ErrorCode.BAD_USAGE,
                    "the name of a user is empty, or holds a slash, a colon or an @. Write the name alone; a password is"
                            + " .password(..).");
        }
        return new SftpHost(host, name, port, options);
    }

    /**
     * Sets the port, by default 22.
     *
     * @param number from 1 to 65,535
     */
    public SftpHost port(int number) {
        if (number < 1 || number > LAST_PORT) {
            throw new PipetteException(
                    ErrorCode.BAD_USAGE, "a port is a number from 1 to 65535, and not " + number + ".");
        }
        return new SftpHost(host, user, number, options);
    }

    /** Sets the password of the user. */
    public SftpHost password(Secret password) {
        return new SftpHost(host, user, port, options.with(PASSWORD, password));
    }

    /** Sets the file with the private key of the user, of OpenSSH or PEM. */
    public SftpHost privateKey(Path file) {
        return new SftpHost(host, user, port, options.with(KEY_FILE, file.toString()));
    }

    /** Sets the passphrase of the private key. */
    public SftpHost passphrase(Secret passphrase) {
        return new SftpHost(host, user, port, options.with(PASSPHRASE, passphrase));
    }

    /** Sets the file with the keys of known servers, by default {@code ~/.ssh/known_hosts}. */
    public SftpHost knownHosts(Path file) {
        return new SftpHost(host, user, port, options.with(KNOWN_HOSTS, file.toString()));
    }

    /**
     * The files whose path matches.
     *
     * @param paths a path or a glob from the server's root, or from the user's folder: {@code ~/out/*.csv}
     */
    public FileLocation glob(String paths) {
        return new FileLocation(
                this + "/" + (paths.startsWith("/") ? paths.substring(1) : paths),
                options.settings(),
                options.secrets());
    }

    @Override
    public String toString() {
        return "sftp://" + (user.isEmpty() ? "" : user + "@") + host + (port == 0 ? "" : ":" + port);
    }
}

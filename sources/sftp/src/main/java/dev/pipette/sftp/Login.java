package dev.pipette.sftp;

import dev.pipette.SftpHost;
import dev.pipette.error.ErrorCode;
import dev.pipette.error.PipetteException;
import dev.pipette.settings.Secret;
import dev.pipette.settings.Settings;
import dev.pipette.spi.FileLocation;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** By what a user logs in, and which file has the keys of known servers: of the location, or else of the settings. */
record Login(Optional<Secret> password, Optional<Path> keyFile, Optional<Secret> passphrase, Path knownHosts) {
    private static final Set<String> SETTINGS = new TreeSet<>(Set.of(SftpHost.KEY_FILE, SftpHost.KNOWN_HOSTS));
    private static final Set<String> SECRETS = new TreeSet<>(Set.of(SftpHost.PASSPHRASE, SftpHost.PASSWORD));

    /**
     * Reads them.
     *
     * @throws PipetteException BAD_USAGE for a setting that there is not; BAD_SETTINGS where there is neither a key nor a
     *     password
     */
    static Login of(String resource, FileLocation location, Settings settings) {
        check(resource, location.settings().keySet(), SETTINGS, "setting");
        check(resource, location.secrets().keySet(), SECRETS, "secret");
        boolean own = location.settings().containsKey(SftpHost.KEY_FILE)
                || location.secrets().containsKey(SftpHost.PASSWORD);
        Optional<Secret> password = Optional.ofNullable(location.secrets().get(SftpHost.PASSWORD))
                .or(() -> own ? Optional.empty() : settings.find("SFTP_PASSWORD", Secret.class));
        Optional<Path> keyFile = Optional.ofNullable(location.settings().get(SftpHost.KEY_FILE))
                .or(() -> own ? Optional.empty() : settings.find("SFTP_KEY_FILE"))
                .map(Login::path);
        Optional<Secret> passphrase = Optional.ofNullable(location.secrets().get(SftpHost.PASSPHRASE))
                .or(() -> settings.find("SFTP_KEY_PASSPHRASE", Secret.class));
        Path knownHosts = Optional.ofNullable(location.settings().get(SftpHost.KNOWN_HOSTS))
                .or(() -> settings.find("SFTP_KNOWN_HOSTS"))
                .map(Login::path)
                .orElseGet(() -> path("~/.ssh/known_hosts"));
        if (password.isEmpty() && keyFile.isEmpty()) {
            throw new PipetteException(
                    ErrorCode.BAD_SETTINGS,
                    "resource " + resource + ": there is neither a key nor a password for sftp://. Set SFTP_KEY_FILE or"
                            + " SFTP_PASSWORD, or .privateKey(..) or .password(..) of sftp(\"HOST\").");
        }
        keyFile.ifPresent(file -> {
            if (!Files.isReadable(file)) {
                throw new PipetteException(
                        ErrorCode.BAD_SETTINGS,
                        "resource " + resource + ": there is no private key " + file + " that can be read. Correct"
                                + " SFTP_KEY_FILE or .privateKey(..).");
            }
        });
        return new Login(password, keyFile, passphrase, knownHosts);
    }

    private static void check(String resource, Set<String> given, Set<String> known, String kind) {
        for (String name : new TreeSet<>(given)) {
            if (!known.contains(name)) {
                throw new PipetteException(
                        ErrorCode.BAD_USAGE,
                        "resource " + resource + ": SFTP has no " + kind + " '" + name + "'. It has: "
                                + String.join(", ", known) + ".");
            }
        }
    }

    private static Path path(String text) {
        return text.startsWith("~/")
                ? Path.of(System.getProperty("user.home")).resolve(text.substring(2))
                : Path.of(text);
    }
}

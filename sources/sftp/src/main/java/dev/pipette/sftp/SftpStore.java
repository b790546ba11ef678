package dev.pipette.sftp;

import dev.pipette.files.Retries;
import dev.pipette.settings.Settings;
import dev.pipette.spi.FileLocation;
import dev.pipette.spi.FileStore;
import java.time.Duration;
import java.util.function.Supplier;

/**
 * Files of SFTP servers.
 *
 * <pre>{@code
 * resource("orders").files(sftp("files.example.com").user("loader").glob("/out/*.csv"), csvFormat());
 * }</pre>
 */
public final class SftpStore implements FileStore {
    /** Half a minute of pauses or so, where answers come at once. The timeout is how long a server may say nothing. */
    static final Retries RETRIES = new Retries(7, Duration.ofMillis(500), Duration.ofMinutes(1));

    private final Retries retries;
    private final Supplier<Settings> settings;

    /** For {@link java.util.ServiceLoader}. */
    public SftpStore() {
        this(RETRIES, Settings::load);
    }

    SftpStore(Retries retries, Supplier<Settings> settings) {
        this.retries = retries;
        this.settings = settings;
    }

    @Override
    public String scheme() {
        return "sftp";
    }

    @Override
    public OpenLocation open(String resource, FileLocation location) {
        SftpAddress address = SftpAddress.of(resource, location.pattern());
        Login login = Login.of(resource, location, settings.get());
        return new SftpLocation(resource, address, new Connection(resource, address, login, retries), retries);
    }
}

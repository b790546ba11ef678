package dev.pipette.files.web;

import dev.pipette.files.Retries;
import dev.pipette.spi.FileLocation;
import dev.pipette.spi.FileStore;
import java.time.Duration;

/**
 * Files of web servers, over a connection that others can read; passwords and keys are refused here.
 *
 * <pre>{@code
 * resource("stations").files("http://files.example.com/public/stations.csv");
 * }</pre>
 */
public final class HttpStore implements FileStore {
    /** Half a minute of pauses or so, where answers come at once. The timeout is how long a server may send nothing. */
    static final Retries RETRIES = new Retries(7, Duration.ofMillis(500), Duration.ofMinutes(1));

    private final Retries retries;

    /** For {@link java.util.ServiceLoader}. */
    public HttpStore() {
        this(RETRIES);
    }

    HttpStore(Retries retries) {
        this.retries = retries;
    }

    @Override
    public String scheme() {
        return "http";
    }

    @Override
    public OpenLocation open(String resource, FileLocation location) {
        return new WebLocation(WebAddress.of(resource, location.pattern()), retries);
    }
}

package dev.pipette.files.web;

import dev.pipette.spi.FileLocation;
import dev.pipette.spi.FileStore;

/**
 * Files of web servers, over a connection that others can read; passwords and keys are refused here.
 *
 * <pre>{@code
 * resource("stations").files("http://files.example.com/public/stations.csv");
 * }</pre>
 */
public final class HttpStore implements FileStore {
    private final Patience patience;

    /** For {@link java.util.ServiceLoader}. */
    public HttpStore() {
        this(Patience.USUAL);
    }

    HttpStore(Patience patience) {
        this.patience = patience;
    }

    @Override
    public String scheme() {
        return "http";
    }

    @Override
    public OpenLocation open(String resource, FileLocation location) {
        return new WebLocation(WebAddress.of(resource, location.pattern()), patience);
    }
}

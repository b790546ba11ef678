package dev.pipette.files.web;

import dev.pipette.spi.FileLocation;
import dev.pipette.spi.FileStore;

/**
 * Files of web servers, over an encrypted connection.
 *
 * <pre>{@code
 * resource("orders").files("https://files.example.com/exports/orders.csv.gz");
 * }</pre>
 */
public final class HttpsStore implements FileStore {
    /** For {@link java.util.ServiceLoader}. */
    public HttpsStore() {}

    @Override
    public String scheme() {
        return "https";
    }

    @Override
    public OpenLocation open(String resource, FileLocation location) {
        return new WebLocation(WebAddress.of(resource, location.pattern()), HttpStore.RETRIES);
    }
}

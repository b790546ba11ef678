package dev.pipette.files.s3;

import dev.pipette.spi.FileLocation;
import dev.pipette.spi.FileStore;

/**
 * Objects of S3, and of stores that speak its protocol.
 *
 * <pre>{@code
 * resource("orders").files(s3("demo-exports").glob("orders-create/**" + "/*.csv"), csvFormat());
 * }</pre>
 */
public final class S3Store implements FileStore {
    private final Patience patience;

    /** For {@link java.util.ServiceLoader}. */
    public S3Store() {
        this(Patience.USUAL);
    }

    S3Store(Patience patience) {
        this.patience = patience;
    }

    @Override
    public String scheme() {
        return "s3";
    }

    @Override
    public OpenLocation open(String resource, FileLocation location) {
        ObjectPattern objects = ObjectPattern.of(resource, location);
        ClientSettings settings = ClientSettings.of(resource, location);
        return new S3Location(objects, settings, patience, new S3Problem(resource, objects.bucket(), settings));
    }
}

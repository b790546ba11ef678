package dev.pipette.files.s3;

import dev.pipette.files.Retries;
import dev.pipette.spi.FileLocation;
import dev.pipette.spi.FileStore;
import java.time.Duration;

/**
 * Objects of S3, and of stores that speak its protocol.
 *
 * <pre>{@code
 * resource("orders").files(s3("demo-exports").glob("orders-create/**" + "/*.csv"), csvFormat());
 * }</pre>
 */
public final class S3Store implements FileStore {
    /**
     * A quarter of a minute or so of pauses, where answers come at once. The timeout is how long an attempt may take: all of
     * an answer, but only the begin of an object's content.
     */
    static final Retries RETRIES = new Retries(7, Duration.ofMillis(200), Duration.ofMinutes(5));

    private final Retries retries;

    /** For {@link java.util.ServiceLoader}. */
    public S3Store() {
        this(RETRIES);
    }

    S3Store(Retries retries) {
        this.retries = retries;
    }

    @Override
    public String scheme() {
        return "s3";
    }

    @Override
    public OpenLocation open(String resource, FileLocation location) {
        ObjectPattern objects = ObjectPattern.of(resource, location);
        ClientSettings settings = ClientSettings.of(resource, location);
        return new S3Location(objects, settings, retries, new S3Problem(resource, objects.bucket(), settings));
    }
}

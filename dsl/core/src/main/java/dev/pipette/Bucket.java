package dev.pipette;

import com.google.errorprone.annotations.CheckReturnValue;
import dev.pipette.error.ErrorCode;
import dev.pipette.error.PipetteException;
import dev.pipette.settings.Secret;
import dev.pipette.spi.FileLocation;
import java.net.URI;

/**
 * A bucket of S3, or of a store that speaks its protocol. Credentials and region come from where Amazon's SDK looks for
 * them (environment, profile, role) unless they are set here.
 *
 * <pre>{@code
 * resource("orders").files(s3("demo-exports").region("us-east-1").glob("orders-create/*.csv"), csvFormat().allText());
 * }</pre>
 */
@CheckReturnValue
public final class Bucket {
    /** The setting of {@link #endpoint(URI)}. */
    public static final String ENDPOINT = "endpoint";

    /** The setting of {@link #region(String)}. */
    public static final String REGION = "region";

    /** The setting of {@link #pathStyle()}. */
    public static final String PATH_STYLE = "path_style";

    /** The setting and the secret of {@link #credentials(String, Secret)}. */
    public static final String ACCESS_KEY_ID = "access_key_id";

    /** The secret of {@link #credentials(String, Secret)}. */
    public static final String SECRET_ACCESS_KEY = "secret_access_key";

    /** The secret of {@link #credentials(String, Secret, Secret)} that temporary credentials have. */
    public static final String SESSION_TOKEN = "session_token";

    /** The setting of {@link #maxObjects(int)}. */
    public static final String MAX_OBJECTS = "max_objects";

    private final FileLocation location;

    private Bucket(FileLocation location) {
        this.location = location;
    }

    static Bucket named(String name) {
        if (name.isBlank() || name.contains("/")) {
            throw new PipetteException(
                    ErrorCode.BAD_USAGE,
                    "'" + name + "' is not a name of a bucket. Write the name alone, and what is in it as .glob(..).");
        }
        return new Bucket(FileLocation.of("s3://" + name + "/"));
    }

    /** Reaches the bucket there instead of at Amazon's address: {@code http://127.0.0.1:9000}. */
    public Bucket endpoint(URI address) {
        return new Bucket(location.with(ENDPOINT, address.toString()));
    }

    /** The region that the bucket is in. */
    public Bucket region(String region) {
        return new Bucket(location.with(REGION, region));
    }

    /** Names the bucket in the path of addresses and not in the host, as most stores beside Amazon's need it. */
    public Bucket pathStyle() {
        return new Bucket(location.with(PATH_STYLE, "true"));
    }

    /**
     * Lets a pattern match as many objects as this, and not the million that it may match otherwise.
     *
     * @param objects from 1 to 999,999,999
     */
    public Bucket maxObjects(int objects) {
        return new Bucket(location.with(MAX_OBJECTS, String.valueOf(objects)));
    }

    /** Credentials, where they do not come from the environment. */
    public Bucket credentials(String accessKeyId, Secret secretAccessKey) {
        return new Bucket(location.with(ACCESS_KEY_ID, accessKeyId).with(SECRET_ACCESS_KEY, secretAccessKey));
    }

    /** Temporary credentials, where they do not come from the environment. */
    public Bucket credentials(String accessKeyId, Secret secretAccessKey, Secret sessionToken) {
        return new Bucket(credentials(accessKeyId, secretAccessKey).location.with(SESSION_TOKEN, sessionToken));
    }

    /**
     * The objects whose key matches.
     *
     * @param keys a key or a glob; {@code **} crosses slashes and {@code **}{@code /} also matches no folder; a
     *     backslash takes the meaning from the character that follows
     */
    public FileLocation glob(String keys) {
        return new FileLocation(location.pattern() + keys, location.settings(), location.secrets());
    }

    @Override
    public String toString() {
        return location.pattern();
    }
}

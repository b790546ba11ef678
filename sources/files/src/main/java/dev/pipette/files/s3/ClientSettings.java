package dev.pipette.files.s3;

import dev.pipette.Bucket;
import dev.pipette.error.ErrorCode;
import dev.pipette.error.PipetteException;
import dev.pipette.settings.Secret;
import dev.pipette.settings.Settings;
import dev.pipette.spi.FileLocation;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * How a bucket is reached, as far as it was given.
 *
 * @param endpoint empty for Amazon's
 * @param region empty where the environment says it
 * @param pathStyle whether the bucket is in the path of addresses
 * @param keys empty where the environment has them
 * @param maxObjects how many objects a pattern may match
 */
record ClientSettings(
        Optional<URI> endpoint, Optional<String> region, boolean pathStyle, Optional<Keys> keys, int maxObjects) {
    /** Where the settings of a stage are. */
    private static final String SECTION = "stage.";

    private static final int DEFAULT_MAX_OBJECTS = 1_000_000;
    private static final Set<String> SETTINGS = new TreeSet<>(
            Set.of(Bucket.ENDPOINT, Bucket.REGION, Bucket.PATH_STYLE, Bucket.ACCESS_KEY_ID, Bucket.MAX_OBJECTS));
    private static final Set<String> SECRETS = new TreeSet<>(Set.of(Bucket.SECRET_ACCESS_KEY, Bucket.SESSION_TOKEN));

    /** Credentials; the last is for temporary ones. */
    record Keys(String accessKeyId, Secret secretAccessKey, Optional<Secret> sessionToken) {}

    /**
     * Reads the settings of a location.
     *
     * @throws PipetteException BAD_USAGE for a setting that there is not, or one that cannot be
     */
    static ClientSettings of(String resource, FileLocation location) {
        return read("resource " + resource, location);
    }

    /**
     * The settings of a stage: {@code stage.endpoint} and so on.
     *
     * @throws PipetteException BAD_USAGE for one that cannot be
     */
    static ClientSettings ofStage(String address, Settings settings) {
        FileLocation location = FileLocation.of(address);
        for (String name : List.of(Bucket.ENDPOINT, Bucket.REGION, Bucket.PATH_STYLE, Bucket.ACCESS_KEY_ID)) {
            Optional<String> value = settings.find(SECTION + name);
            location = value.isPresent() ? location.with(name, value.get()) : location;
        }
        for (String name : List.of(Bucket.SECRET_ACCESS_KEY, Bucket.SESSION_TOKEN)) {
            Optional<Secret> value = settings.find(SECTION + name, Secret.class);
            location = value.isPresent() ? location.with(name, value.get()) : location;
        }
        return read("stage " + address, location);
    }

    private static ClientSettings read(String owner, FileLocation location) {
        check(owner, location.settings().keySet(), SETTINGS, "setting");
        check(owner, location.secrets().keySet(), SECRETS, "secret");
        return new ClientSettings(
                Optional.ofNullable(location.settings().get(Bucket.ENDPOINT)).map(text -> endpoint(owner, text)),
                Optional.ofNullable(location.settings().get(Bucket.REGION)),
                Boolean.parseBoolean(location.settings().get(Bucket.PATH_STYLE)),
                keys(owner, location),
                Optional.ofNullable(location.settings().get(Bucket.MAX_OBJECTS))
                        .map(text -> maxObjects(owner, text))
                        .orElse(DEFAULT_MAX_OBJECTS));
    }

    private static int maxObjects(String owner, String text) {
        if (!text.matches("[1-9]\\d{0,8}")) {
            throw wrong(owner, Bucket.MAX_OBJECTS + " is a number from 1 to 999999999, and not '" + text + "'.");
        }
        return Integer.parseInt(text);
    }

    private static void check(String owner, Set<String> given, Set<String> known, String kind) {
        for (String name : new TreeSet<>(given)) {
            if (!known.contains(name)) {
                throw wrong(owner, "S3 has no " + kind + " '" + name + "'. It has: " + String.join(", ", known) + ".");
            }
        }
    }

    private static URI endpoint(String owner, String text) {
        URI address;
        try {
            address = URI.create(text);
        } catch (IllegalArgumentException failed) {
            throw wrong(owner, "the endpoint is not an address. Write it like http://127.0.0.1:9000.");
        }
        if (address.getUserInfo() != null) {
            throw wrong(owner, "the endpoint holds a user or a password. Leave them out, and say .credentials(..).");
        }
        boolean web = "http".equals(address.getScheme()) || "https".equals(address.getScheme());
        if (!web || address.getHost() == null) {
            throw wrong(owner, "the endpoint '" + text + "' is not an address. Write it like http://127.0.0.1:9000.");
        }
        return address;
    }

    private static Optional<Keys> keys(String owner, FileLocation location) {
        String id = location.settings().get(Bucket.ACCESS_KEY_ID);
        Secret secret = location.secrets().get(Bucket.SECRET_ACCESS_KEY);
        Optional<Secret> token = Optional.ofNullable(location.secrets().get(Bucket.SESSION_TOKEN));
        if (id == null && secret == null && token.isEmpty()) {
            return Optional.empty();
        }
        if (id == null || secret == null) {
            throw wrong(
                    owner,
                    "credentials of S3 are " + Bucket.ACCESS_KEY_ID + " and " + Bucket.SECRET_ACCESS_KEY
                            + " together, and " + (id == null ? Bucket.ACCESS_KEY_ID : Bucket.SECRET_ACCESS_KEY)
                            + " is missing. Say both, or none to take those of the environment.");
        }
        return Optional.of(new Keys(id, secret, token));
    }

    private static PipetteException wrong(String owner, String what) {
        return new PipetteException(ErrorCode.BAD_USAGE, owner + ": " + what);
    }

    /** Where it is, for people. */
    String where() {
        return endpoint.map(URI::toString).orElse("Amazon S3");
    }
}

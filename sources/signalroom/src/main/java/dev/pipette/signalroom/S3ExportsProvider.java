package dev.pipette.signalroom;

import dev.pipette.Bucket;
import dev.pipette.Pipette;
import dev.pipette.Source;
import dev.pipette.SourceProvider;
import dev.pipette.error.ErrorCode;
import dev.pipette.error.PipetteException;
import dev.pipette.settings.Secret;
import dev.pipette.settings.Settings;
import dev.pipette.spi.SourceSetting;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Makes {@code s3_exports} from the settings. */
public final class S3ExportsProvider implements SourceProvider {
    private static final String BUCKET = "S3_BUCKET_NAME";
    private static final String PREFIXES = "S3_PREFIXES";
    private static final String PREFIX = "S3_PREFIX";
    private static final String REGION = "AWS_REGION";
    private static final String ENDPOINT = "S3_ENDPOINT";
    private static final String KEY_ID = "AWS_ACCESS_KEY_ID";
    private static final String SECRET_KEY = "AWS_SECRET_ACCESS_KEY";
    private static final String SESSION_TOKEN = "AWS_SESSION_TOKEN";

    @Override
    public String name() {
        return S3Exports.NAME;
    }

    @Override
    public String description() {
        return "daily CSV exports of orders and prospects, from S3";
    }

    @Override
    public List<SourceSetting> settings() {
        return List.of(
                SourceSetting.required(BUCKET, "the name of the bucket"),
                SourceSetting.required(PREFIXES, "folders in the bucket, with commas between", PREFIX),
                SourceSetting.optional(REGION, "the region that the bucket is in"),
                SourceSetting.optional(ENDPOINT, "the address of another store that speaks S3's protocol"),
                SourceSetting.optional(KEY_ID, "credentials, where Amazon's profiles and roles have none"),
                SourceSetting.optional(SECRET_KEY, "the secret of these credentials"),
                SourceSetting.optional(SESSION_TOKEN, "the token that temporary credentials have"));
    }

    @Override
    public Source open(Settings settings) {
        Bucket bucket = Pipette.s3(settings.get(BUCKET));
        Optional<String> region = settings.find(REGION);
        if (region.isPresent()) {
            bucket = bucket.region(region.get());
        }
        Optional<URI> endpoint = settings.find(ENDPOINT, URI.class);
        if (endpoint.isPresent()) {
            bucket = bucket.endpoint(endpoint.get()).pathStyle();
        }
        return S3Exports.source(withCredentials(bucket, settings), prefixes(settings));
    }

    /** The keys of the settings, which may be in .env, where Amazon's SDK does not look. */
    private static Bucket withCredentials(Bucket bucket, Settings settings) {
        Optional<String> id = settings.find(KEY_ID);
        Optional<Secret> secret = settings.find(SECRET_KEY, Secret.class);
        if (id.isPresent() != secret.isPresent()) {
            throw new PipetteException(
                    ErrorCode.BAD_SETTINGS,
                    KEY_ID + " and " + SECRET_KEY + " belong together, and " + (id.isPresent() ? SECRET_KEY : KEY_ID)
                            + " is missing. Set both, or none where a profile or a role has them.");
        }
        if (id.isEmpty() || secret.isEmpty()) {
            return bucket;
        }
        return settings.find(SESSION_TOKEN, Secret.class)
                .map(token -> bucket.credentials(id.get(), secret.get(), token))
                .orElseGet(() -> bucket.credentials(id.get(), secret.get()));
    }

    private static List<String> prefixes(Settings settings) {
        String text = settings.find(PREFIXES).orElseGet(() -> settings.get(PREFIX));
        List<String> prefixes = Stream.of(text.split(",", -1))
                .map(String::strip)
                .filter(prefix -> !prefix.isEmpty())
                .toList();
        if (prefixes.isEmpty()) {
            throw new PipetteException(
                    ErrorCode.BAD_SETTINGS,
                    PREFIXES + " is '" + text + "', which names no folder. Write it like " + PREFIXES
                            + "=orders-create,orders-update.");
        }
        return prefixes;
    }
}

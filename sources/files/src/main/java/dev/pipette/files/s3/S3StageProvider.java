package dev.pipette.files.s3;

import dev.pipette.error.ErrorCode;
import dev.pipette.error.PipetteException;
import dev.pipette.files.Retries;
import dev.pipette.settings.Settings;
import dev.pipette.slices.Stage;
import dev.pipette.slices.StageProvider;
import java.time.Duration;

/**
 * Stages in a bucket of S3, or of a store that speaks its protocol and has conditional writes.
 *
 * <pre>{@code
 * Stage stage = Stages.open("s3://load-stage/pipette", Settings.load());   // stage.endpoint, stage.region, ..
 * }</pre>
 */
public final class S3StageProvider implements StageProvider {
    private static final String START = "s3://";

    /** Fewer than for files, because whoever uses a stage tries again, too. */
    private static final Retries RETRIES = new Retries(3, Duration.ofMillis(100), Duration.ofMinutes(5));

    /** For {@link java.util.ServiceLoader}. */
    public S3StageProvider() {}

    @Override
    public String scheme() {
        return "s3";
    }

    @Override
    public Stage open(String address, Settings settings) {
        String place = address.substring(START.length());
        int slash = place.indexOf('/');
        String bucket = slash < 0 ? place : place.substring(0, slash);
        String folder = slash < 0 ? "" : place.substring(slash + 1).replaceAll("/+$", "");
        if (bucket.isBlank() || folder.startsWith("/") || folder.contains("*")) {
            throw new PipetteException(
                    ErrorCode.BAD_USAGE,
                    "'" + address + "' is not the address of a stage. Write the bucket and a folder in it:"
                            + " s3://load-stage/pipette.");
        }
        ClientSettings client = ClientSettings.ofStage(address, settings);
        StageProblem problem = new StageProblem(address, bucket, client);
        return new S3Stage(
                address,
                bucket,
                folder.isEmpty() ? "" : folder + "/",
                OpenClient.checking(client, RETRIES, problem),
                problem);
    }
}

package dev.pipette.signalroom;

import static dev.pipette.Pipette.csvFormat;
import static dev.pipette.Pipette.resource;
import static dev.pipette.Pipette.text;

import dev.pipette.Bucket;
import dev.pipette.Resource;
import dev.pipette.Source;
import dev.pipette.incremental.FileState;
import dev.pipette.spi.FileLocation;
import java.util.List;

/**
 * CSV files that an order system exports to S3 every day, a folder of the bucket for each kind.
 *
 * <pre>{@code
 * Source exports = S3Exports.source(s3("demo-exports").region("us-east-1"), List.of("orders-create", "orders-update"));
 * }</pre>
 */
public final class S3Exports {
    /** The name of the source, of its pipeline and its dataset. */
    public static final String NAME = "s3_exports";

    private static final String FILES = "/**/*.{csv,csv.gz}";

    private S3Exports() {}

    /**
     * The rows of all files below a prefix, into the table of its name: {@code orders_create} for {@code orders-create}.
     *
     * <p>A run loads the files that are new or changed since the last one, whatever the date in their names, and commits
     * after each file; what a file held before is replaced. All columns of the files stay text.
     */
    public static Resource export(Bucket bucket, String prefix) {
        return resource(tableName(prefix))
                .files(location(bucket, prefix), csvFormat().allText(), FileState.ledger())
                .commitEvery(1)
                .merge("_file_name", "_row_id")
                .column("_file_date", text())
                .addColumn("_client_id", SignalRoom.CLIENT_ID)
                .addColumn("_loaded_at", context -> context.clock().instant());
    }

    /** A resource for each prefix. */
    public static Source source(Bucket bucket, List<String> prefixes) {
        return new Source(
                NAME, prefixes.stream().map(prefix -> export(bucket, prefix)).toList());
    }

    private static FileLocation location(Bucket bucket, String prefix) {
        String folder = prefix.replaceFirst("/+$", "").replaceAll("([\\\\*?\\[{])", "\\\\$1");
        return bucket.glob(folder + FILES);
    }

    private static String tableName(String prefix) {
        return prefix.replace('-', '_').replace('/', '_').replaceAll("^_+|_+$", "");
    }
}

package dev.pipette.testing.files;

import static dev.pipette.Pipette.csvFormat;
import static dev.pipette.Pipette.jsonlFormat;
import static dev.pipette.Pipette.postgres;
import static dev.pipette.Pipette.resource;
import static dev.pipette.Pipette.s3;
import static dev.pipette.testing.PipetteAssertions.assertThat;
import static dev.pipette.testing.PipetteAssertions.assertThatRun;
import static dev.pipette.testing.s3.S3BucketAssert.assertThat;

import dev.pipette.Destination;
import dev.pipette.Pipeline;
import dev.pipette.Pipette;
import dev.pipette.Resource;
import dev.pipette.error.ErrorCode;
import dev.pipette.incremental.FileState;
import dev.pipette.settings.Secret;
import dev.pipette.spi.FileLocation;
import dev.pipette.testing.LoadTest;
import dev.pipette.testing.Workspace;
import dev.pipette.testing.postgres.PgBouncer;
import dev.pipette.testing.postgres.PostgresDatabase;
import dev.pipette.testing.postgres.PostgresServer;
import dev.pipette.testing.s3.LocalS3;
import dev.pipette.testing.s3.S3Bucket;
import java.io.IOException;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/** From S3 into PostgreSQL behind a pooler in transaction mode, which is how it runs in production. */
@LoadTest(mustRun = false)
class S3BehindPoolerTests {
    @AutoClose
    final PostgresDatabase database = PostgresServer.shared().newDatabase();

    private final LocalS3 s3 = LocalS3.shared();
    private final S3Bucket bucket = s3.newBucket();

    private FileLocation location(String keys) {
        return s3(bucket.name())
                .endpoint(s3.endpoint())
                .region(s3.region())
                .pathStyle()
                .credentials(s3.accessKey(), Secret.of(s3.secretKey()))
                .glob(keys);
    }

    private Pipeline pipeline(Workspace workspace) throws IOException {
        Destination warehouse = postgres(PgBouncer.shared().url(database))
                .user(database.user())
                .password(Secret.of(database.password()))
                .transactionPooler();
        return Pipette.pipeline("exports", warehouse).home(workspace.home());
    }

    @Test
    void exports_that_come_late_and_again_are_loaded_in_steps_and_once_each(Workspace workspace) throws IOException {
        Pipeline pipeline = pipeline(workspace);
        Resource orders = resource("orders")
                .files(location("orders/**/*.csv"), csvFormat().allText(), FileState.ledger())
                .commitEvery(1)
                .merge("_file_name", "_row_id");
        Resource events = resource("events").files(location("events/*.jsonl"), jsonlFormat(), FileState.ledger());
        bucket.put("orders/2025-12-20.csv", "id,zip\n1,05446\n2,10001\n");
        bucket.put("orders/old/2025-12-21.csv", "id,zip\n3,00501\n4\n");
        bucket.put("events/1.jsonl", "{\"id\": 1, \"tags\": [\"a\", \"b\"]}\n");

        assertThatRun(() -> pipeline.run(orders, events)).failsWith(ErrorCode.SOURCE_UNREADABLE);
        bucket.replace("orders/old/2025-12-21.csv", "id,zip\n3,00501\n");
        assertThat(pipeline.run(orders, events)).merged("orders", 1);
        bucket.put("orders/2025-12-19.csv", "id,zip\n0,07030\n");
        bucket.replace("orders/2025-12-20.csv", "id,zip\n2,10002\n");
        assertThat(pipeline.run(orders, events)).merged("orders", 2);

        assertThat(pipeline.run(orders, events)).hadNothingToLoad();
        assertThat(pipeline.dataset())
                .table("orders")
                .hasNoDuplicates("_file_name", "_row_id")
                .comparingOnly("id", "zip")
                .containsExactlyDocuments("""
                        [{"id": "0", "zip": "07030"}, {"id": "2", "zip": "10002"}, {"id": "3", "zip": "00501"}]""");
        assertThat(pipeline.dataset()).table("events__tags").hasRowCount(2);
        assertThat(pipeline).ledger("orders").hasRows(bucket.name() + "/orders/2025-12-20.csv", 1);
        assertThat(bucket).wasRead("orders/2025-12-20.csv", 2).wasRead("events/1.jsonl", 1);
    }
}

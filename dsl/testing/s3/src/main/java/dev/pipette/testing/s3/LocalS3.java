package dev.pipette.testing.s3;

import java.net.URI;
import java.util.Locale;
import java.util.UUID;
import org.gaul.s3proxy.S3Proxy;
import org.gaul.s3proxy.auth.AuthenticationType;
import org.gaul.s3proxy.nio2blob.TransientNio2BlobStore;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.profiles.ProfileFile;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;

/**
 * An S3 on this machine, with buckets in memory, that refuses requests without its keys.
 *
 * <pre>{@code
 * try (LocalS3 s3 = LocalS3.start();
 *         S3Client client = s3.client()) {
 *     S3Bucket bucket = s3.newBucket();
 *     bucket.put("orders/2025-12-21.csv", "id,state\n1,open\n");
 *     client.listObjectsV2(request -> request.bucket(bucket.name())).keyCount();   // 1
 * }
 * }</pre>
 *
 * <p>It listens on 127.0.0.1, on a free port. Tests that share one with {@link #shared()} do not see each other, because
 * each has a bucket of its own.
 */
public final class LocalS3 implements AutoCloseable {
    private static final String LOOPBACK = "127.0.0.1";

    private final S3Proxy server;
    private final ScriptedStore store;
    private final Buckets buckets;
    private final String accessKey;
    private final String secretKey;
    private final boolean shared;

    private LocalS3(boolean shared) {
        this.shared = shared;
        this.accessKey = "access-" + random();
        this.secretKey = "secret-" + random();
        this.buckets = new Buckets();
        TransientNio2BlobStore memory = new TransientNio2BlobStore();
        this.store = new ScriptedStore(memory, S3ProxyInsides.root(memory), buckets);
        this.server = S3Proxy.builder()
                .blobStore(store)
                .endpoint(URI.create("http://" + LOOPBACK + ":0"))
                .awsAuthentication(AuthenticationType.AWS_V4, accessKey, secretKey)
                .build();
        S3ProxyInsides.putInFront(server, new FaultHandler(buckets, store));
        try {
            server.start();
        } catch (Exception failed) {
            throw new IllegalStateException("the local S3 did not start: " + failed.getMessage(), failed);
        }
    }

    /** Starts a server, which ends with {@link #close()}. */
    public static LocalS3 start() {
        return new LocalS3(false);
    }

    /** The server that all tests of this JVM share; it starts with the first that asks, and ends with the JVM. */
    public static LocalS3 shared() {
        return Shared.SERVER;
    }

    private static final class Shared {
        private static final LocalS3 SERVER = new LocalS3(true);
    }

    private static String random() {
        return UUID.randomUUID().toString().replace("-", "").toLowerCase(Locale.ROOT);
    }

    /** Makes an empty bucket, whose name nobody else has. */
    public S3Bucket newBucket() {
        String name = "test-" + random();
        store.createContainer(name);
        return new S3Bucket(name, store, buckets.add(name));
    }

    /** Where it is, as {@code http://127.0.0.1:port}; buckets are parts of the path. */
    public URI endpoint() {
        return URI.create("http://" + LOOPBACK + ":" + server.getPort());
    }

    /** The region for which requests are signed. */
    public String region() {
        return "us-east-1";
    }

    /** The name of the only user. */
    public String accessKey() {
        return accessKey;
    }

    /** The secret of that user, another one for each server. */
    public String secretKey() {
        return secretKey;
    }

    /** Amazon's client for this server, which the caller closes. */
    public S3Client client() {
        return client(accessKey, secretKey);
    }

    /** Amazon's client, with other keys than those of the server. */
    S3Client client(String otherAccessKey, String otherSecretKey) {
        return S3Client.builder()
                .endpointOverride(endpoint())
                .region(Region.of(region()))
                .forcePathStyle(true)
                .credentialsProvider(
                        StaticCredentialsProvider.create(AwsBasicCredentials.create(otherAccessKey, otherSecretKey)))
                .httpClientBuilder(UrlConnectionHttpClient.builder())
                // the profiles of whoever runs the test change nothing
                .overrideConfiguration(override ->
                        override.defaultProfileFile(ProfileFile.aggregator().build()))
                .build();
    }

    /** Ends the server and forgets its buckets; nothing for the shared one, which others may still use. */
    @Override
    public void close() {
        if (shared) {
            return;
        }
        try {
            server.stop();
        } catch (Exception failed) {
            throw new IllegalStateException("the local S3 did not stop: " + failed.getMessage(), failed);
        }
    }

    /** Where it is, without the keys. */
    @Override
    public String toString() {
        return "local S3 at " + endpoint();
    }
}

package dev.pipette.files.s3;

import dev.pipette.files.Retries;
import dev.pipette.files.s3.ClientSettings.Keys;
import java.time.Duration;
import java.util.Optional;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.AwsSessionCredentials;
import software.amazon.awssdk.auth.credentials.DefaultCredentialsProvider;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.awscore.retry.AwsRetryStrategy;
import software.amazon.awssdk.core.SdkSystemSetting;
import software.amazon.awssdk.core.checksums.ResponseChecksumValidation;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.regions.providers.AwsProfileRegionProvider;
import software.amazon.awssdk.regions.providers.AwsRegionProviderChain;
import software.amazon.awssdk.regions.providers.DefaultAwsRegionProviderChain;
import software.amazon.awssdk.regions.providers.SystemSettingsRegionProvider;
import software.amazon.awssdk.retries.api.BackoffStrategy;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.S3ClientBuilder;

/** Amazon's client for one location, and the credentials that it asks for. */
final class OpenClient implements AutoCloseable {
    private static final Duration CONNECT = Duration.ofSeconds(10);
    private static final Duration SILENCE = Duration.ofMinutes(1);

    private final S3Client s3;
    private final AwsCredentialsProvider credentials;

    private OpenClient(S3Client s3, AwsCredentialsProvider credentials) {
        this.s3 = s3;
        this.credentials = credentials;
    }

    /**
     * Builds a client.
     *
     * @throws dev.pipette.error.PipetteException when there are no credentials, or no region
     */
    static OpenClient of(ClientSettings settings, Retries retries, S3Problem problem) {
        // ContentCheck does it, because the SDK does not look at a body that was cut and continued
        return of(settings, retries, problem, ResponseChecksumValidation.WHEN_REQUIRED);
    }

    /** Builds a client that compares whole objects with their checksums, where the store has them. */
    static OpenClient checking(ClientSettings settings, Retries retries, ClientProblem problem) {
        return of(settings, retries, problem, ResponseChecksumValidation.WHEN_SUPPORTED);
    }

    private static OpenClient of(
            ClientSettings settings, Retries retries, ClientProblem problem, ResponseChecksumValidation checksums) {
        Region region = region(settings, problem);
        AwsCredentialsProvider credentials = credentials(settings);
        try {
            credentials.resolveCredentials(); // here, where what fails can be nothing else
        } catch (SdkException failed) {
            close(credentials);
            throw problem.noCredentials(failed);
        }
        S3ClientBuilder builder = S3Client.builder()
                .region(region)
                .credentialsProvider(credentials)
                .forcePathStyle(settings.pathStyle())
                .responseChecksumValidation(checksums)
                .httpClientBuilder(UrlConnectionHttpClient.builder()
                        .connectionTimeout(CONNECT)
                        .socketTimeout(SILENCE));
        settings.endpoint().ifPresent(builder::endpointOverride);
        builder.overrideConfiguration(override -> {
            override.addExecutionInterceptor(new AnswerLimit(problem));
            override.apiCallAttemptTimeout(retries.timeout());
            if (SdkSystemSetting.AWS_MAX_ATTEMPTS.getStringValue().isEmpty()) {
                override.retryStrategy(AwsRetryStrategy.standardRetryStrategy().toBuilder()
                        .maxAttempts(retries.attempts())
                        .backoffStrategy(BackoffStrategy.exponentialDelay(retries.pause(), retries.longest()))
                        .throttlingBackoffStrategy(
                                BackoffStrategy.exponentialDelay(retries.pause().multipliedBy(2), retries.longest()))
                        .build());
            }
        });
        return new OpenClient(builder.build(), credentials);
    }

    private static Region region(ClientSettings settings, ClientProblem problem) {
        if (settings.region().isPresent()) {
            return Region.of(settings.region().get());
        }
        boolean amazon = settings.endpoint().isEmpty();
        // who names an endpoint does not run on a machine of Amazon's that would know its region, and need not wait for
        // it
        var environment = amazon
                ? DefaultAwsRegionProviderChain.builder().build()
                : new AwsRegionProviderChain(new SystemSettingsRegionProvider(), new AwsProfileRegionProvider());
        try {
            return environment.getRegion();
        } catch (SdkException unknown) {
            if (amazon) {
                throw problem.noRegion(unknown);
            }
            return Region.US_EAST_1;
        }
    }

    private static AwsCredentialsProvider credentials(ClientSettings settings) {
        Optional<Keys> said = settings.keys();
        if (said.isEmpty()) {
            return DefaultCredentialsProvider.builder().build();
        }
        Keys keys = said.get();
        String secret = keys.secretAccessKey().reveal();
        return StaticCredentialsProvider.create(
                keys.sessionToken().isEmpty()
                        ? AwsBasicCredentials.create(keys.accessKeyId(), secret)
                        : AwsSessionCredentials.create(
                                keys.accessKeyId(),
                                secret,
                                keys.sessionToken().get().reveal()));
    }

    S3Client s3() {
        return s3;
    }

    @Override
    public void close() {
        s3.close();
        close(credentials);
    }

    private static void close(AwsCredentialsProvider credentials) {
        if (credentials instanceof DefaultCredentialsProvider chain) {
            chain.close();
        }
    }
}

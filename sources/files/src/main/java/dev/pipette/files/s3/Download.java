package dev.pipette.files.s3;

import dev.failsafe.Failsafe;
import dev.failsafe.FailsafeException;
import dev.failsafe.RetryPolicy;
import dev.pipette.files.FetchedFile;
import dev.pipette.files.Retries;
import dev.pipette.incremental.StoredFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.ResponseInputStream;
import software.amazon.awssdk.core.exception.AbortedException;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.GetObjectRequest;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;
import software.amazon.awssdk.services.s3.model.NoSuchBucketException;
import software.amazon.awssdk.services.s3.model.S3Exception;

/**
 * Brings one object into a file. What was cut off continues where it ended, with a request for the bytes that are missing of
 * the same version of the object, so that no byte comes twice. What is damaged, or was replaced meanwhile, begins again.
 */
final class Download {
    /** How often an object may be replaced while it is fetched, or arrive damaged. */
    private static final int MOST_BEGINNINGS = 4;

    /** After this many bytes a cut is a new one, and not the same trouble again. */
    private static final long PROGRESS = 1L << 20;

    private static final int BUFFER = 1 << 17;
    private static final int CHANGED = 412;
    private static final int NOT_FOUND = 404;

    private final S3Client s3;
    private final String bucket;
    private final StoredFile listed;
    private final String key;
    private final Path to;
    private final S3Problem problem;
    private final RetryPolicy<Object> again;

    Download(S3Client s3, String bucket, StoredFile listed, Path to, Retries retries, S3Problem problem) {
        this.s3 = s3;
        this.bucket = bucket;
        this.listed = listed;
        this.key = listed.key().substring(bucket.length() + 1);
        this.to = to;
        this.problem = problem;
        this.again = RetryPolicy.builder()
                .handle(Cut.class)
                .withMaxAttempts(retries.attempts())
                .withBackoff(retries.pause(), retries.longest())
                .withJitter(0.25)
                .build();
    }

    /** The connection ended before the object did. */
    private static final class Cut extends RuntimeException {
        private static final long serialVersionUID = 1L;

        Cut(@Nullable Exception cause) {
            super(cause);
        }
    }

    /** How a beginning ended. */
    private enum Ending {
        WHOLE,
        DAMAGED,
        REPLACED,
        GONE
    }

    /**
     * Fetches the object.
     *
     * @return what was fetched; empty when there is no such object any more, and then no file
     */
    Optional<StoredFile> fetched() throws IOException {
        try (FetchedFile file = FetchedFile.create(to)) {
            Optional<StoredFile> fetched = into(file);
            fetched.ifPresent(whole -> file.complete());
            return fetched;
        } catch (UncheckedIOException disk) {
            throw disk.getCause();
        } catch (FailsafeException interrupted) {
            throw problem.interrupted(key, interrupted);
        } catch (AbortedException interrupted) {
            throw problem.interrupted(key, interrupted);
        } catch (SdkException failed) {
            throw problem.reading(key, failed);
        }
    }

    private Optional<StoredFile> into(FetchedFile file) {
        String tag = listed.etag();
        byte[] damaged = {};
        for (int beginning = 1; beginning <= MOST_BEGINNINGS; beginning++) {
            file.clear();
            Transfer transfer = new Transfer(file, tag);
            switch (transfer.run()) {
                case WHOLE -> {
                    return Optional.of(transfer.file());
                }
                case GONE -> {
                    return Optional.empty();
                }
                case REPLACED -> tag = "";
                case DAMAGED -> {
                    // what arrives twice alike is what was stored: this store's entity tags are not checksums
                    if (transfer.isUncertain() && Arrays.equals(damaged, transfer.found)) {
                        return Optional.of(transfer.file());
                    }
                    damaged = transfer.found;
                }
            }
        }
        throw damaged.length > 0 ? problem.damaged(key, MOST_BEGINNINGS) : problem.changing(key, MOST_BEGINNINGS);
    }

    /** One version of the object, from its first byte to its last. */
    private final class Transfer {
        private final FetchedFile file;
        private final byte[] buffer = new byte[BUFFER];
        private String tag;
        private Instant lastModified = Instant.EPOCH;
        private @Nullable ContentCheck check;
        private long size = Long.MAX_VALUE;
        private byte[] found = {};

        Transfer(FetchedFile file, String tag) {
            this.file = file;
            this.tag = tag;
        }

        Ending run() {
            try {
                while (file.size() < size) {
                    long before = file.size();
                    Failsafe.with(again).run(() -> goOn(before));
                }
            } catch (Cut cut) {
                throw problem.brokenOff(key, file.size(), size, cut.getCause());
            } catch (NoSuchBucketException failed) {
                throw failed;
            } catch (S3Exception refused) {
                return switch (refused.statusCode()) {
                    case NOT_FOUND -> Ending.GONE;
                    case CHANGED -> Ending.REPLACED;
                    default -> throw refused;
                };
            }
            if (check == null) {
                return Ending.WHOLE;
            }
            found = check.found();
            return check.isExpected(found) ? Ending.WHOLE : Ending.DAMAGED;
        }

        /** Takes bytes until the object ends or the connection does. */
        private void goOn(long before) {
            Exception end = null;
            ResponseInputStream<GetObjectResponse> body = open();
            try {
                for (int length = body.read(buffer); length >= 0; length = body.read(buffer)) {
                    take(length);
                }
            } catch (AbortedException interrupted) {
                throw interrupted;
            } catch (IOException | SdkClientException broken) {
                end = broken;
            } finally {
                end(body);
            }
            if (file.size() < size && file.size() - before < PROGRESS) {
                throw new Cut(end);
            }
        }

        /** Leaves the connection for the next object where this one was read to its end. */
        private void end(ResponseInputStream<GetObjectResponse> body) {
            try {
                if (file.size() == size) {
                    body.close();
                    return;
                }
            } catch (IOException broken) {
                // it cannot be used again
            }
            body.abort();
        }

        private void take(int length) {
            if (file.size() + length > size) {
                throw problem.longer(key, size);
            }
            file.add(buffer, length);
            if (check != null) {
                check.update(buffer, length);
            }
        }

        private ResponseInputStream<GetObjectResponse> open() {
            GetObjectRequest.Builder request =
                    GetObjectRequest.builder().bucket(bucket).key(key);
            if (!tag.isEmpty()) {
                request.ifMatch('"' + tag + '"');
            }
            boolean rest = file.size() > 0 && !tag.isEmpty(); // without a tag the rest may be that of another version
            if (rest) {
                request.range("bytes=" + file.size() + "-");
            } else {
                // by the header, because the SDK checks for itself what is asked for by its own word
                request.overrideConfiguration(asked -> asked.putHeader("x-amz-checksum-mode", "ENABLED"));
            }
            ResponseInputStream<GetObjectResponse> body = s3.getObject(request.build());
            if (!rest || !isRest(body.response())) {
                begin(body.response());
            }
            return body;
        }

        /** Whether it is what was asked for; a store that knows no ranges gives all. */
        private boolean isRest(GetObjectResponse answer) {
            return answer.contentRange() != null && answer.contentRange().startsWith("bytes " + file.size() + "-");
        }

        private void begin(GetObjectResponse answer) {
            file.clear();
            lastModified = answer.lastModified();
            tag = KeyListing.plain(answer.eTag());
            Long length = answer.contentLength();
            size = length == null ? listed.size() : length;
            if (size > listed.size() && tag.equals(listed.etag()) && !tag.isEmpty()) {
                throw problem.longer(key, listed.size());
            }
            check = ContentCheck.of(answer).orElse(null);
        }

        boolean isUncertain() {
            return check != null && !check.isCertain();
        }

        /** What was fetched: what was listed, where it is still that version. */
        StoredFile file() {
            boolean same = !tag.isEmpty() && tag.equals(listed.etag());
            return same ? listed : new StoredFile(listed.key(), tag, file.size(), lastModified);
        }
    }
}

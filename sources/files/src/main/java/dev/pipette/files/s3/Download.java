package dev.pipette.files.s3;

import dev.failsafe.Failsafe;
import dev.failsafe.FailsafeException;
import dev.failsafe.RetryPolicy;
import dev.pipette.incremental.StoredFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
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

    Download(S3Client s3, String bucket, StoredFile listed, Path to, Patience patience, S3Problem problem) {
        this.s3 = s3;
        this.bucket = bucket;
        this.listed = listed;
        this.key = listed.key().substring(bucket.length() + 1);
        this.to = to;
        this.problem = problem;
        this.again = RetryPolicy.builder()
                .handle(Cut.class)
                .withMaxAttempts(patience.attempts())
                .withBackoff(patience.pause(), patience.longest())
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
        FileChannel file = FileChannel.open(to, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
        boolean whole = false;
        try (file) {
            Optional<StoredFile> fetched = into(file);
            whole = fetched.isPresent();
            return fetched;
        } catch (UncheckedIOException disk) {
            throw disk.getCause();
        } catch (FailsafeException interrupted) {
            throw problem.interrupted(key, interrupted);
        } catch (AbortedException interrupted) {
            throw problem.interrupted(key, interrupted);
        } catch (SdkException failed) {
            throw problem.reading(key, failed);
        } finally {
            if (!whole) {
                Files.deleteIfExists(to);
            }
        }
    }

    private Optional<StoredFile> into(FileChannel file) throws IOException {
        String tag = listed.etag();
        byte[] damaged = {};
        for (int beginning = 1; beginning <= MOST_BEGINNINGS; beginning++) {
            Transfer transfer = new Transfer(file.truncate(0), tag);
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
        private final FileChannel file;
        private final byte[] buffer = new byte[BUFFER];
        private String tag;
        private Instant lastModified = Instant.EPOCH;
        private @Nullable ContentCheck check;
        private long size = Long.MAX_VALUE;
        private long arrived;
        private byte[] found = {};

        Transfer(FileChannel file, String tag) {
            this.file = file;
            this.tag = tag;
        }

        Ending run() {
            try {
                while (arrived < size) {
                    long before = arrived;
                    Failsafe.with(again).run(() -> goOn(before));
                }
            } catch (Cut cut) {
                throw problem.brokenOff(key, arrived, size, cut.getCause());
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
            if (arrived < size && arrived - before < PROGRESS) {
                throw new Cut(end);
            }
        }

        /** Leaves the connection for the next object where this one was read to its end. */
        private void end(ResponseInputStream<GetObjectResponse> body) {
            try {
                if (arrived == size) {
                    body.close();
                    return;
                }
            } catch (IOException broken) {
                // it cannot be used again
            }
            body.abort();
        }

        private void take(int length) {
            if (arrived + length > size) {
                throw problem.longer(key, size);
            }
            try {
                ByteBuffer bytes = ByteBuffer.wrap(buffer, 0, length);
                while (bytes.hasRemaining()) {
                    file.write(bytes);
                }
            } catch (IOException disk) {
                throw new UncheckedIOException(disk);
            }
            if (check != null) {
                check.update(buffer, length);
            }
            arrived += length;
        }

        private ResponseInputStream<GetObjectResponse> open() {
            GetObjectRequest.Builder request =
                    GetObjectRequest.builder().bucket(bucket).key(key);
            if (!tag.isEmpty()) {
                request.ifMatch('"' + tag + '"');
            }
            boolean rest = arrived > 0 && !tag.isEmpty(); // without a tag the rest may be that of another version
            if (rest) {
                request.range("bytes=" + arrived + "-");
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
            return answer.contentRange() != null && answer.contentRange().startsWith("bytes " + arrived + "-");
        }

        private void begin(GetObjectResponse answer) {
            try {
                file.truncate(0);
            } catch (IOException disk) {
                throw new UncheckedIOException(disk);
            }
            arrived = 0;
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
            return same ? listed : new StoredFile(listed.key(), tag, arrived, lastModified);
        }
    }
}

package dev.pipette.files.web;

import dev.pipette.files.FetchedFile;
import dev.pipette.files.GzipInput;
import dev.pipette.files.web.WebClient.Setback;
import dev.pipette.incremental.StoredFile;
import dev.pipette.spi.FirstBytes;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import okhttp3.Response;

/**
 * Brings a file here. What was cut off continues where it ended, with a request for the rest of the same version; where the
 * server cannot give that, or has another version by now, the file begins again.
 */
final class WebDownload {
    /** How often a file may be replaced while it is fetched. */
    private static final int MOST_VERSIONS = 4;

    /** After as many bytes a cut is a new one, and not the same trouble again. */
    private static final long PROGRESS = 1L << 20;

    private static final int BUFFER = 1 << 17;
    private static final int PARTIAL = 206;
    private static final int RANGE_NOT_SATISFIABLE = 416;

    private final WebClient client;
    private final StoredFile listed;
    private final Path to;
    private final byte[] buffer = new byte[BUFFER];
    private int versions;
    private String range = "";
    private String tag = "";
    private Optional<Instant> lastModified = Optional.empty();

    WebDownload(WebClient client, StoredFile listed, Path to) {
        this.client = client;
        this.listed = listed;
        this.to = to;
    }

    /** The size of the whole file in bytes, or -1 where the answer does not say it. */
    static long size(Response answer) {
        try {
            return Long.parseLong(answer.header("Content-Length", "-1"));
        } catch (NumberFormatException unknown) {
            return -1;
        }
    }

    /** Fetches the file; where that fails, none is left. */
    StoredFile fetched() throws IOException {
        try (FetchedFile file = FetchedFile.create(to)) {
            boolean ended = false;
            while (!ended) {
                ended = isWhole(file);
            }
            check(FirstBytes.of(to));
            file.complete();
            return stored(file.size());
        } catch (UncheckedIOException disk) {
            throw disk.getCause();
        }
    }

    private StoredFile stored(long size) {
        boolean same = tag.isEmpty() || tag.equals(listed.etag());
        return new StoredFile(
                listed.key(), same ? listed.etag() : tag, size, lastModified.orElse(listed.lastModified()));
    }

    private void check(Optional<FirstBytes> begin) {
        if (begin.isEmpty()) {
            return;
        }
        switch (begin.get()) {
            case MARKUP -> throw client.problem().page();
            case GZIP -> checkName(".gz", FirstBytes.GZIP);
            case ZSTANDARD -> checkName(".zst", FirstBytes.ZSTANDARD);
            default -> {}
        }
    }

    /** The name decides how a file is unpacked, and an address cannot be given another one. */
    private void checkName(String ending, FirstBytes begin) {
        if (!client.pathEndsWith(ending)) {
            throw client.problem().packed(begin.words(), ending);
        }
    }

    /** Takes what comes until the file ends, or until a connection ends that brought much of it. */
    private boolean isWhole(FetchedFile file) {
        long before = file.size();
        return client.attempt(attempt -> {
            try (Response answer = client.send("GET", rest(file.size()))) {
                if (answer.code() == RANGE_NOT_SATISFIABLE || isAnotherPart(answer, file.size())) {
                    range = ""; // all of it is asked for next
                    throw new Setback("did not give the rest of the file", null, null);
                }
                if (!answer.isSuccessful()) {
                    throw client.failure(answer);
                }
                begin(file, answer);
                try (InputStream plain = plain(answer)) {
                    take(file, plain);
                }
                return true;
            } catch (IOException cut) {
                if (file.size() - before >= PROGRESS) {
                    return false;
                }
                throw cut;
            }
        });
    }

    private Set<String> rest(long arrived) {
        return arrived == 0 || range.isEmpty()
                ? Set.of()
                : Set.of("Range: bytes=" + arrived + "-", "If-Range: " + range);
    }

    private boolean isAnotherPart(Response answer, long arrived) {
        return answer.code() == PARTIAL && !answer.header("Content-Range", "").startsWith("bytes " + arrived + "-");
    }

    private void begin(FetchedFile file, Response answer) {
        if (answer.code() == PARTIAL) {
            return;
        }
        Validator validator = Validator.of(answer);
        if (versions == 0 || !validator.tag().equals(tag)) {
            versions++;
        }
        if (versions > MOST_VERSIONS) {
            throw client.problem().changing(MOST_VERSIONS);
        }
        file.clear();
        range = isPacked(answer) ? "" : validator.range(); // a range would be of the packed bytes
        tag = validator.tag();
        lastModified = validator.lastModified();
    }

    /** Whether a server packed the file for the way, though it was not asked to. A file that is named .gz stays packed. */
    private boolean isPacked(Response answer) {
        String encoding = answer.header("Content-Encoding", "").strip().toLowerCase(Locale.ROOT);
        return (encoding.equals("gzip") || encoding.equals("x-gzip")) && !client.pathEndsWith(".gz");
    }

    private InputStream plain(Response answer) throws IOException {
        InputStream bytes = answer.body().byteStream();
        return isPacked(answer) ? new GzipInput(bytes, BUFFER) : bytes;
    }

    private void take(FetchedFile file, InputStream body) throws IOException {
        for (int length = body.read(buffer); length >= 0; length = body.read(buffer)) {
            file.add(buffer, length);
        }
    }
}

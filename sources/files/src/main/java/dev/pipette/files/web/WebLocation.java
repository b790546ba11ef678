package dev.pipette.files.web;

import dev.pipette.files.Retries;
import dev.pipette.incremental.StoredFile;
import dev.pipette.spi.FileStore;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import okhttp3.Response;

/** One file of a web server. */
final class WebLocation implements FileStore.OpenLocation {
    /** Servers that do not answer a HEAD say so in one of these ways. */
    private static final Set<Integer> NO_HEAD = Set.of(400, 403, 404, 405, 501);

    private final WebAddress address;
    private final WebClient client;

    WebLocation(WebAddress address, Retries retries) {
        this.address = address;
        this.client = new WebClient(address, retries);
    }

    @Override
    public List<StoredFile> list() {
        return List.of(client.<StoredFile>attempt(attempt -> {
            try (Response answer = client.send("HEAD", Set.of())) {
                if (answer.isSuccessful()) {
                    return stored(answer);
                }
                if (!NO_HEAD.contains(answer.code())) {
                    throw client.failure(answer);
                }
            }
            try (Response answer = client.send("GET", Set.of())) {
                if (answer.isSuccessful()) {
                    return stored(answer);
                }
                throw client.failure(answer);
            }
        }));
    }

    /** The file as an answer describes it. One that nothing distinguishes from its next version is a new one each time. */
    private StoredFile stored(Response answer) {
        Validator validator = Validator.of(answer);
        long size = WebDownload.size(answer);
        return new StoredFile(
                address.key(),
                validator.tag().isEmpty() ? "unknown-" + UUID.randomUUID() : validator.tag(),
                Math.max(size, 0),
                validator.lastModified().orElse(Instant.EPOCH));
    }

    @Override
    public Optional<StoredFile> fetch(StoredFile file, Path to) throws IOException {
        return Optional.of(new WebDownload(client, file, to).fetched());
    }

    @Override
    public String nameOf(StoredFile file) {
        return address.name();
    }

    @Override
    public void close() {}
}

package dev.pipette.sftp;

import dev.failsafe.Failsafe;
import dev.failsafe.FailsafeException;
import dev.failsafe.RetryPolicy;
import dev.failsafe.function.CheckedSupplier;
import dev.pipette.error.ErrorCode;
import dev.pipette.error.PipetteException;
import dev.pipette.files.FetchedFile;
import dev.pipette.files.Retries;
import dev.pipette.incremental.StoredFile;
import dev.pipette.spi.FileStore;
import dev.pipette.spi.Glob;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.apache.sshd.sftp.client.SftpClient;
import org.apache.sshd.sftp.client.SftpClient.Attributes;
import org.apache.sshd.sftp.client.SftpClient.DirEntry;
import org.apache.sshd.sftp.common.SftpConstants;
import org.apache.sshd.sftp.common.SftpException;

/** The files of one pattern on a server. What is new is known by time and size. */
final class SftpLocation implements FileStore.OpenLocation {
    private static final int BUFFER = 1 << 17;
    private static final int MOST_FILES = 1_000_000;

    /** Folders in folders; links may lead in circles. */
    private static final int MOST_LEVELS = 64;

    /** How often a file may be replaced while it is fetched. */
    private static final int MOST_BEGINNINGS = 4;

    private final String resource;
    private final SftpAddress address;
    private final Connection connection;
    private final RetryPolicy<Object> again;
    private final Glob glob;

    SftpLocation(String resource, SftpAddress address, Connection connection, Retries retries) {
        this.resource = resource;
        this.address = address;
        this.connection = connection;
        this.glob = Glob.of(resource, address.path());
        this.again = RetryPolicy.builder()
                .handle(IOException.class)
                .abortOn(SftpLocation::isRefusal)
                .withMaxAttempts(retries.attempts())
                .withBackoff(retries.pause(), retries.longest())
                .withJitter(0.25)
                .build();
    }

    /** Whether the server answered, and says no. */
    private static boolean isRefusal(Throwable failed) {
        return failed instanceof SftpException refused
                && (refused.getStatus() == SftpConstants.SSH_FX_PERMISSION_DENIED || isMissing(refused));
    }

    private static boolean isMissing(SftpException refused) {
        return refused.getStatus() == SftpConstants.SSH_FX_NO_SUCH_FILE
                || refused.getStatus() == SftpConstants.SSH_FX_NO_SUCH_PATH;
    }

    private <R> R attempt(String doing, CheckedSupplier<R> work) {
        try {
            return Failsafe.with(again).get(work);
        } catch (FailsafeException failed) {
            if (failed.getCause() instanceof InterruptedException) {
                Thread.currentThread().interrupt();
                throw new PipetteException(
                        ErrorCode.INTERRUPTED,
                        "resource " + resource + ": the run was interrupted while it " + doing + ". Nothing of it was"
                                + " loaded.",
                        failed);
            }
            throw problem(doing, Objects.requireNonNullElse(failed.getCause(), failed));
        }
    }

    private PipetteException problem(String doing, Throwable cause) {
        if (cause instanceof SftpException refused && isRefusal(refused)) {
            return new PipetteException(
                    ErrorCode.SOURCE_AUTH,
                    "resource " + resource + ": " + address.place() + " refused user '" + address.user() + "' while it "
                            + doing + ": " + refused.getMessage()
                            + ". Have the server's operator give the right to read, or correct the path.",
                    cause);
        }
        return new PipetteException(
                ErrorCode.SOURCE_UNAVAILABLE,
                "resource " + resource + ": " + address.place() + " cannot be reached or broke off while Pipette "
                        + doing
                        + " (" + (cause.getMessage() == null ? cause.getClass().getSimpleName() : cause.getMessage())
                        + "). It was tried several times. Nothing of it was loaded. Run again later, or correct host and"
                        + " port.",
                cause);
    }

    @Override
    public List<StoredFile> list() {
        return attempt("listed " + address.path(), () -> {
            try {
                return found();
            } catch (SftpException refused) {
                if (isMissing(refused)) {
                    return List.of();
                }
                throw refused;
            }
        });
    }

    private List<StoredFile> found() throws IOException {
        try (SftpClient files = connection.files()) {
            List<StoredFile> found = new ArrayList<>();
            if (glob.isName()) {
                Attributes attributes = files.stat(plain(glob.prefix()));
                if (attributes.isRegularFile()) {
                    found.add(stored(glob.prefix(), attributes));
                }
            } else {
                list(files, glob.folder(), 0, found);
            }
            found.sort(Comparator.comparing(StoredFile::key));
            return found;
        }
    }

    private void list(SftpClient files, String folder, int level, List<StoredFile> found) throws IOException {
        for (DirEntry entry : entries(files, plain(folder.isEmpty() ? "." : folder))) {
            String name = entry.getFilename();
            if (name.equals(".") || name.equals("..")) {
                continue;
            }
            String path = folder + name;
            Attributes attributes = entry.getAttributes();
            if (attributes.isSymbolicLink() && (glob.matches(path) || !glob.isInOneFolder())) {
                attributes = target(files, path, attributes);
            }
            if (attributes.isDirectory() && !glob.isInOneFolder() && level < MOST_LEVELS) {
                list(files, path + "/", level + 1, found);
            } else if (attributes.isRegularFile() && glob.matches(path)) {
                found.add(stored(path, attributes));
                if (found.size() > MOST_FILES) {
                    throw new PipetteException(
                            ErrorCode.SOURCE_UNREADABLE,
                            "resource " + resource + ": more than 1,000,000 files match " + address.path()
                                    + ". Name fewer of them.");
                }
            }
        }
    }

    private static Collection<DirEntry> entries(SftpClient files, String folder) throws IOException {
        try {
            return files.readEntries(folder);
        } catch (UncheckedIOException failed) {
            throw failed.getCause();
        }
    }

    private static Attributes target(SftpClient files, String path, Attributes link) throws IOException {
        try {
            return files.stat(plain(path));
        } catch (SftpException gone) {
            if (isMissing(gone)) {
                return link;
            }
            throw gone;
        }
    }

    /** A path as servers know it, which begin with the user's folder where there is no slash. */
    private static String plain(String path) {
        return path.startsWith("~/") ? "./" + path.substring(2) : path;
    }

    private StoredFile stored(String path, Attributes attributes) {
        Instant time = attributes.getModifyTime() == null
                ? Instant.EPOCH
                : attributes.getModifyTime().toInstant();
        return new StoredFile(
                address.place() + (path.startsWith("/") ? "" : "/") + path,
                "mtime=" + time.getEpochSecond() + "/" + attributes.getSize(),
                attributes.getSize(),
                time);
    }

    private String path(StoredFile file) {
        String path = file.key().substring(address.place().length());
        return path.startsWith("/~/") ? path.substring(1) : path;
    }

    @Override
    public Optional<StoredFile> fetch(StoredFile file, Path to) throws IOException {
        try (FetchedFile fetched = FetchedFile.create(to)) {
            Transfer transfer = new Transfer(fetched, path(file));
            Optional<StoredFile> whole = transfer.run();
            whole.ifPresent(_ -> fetched.complete());
            return whole;
        } catch (UncheckedIOException disk) {
            throw disk.getCause();
        }
    }

    /** One file on its way. */
    private final class Transfer {
        private final FetchedFile to;
        private final String path;
        private String begun = "";

        Transfer(FetchedFile to, String path) {
            this.to = to;
            this.path = path;
        }

        private Optional<StoredFile> run() {
            for (int beginning = 1; beginning <= MOST_BEGINNINGS; beginning++) {
                to.clear();
                begun = "";
                try {
                    Optional<StoredFile> whole = attempt("read " + path, this::continued);
                    if (whole.isPresent()) {
                        return whole;
                    }
                } catch (PipetteException failed) {
                    if (failed.getCause() instanceof SftpException refused && isMissing(refused)) {
                        return Optional.empty();
                    }
                    throw failed;
                }
            }
            throw new PipetteException(
                    ErrorCode.SOURCE_UNREADABLE,
                    "resource " + resource + ": " + address.place() + path + " changed each of the " + MOST_BEGINNINGS
                            + " times that it was read. Nothing of it was loaded. Run again when it is complete.");
        }

        /** Reads what is left of the version that was begun; empty where there is another one by now. */
        private Optional<StoredFile> continued() throws IOException {
            try (SftpClient files = connection.files()) {
                StoredFile now = stored(path, files.stat(plain(path)));
                if (begun.isEmpty()) {
                    begun = now.etag();
                } else if (!begun.equals(now.etag())) {
                    return Optional.empty();
                }
                if (to.size() < now.size()) {
                    copy(files, now.size());
                }
                StoredFile after = stored(path, files.stat(plain(path)));
                return after.etag().equals(begun) && to.size() == after.size() ? Optional.of(after) : Optional.empty();
            }
        }

        private void copy(SftpClient files, long size) throws IOException {
            try (InputStream in = files.read(plain(path), SftpClient.OpenMode.Read)) {
                in.skipNBytes(to.size());
                byte[] buffer = new byte[BUFFER];
                for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                    to.add(buffer, read);
                    if (to.size() > size) {
                        return; // it grows, and is another version
                    }
                }
            }
        }
    }

    @Override
    public void close() {
        connection.close();
    }
}

package dev.pipette.extract;

import dev.pipette.ErrorCode;
import dev.pipette.PipetteException;
import dev.pipette.Resource;
import dev.pipette.spi.FileContent;
import dev.pipette.spi.FileStore;
import dev.pipette.spi.FileStore.OpenLocation;
import dev.pipette.spi.RowSource;
import dev.pipette.spi.SourceFile;
import dev.pipette.spi.StoredFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;

/** The files of the resources of one run, here and in stores, whose connections are closed with it. */
public final class InputFiles implements AutoCloseable {
    private final Map<String, OpenLocation> locations = new HashMap<>();

    /**
     * Lists the files of a resource, in ascending order of their keys. Where it is remembered which files are loaded,
     * there may be none.
     *
     * @throws PipetteException SOURCE_MISSING when a path does not exist or a glob finds nothing; what a store says
     */
    public List<InputFile> of(Resource resource, RowSource.Files source) {
        List<InputFile> found =
                source.location().scheme().isEmpty() ? local(resource, source) : stored(resource, source);
        if (found.isEmpty() && source.state().isEmpty()) {
            throw source.location().scheme().isEmpty()
                    ? LocalFiles.none(resource.name(), source.describe())
                    : new PipetteException(
                            ErrorCode.SOURCE_MISSING,
                            "resource " + resource.name() + ": nothing matches " + source.describe()
                                    + ". Correct the pattern, or wait for the files.");
        }
        return found;
    }

    private static List<InputFile> local(Resource resource, RowSource.Files source) {
        return LocalFiles.paths(resource.name(), source.describe()).stream()
                .map(path -> local(resource, source, path))
                .toList();
    }

    private static InputFile local(Resource resource, RowSource.Files source, Path path) {
        FileContent content =
                LocalFiles.format(resource.name(), path, source.format()).content(path, source.options());
        try {
            StoredFile stored = new StoredFile(
                    path.toString(),
                    "",
                    Files.size(path),
                    Files.getLastModifiedTime(path).toInstant());
            String fingerprint = path.toAbsolutePath().normalize() + " " + stored.size() + " "
                    + stored.lastModified().toEpochMilli()
                    + (source.state().isEmpty() ? " " + LocalContent.ofReadable(path) : "");
            return new InputFile(stored, Optional.of(content), fingerprint);
        } catch (IOException failed) {
            throw new PipetteException(
                    ErrorCode.SOURCE_MISSING, path + " cannot be read: " + failed.getMessage() + ".", failed);
        }
    }

    private List<InputFile> stored(Resource resource, RowSource.Files source) {
        OpenLocation location = store(source).open(resource.name(), source.location());
        locations.put(resource.name(), location);
        return location.list().stream()
                .map(stored -> new InputFile(
                        stored,
                        Optional.empty(),
                        source.location().scheme() + "://" + stored.key() + " " + stored.etag() + " " + stored.size()))
                .toList();
    }

    private static FileStore store(RowSource.Files source) {
        String scheme = source.location().scheme();
        var stores = ServiceLoader.load(FileStore.class, InputFiles.class.getClassLoader());
        return StreamSupport.stream(stores.spliterator(), false)
                .filter(store -> store.scheme().equals(scheme))
                .findFirst()
                .orElseThrow(() -> new PipetteException(
                        ErrorCode.NOT_INSTALLED,
                        "nothing on the class path reads " + scheme + "://. "
                                + (scheme.equals("s3")
                                        ? "Add the dependency dev.pipette:pipette-files."
                                        : "Known are paths of this machine and "
                                                + StreamSupport.stream(stores.spliterator(), false)
                                                        .map(store -> store.scheme() + "://")
                                                        .sorted()
                                                        .collect(Collectors.joining(", "))
                                                + ".")));
    }

    /** The store that a resource's files are in; empty for files of this machine. */
    public Optional<OpenLocation> location(Resource resource) {
        return Optional.ofNullable(locations.get(resource.name()));
    }

    /** How a file that was fetched from a store is read. */
    static FileContent fetched(Resource resource, RowSource.Files source, StoredFile stored, Path path) {
        SourceFile file = SourceFile.fetched(path, Path.of(stored.key()), stored.etag());
        return LocalFiles.format(resource.name(), file.named(), source.format()).content(file, source.options());
    }

    /** What is in a copy of bytes that came from a stream. It is gone after the run, so the package takes it in. */
    static InputFile of(Resource resource, RowSource.Streamed source, SourceFile copy) {
        FileContent content = LocalFiles.format(resource.name(), copy.named(), source.format())
                .content(copy, source.options());
        FileContent readable = content instanceof FileContent.Columnar columnar
                        && columnar.plain().isEmpty()
                ? columnar.withPlain(() -> Files.newInputStream(copy.path()))
                : content;
        String digest = copy.digest().orElse("");
        return new InputFile(
                new StoredFile(source.named(), digest, 0, java.time.Instant.EPOCH),
                Optional.of(readable),
                copy.named() + " " + digest);
    }

    /** What the input is: the same text for the same files as long as they do not change. */
    public static String fingerprint(List<InputFile> files) {
        return files.stream().map(InputFile::fingerprint).collect(Collectors.joining("\n"));
    }

    /** The name of the file that a fingerprint is of. */
    public static String named(String fingerprint) {
        return fingerprint.replaceFirst(" \\S+ \\S+(?: " + LocalContent.CHECKSUM + "\\S*| )?$", "");
    }

    @Override
    public void close() {
        locations.values().forEach(OpenLocation::close);
    }
}

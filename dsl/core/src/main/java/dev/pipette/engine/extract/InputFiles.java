package dev.pipette.engine.extract;

import dev.pipette.error.ErrorCode;
import dev.pipette.error.PipetteException;
import dev.pipette.incremental.StoredFile;
import dev.pipette.spi.FileContent;
import dev.pipette.spi.FileLocation;
import dev.pipette.spi.FileStore;
import dev.pipette.spi.FileStore.OpenLocation;
import dev.pipette.spi.RowSource;
import dev.pipette.spi.SourceFile;
import dev.pipette.text.Secrets;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;

/** The files of the resources of one run, here and in stores, whose connections are closed with it. */
public final class InputFiles implements AutoCloseable {
    /** Which module reads a scheme. */
    private static final Map<String, String> MODULES =
            Map.of("s3", "pipette-files", "https", "pipette-files", "http", "pipette-files", "sftp", "pipette-sftp");

    private final List<OpenLocation> open = new ArrayList<>();
    private final ArchiveMembers archives = new ArchiveMembers();

    /**
     * Lists the files of a resource: place by place, in each in ascending order of their keys, and each file once. Where it is remembered which files are loaded,
     * there may be none.
     *
     * @throws PipetteException SOURCE_MISSING when a path does not exist or a glob finds nothing; BAD_USAGE where two files
     *     are remembered under one name; what a store says
     */
    public List<InputFile> of(ResourcePlan resource, RowSource.Files source) {
        ListedFiles files = new ListedFiles(resource.name(), source.state().isPresent());
        for (FileLocation location : source.locations()) {
            ArchiveName name = ArchiveName.of(location);
            List<InputFile> found =
                    location.scheme().isEmpty() ? local(resource, source, name) : stored(resource, name);
            if (found.isEmpty() && source.state().isEmpty()) {
                throw none(resource.name(), name);
            }
            found.forEach(file -> files.add(location, file));
        }
        return files.all();
    }

    /**
     * The files with the members of archives in place of these, each once.
     *
     * @param folder for archives that are fetched
     * @throws PipetteException SOURCE_MISSING where no member is meant and nothing is remembered; BAD_USAGE where two members
     *     are remembered under one name
     */
    public static List<InputFile> opened(ResourcePlan resource, List<InputFile> files, Path folder) {
        if (files.stream().allMatch(file -> file.archive().isEmpty())) {
            return files;
        }
        boolean remembers = resource.fileState().isPresent();
        Map<String, InputFile> opened = new LinkedHashMap<>();
        Map<String, String> fingerprints = new HashMap<>();
        for (InputFile file : files) {
            List<InputFile> found =
                    file.archive().map(archive -> archive.members(folder)).orElse(List.of(file));
            for (InputFile one : found) {
                InputFile before = opened.putIfAbsent(one.fingerprint(), one);
                String other = fingerprints.putIfAbsent(one.stored().key(), one.fingerprint());
                if (remembers && before == null && other != null) {
                    throw new PipetteException(
                            ErrorCode.BAD_USAGE,
                            "resource " + resource.name() + ": two files are known by one name: "
                                    + one.stored().key() + ". The file state could not tell which of them is loaded."
                                    + " Load them in two resources, or without a file state.");
                }
            }
        }
        if (opened.isEmpty() && !remembers) {
            throw new PipetteException(
                    ErrorCode.SOURCE_MISSING,
                    "resource " + resource.name() + ": no member of an archive matches "
                            + Secrets.masked(patterns(resource))
                            + ". Correct the pattern behind !/, or wait for the files.");
        }
        return List.copyOf(opened.values());
    }

    private static String patterns(ResourcePlan resource) {
        return resource.source() instanceof RowSource.Files source
                ? source.locations().stream().map(FileLocation::pattern).collect(Collectors.joining(", "))
                : "";
    }

    private static PipetteException none(String resource, ArchiveName name) {
        FileLocation location = name.archives();
        return location.scheme().isEmpty()
                ? LocalFiles.none(resource, location.pattern())
                : new PipetteException(
                        ErrorCode.SOURCE_MISSING,
                        "resource " + resource + ": nothing matches " + location.pattern()
                                + ". Correct the pattern, or wait for the files.");
    }

    private List<InputFile> local(ResourcePlan resource, RowSource.Files source, ArchiveName name) {
        String all = name.members().orElse(ArchiveName.ALL);
        return LocalFiles.paths(resource.name(), name.archives().pattern()).stream()
                .map(path -> ArchiveName.isArchive(path.toString())
                        ? archives.local(resource.name(), path, all)
                        : local(resource, source, path))
                .toList();
    }

    private static InputFile local(ResourcePlan resource, RowSource.Files source, Path path) {
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
            return InputFile.local(stored, content, fingerprint);
        } catch (IOException failed) {
            throw new PipetteException(
                    ErrorCode.SOURCE_MISSING, path + " cannot be read: " + failed.getMessage() + ".", failed);
        }
    }

    private List<InputFile> stored(ResourcePlan resource, ArchiveName name) {
        FileLocation location = name.archives();
        OpenLocation store = store(location).open(resource.name(), location);
        open.add(store);
        String all = name.members().orElse(ArchiveName.ALL);
        List<InputFile> found = new ArrayList<>();
        for (StoredFile stored : store.list()) {
            String place = location.scheme() + "://" + stored.key();
            if (ArchiveName.isArchive(store.nameOf(stored))) {
                found.add(archives.stored(resource.name(), store, stored, place, all));
            } else {
                found.add(InputFile.in(store, stored, place + " " + stored.etag() + " " + stored.size()));
            }
        }
        return found;
    }

    private static FileStore store(FileLocation location) {
        String scheme = location.scheme();
        var stores = ServiceLoader.load(FileStore.class, InputFiles.class.getClassLoader());
        return StreamSupport.stream(stores.spliterator(), false)
                .filter(store -> store.scheme().equals(scheme))
                .findFirst()
                .orElseThrow(() -> new PipetteException(
                        ErrorCode.NOT_INSTALLED,
                        "nothing on the class path reads " + scheme + "://. "
                                + (MODULES.containsKey(scheme)
                                        ? "Add the dependency dev.pipette:" + MODULES.get(scheme) + "."
                                        : "Known are paths of this machine and "
                                                + StreamSupport.stream(stores.spliterator(), false)
                                                        .map(store -> store.scheme() + "://")
                                                        .sorted()
                                                        .collect(Collectors.joining(", "))
                                                + ".")));
    }

    /** Whether a file is read row by row, here or when it is fetched; not an archive, whose members differ. */
    public static boolean isReadByRow(ResourcePlan resource, RowSource.Files source, InputFile file) {
        if (file.archive().isPresent()) {
            return false;
        }
        return file.content()
                .map(FileContent.Rows.class::isInstance)
                .orElseGet(() -> LocalFiles.format(
                                resource.name(),
                                Path.of(file.store().orElseThrow().nameOf(file.stored())),
                                source.format())
                        .isReadByRow());
    }

    /** How a file that was fetched from a store is read. */
    static FileContent fetched(ResourcePlan resource, RowSource.Files source, String name, String etag, Path path) {
        SourceFile file = SourceFile.fetched(path, Path.of(name), etag);
        return LocalFiles.format(resource.name(), file.named(), source.format()).content(file, source.options());
    }

    /** What is in a copy of bytes that came from a stream. It is gone after the run, so the package takes it in. */
    static InputFile of(ResourcePlan resource, RowSource.Streamed source, SourceFile copy) {
        FileContent content = LocalFiles.format(resource.name(), copy.named(), source.format())
                .content(copy, source.options());
        FileContent readable = content instanceof FileContent.Columnar columnar
                        && columnar.plain().isEmpty()
                ? columnar.withPlain(() -> Files.newInputStream(copy.path()))
                : content;
        String digest = copy.digest().orElse("");
        return InputFile.local(
                new StoredFile(source.named(), digest, 0, java.time.Instant.EPOCH),
                readable,
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
        archives.close();
        open.forEach(OpenLocation::close);
    }
}
